package dev.jeton.templates;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A chat as a template can render it, and what was changed for that. Immutable.
 *
 * <p>Made by {@link ChatTemplate#polyfill}.
 */
public final class PolyfilledChat {
    private final List<ChatMessage> messages;
    private final int[] sources;
    private final boolean toolsDescribed;
    private final List<String> changes;

    PolyfilledChat(
            List<ChatMessage> messages,
            int[] sources,
            boolean toolsDescribed,
            List<String> changes) {
        this.messages = List.copyOf(messages);
        this.sources = sources;
        this.toolsDescribed = toolsDescribed;
        this.changes = List.copyOf(changes);
    }

    /** The chat as it is, with nothing changed. */
    static PolyfilledChat unchanged(List<ChatMessage> messages) {
        int[] sources = new int[messages.size()];
        Arrays.setAll(sources, i -> i);
        return new PolyfilledChat(messages, sources, false, List.of());
    }

    static PolyfilledChat of(
            ChatTemplate template, List<ChatMessage> messages, ChatOptions options) {
        return of(template, messages, options.tools().orElse(List.of()), options.polyfills());
    }

    /** The options to render with. */
    ChatOptions options(ChatOptions options) {
        return toolsDescribed ? options.withoutTools() : options;
    }

    static PolyfilledChat of(
            ChatTemplate template,
            List<ChatMessage> messages,
            List<ToolDefinition> tools,
            Set<Polyfill> polyfills) {
        return polyfills.isEmpty()
                ? unchanged(messages)
                : new ChatAdapter(template.capabilities(), tools, polyfills).adapt(messages);
    }

    /** The messages to render. */
    public List<ChatMessage> messages() {
        return messages;
    }

    /**
     * The index of the caller's message that a message to render was made from, or -1 for one that
     * was added. A message made from several has the index of the last.
     */
    public int source(int message) {
        return sources[message];
    }

    /** Whether the tools are described in the messages, so that the template must not see them. */
    public boolean toolsDescribed() {
        return toolsDescribed;
    }

    /** What was changed, one sentence each; empty if nothing was. */
    public List<String> changes() {
        return changes;
    }
}
