package dev.jeton.templates;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a template can do, found by rendering small chats and looking for their text: the method of
 * llama.cpp and minja. Immutable.
 *
 * <p>A chat that a template refuses counts as not supported, so do chats that it drops silently.
 */
public final class TemplateCapabilities {
    private final Set<Capability> found;
    private final String generationPrompt;
    private final String turnEnd;
    private final String reasoningField;
    private final String thinkingVariable;
    private final String toolCallExample;

    TemplateCapabilities(CapabilityProbe probe) {
        found = Collections.unmodifiableSet(EnumSet.copyOf(probe.found));
        generationPrompt = probe.generationPrompt;
        turnEnd = probe.turnEnd;
        reasoningField = probe.reasoningField;
        thinkingVariable = probe.thinkingVariable;
        toolCallExample = probe.toolCallExample;
    }

    /** Whether the template can do this. */
    public boolean has(Capability capability) {
        return found.contains(capability);
    }

    /** Everything that it can do. */
    public Set<Capability> all() {
        return found;
    }

    /** What {@code add_generation_prompt} adds; empty if it adds nothing at the end. */
    public String generationPrompt() {
        return generationPrompt;
    }

    /**
     * What follows an answer of the assistant at the end of a chat. Special tokens that are
     * variables stand in it as {@code <eos_token>}.
     */
    public String turnEnd() {
        return turnEnd;
    }

    /** The field of a message that holds thoughts, usually {@code reasoning_content}. */
    public Optional<String> reasoningField() {
        return reasoningField.isEmpty() ? Optional.empty() : Optional.of(reasoningField);
    }

    /** The variable that switches thinking, usually {@code enable_thinking}. */
    public Optional<String> thinkingVariable() {
        return thinkingVariable.isEmpty() ? Optional.empty() : Optional.of(thinkingVariable);
    }

    /** How a call of {@code tool_name} with {@code arg1} looks in the text; empty if none does. */
    public Optional<String> toolCallExample() {
        return toolCallExample.isEmpty() ? Optional.empty() : Optional.of(toolCallExample);
    }

    @Override
    public String toString() {
        return found.toString();
    }
}
