package dev.jeton.templates;

import static dev.jeton.templates.Capability.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilityTest {
    private static final Path TEMPLATES = Path.of("..", "testdata", "chat-templates", "templates");

    private static TemplateCapabilities of(String source) {
        return ChatTemplate.parse(source).capabilities();
    }

    private static TemplateCapabilities ofFile(String name) throws IOException {
        return of(Files.readString(TEMPLATES.resolve(name)));
    }

    /** What the tests of google/minja expect of the same templates. */
    @ParameterizedTest
    @CsvSource({
        // system, tools, calls, results, parallel calls; only objects as arguments, only parts
        "google-gemma-2-2b-it.jinja, no no no no no no no",
        "Qwen-QwQ-32B.jinja, yes yes yes yes yes yes no",
        "Qwen3-Coder.jinja, yes yes yes yes yes yes no",
        "meta-llama-Llama-3.1-8B-Instruct.jinja, yes yes yes yes no yes no",
        "meta-llama-Llama-3.2-3B-Instruct.jinja, yes yes yes yes no yes no",
        "mistralai-Mistral-Nemo-Instruct-2407.jinja, yes yes yes yes yes yes no",
        "NousResearch-Hermes-2-Pro-Llama-3-8B-tool_use.jinja, yes yes yes yes yes no no",
    })
    void agreesWithMinjaOnRealTemplates(String name, String expected) throws IOException {
        TemplateCapabilities found = ofFile(name);
        List<Boolean> answers =
                List.of(
                        found.has(SYSTEM_ROLE),
                        found.has(TOOLS),
                        found.has(TOOL_CALLS),
                        found.has(TOOL_RESULTS),
                        found.has(PARALLEL_TOOL_CALLS),
                        found.has(OBJECT_ARGUMENTS) && !found.has(STRING_ARGUMENTS),
                        found.has(TYPED_CONTENT) && !found.has(STRING_CONTENT));
        assertEquals(
                expected,
                answers.stream()
                        .map(yes -> yes ? "yes" : "no")
                        .collect(java.util.stream.Collectors.joining(" ")));
    }

    @Test
    void chatMlWritesRolesAndAPrompt() {
        TemplateCapabilities found = ChatTemplate.chatMl().capabilities();
        assertEquals(
                EnumSet.of(
                        STRING_CONTENT,
                        SYSTEM_ROLE,
                        CONSECUTIVE_USERS,
                        TOOL_RESULTS,
                        GENERATION_PROMPT,
                        PREFIX_PRESERVING),
                found.all());
        assertEquals("<|im_start|>assistant\n", found.generationPrompt());
        assertEquals("<|im_end|>\n", found.turnEnd());
        assertEquals(Optional.empty(), found.toolCallExample());
    }

    @Test
    void templateThatReadsOnlyPartsHasNoStrings() {
        TemplateCapabilities found =
                of(
                        "{% for m in messages %}{% for p in m.content %}{% if p.type == 'text' %}"
                                + "{{ p.text }}{% elif p.type == 'image' %}<image>{% endif %}"
                                + "{% endfor %}{% endfor %}");
        assertTrue(found.all().containsAll(Set.of(TYPED_CONTENT, IMAGE_PARTS, SYSTEM_ROLE)));
        assertFalse(found.has(STRING_CONTENT));
        assertFalse(found.has(AUDIO_PARTS));
        assertFalse(found.has(VIDEO_PARTS));
    }

    @Test
    void printedListIsNoTypedContent() {
        assertFalse(of("{% for m in messages %}{{ m.content }}{% endfor %}").has(TYPED_CONTENT));
    }

    @Test
    void formOfArgumentsIsFound() {
        String call =
                "{% for m in messages %}{{ m.content }}{% for c in m.tool_calls %}"
                        + "{{ c.function.name }}%s{% endfor %}{% endfor %}";
        String json = "{{ c.function.arguments | tojson }}";
        String plain = "{{ c.function.arguments }}";
        String both =
                "{% if c.function.arguments is string %}"
                        + plain
                        + "{% else %}"
                        + json
                        + "{% endif %}";
        assertEquals(Set.of(OBJECT_ARGUMENTS), arguments(call.replace("%s", json)));
        assertEquals(Set.of(STRING_ARGUMENTS), arguments(call.replace("%s", plain)));
        assertEquals(
                Set.of(OBJECT_ARGUMENTS, STRING_ARGUMENTS), arguments(call.replace("%s", both)));
    }

    private static Set<Capability> arguments(String source) {
        Set<Capability> found = EnumSet.copyOf(of(source).all());
        found.retainAll(Set.of(OBJECT_ARGUMENTS, STRING_ARGUMENTS));
        return found;
    }

    @Test
    void thinkingIsFound() throws IOException {
        TemplateCapabilities found = ofFile("Qwen-Qwen3-8B.jinja");
        assertTrue(found.all().containsAll(Set.of(REASONING, THINKING_SWITCH)));
        assertFalse(found.has(REASONING_KEPT));
        assertFalse(found.has(PREFIX_PRESERVING));
        assertEquals(Optional.of("reasoning_content"), found.reasoningField());
        assertEquals(Optional.of("enable_thinking"), found.thinkingVariable());
        assertTrue(ofFile("qwen3_training.jinja").has(REASONING_KEPT));
    }

    @Test
    void generationBlocksAreFoundInTheSource() {
        String loop = "{% for m in messages %}%s{% endfor %}";
        assertTrue(
                of(loop.replace("%s", "{% generation %}{{ m.content }}{% endgeneration %}"))
                        .has(GENERATION_BLOCKS));
        assertFalse(
                of(loop.replace("%s", "{# generation #}{{ m.content }}")).has(GENERATION_BLOCKS));
    }

    @Test
    void refusedChatsAreNotSupported() {
        TemplateCapabilities found =
                of(
                        "{% for m in messages %}{% if m.role == 'system' %}"
                                + "{{ raise_exception('no system') }}{% endif %}"
                                + "{% if not loop.first and m.role == loop.previtem.role %}"
                                + "{{ raise_exception('alternate') }}{% endif %}"
                                + "{{ m.content }}{% endfor %}");
        assertFalse(found.has(SYSTEM_ROLE));
        assertFalse(found.has(CONSECUTIVE_USERS));
        assertTrue(found.has(STRING_CONTENT));
    }

    @Test
    void templateThatNeedsToolsIsProbedWithTools() {
        TemplateCapabilities found =
                of(
                        "{% for t in tools %}{{ t.function.name }}{% endfor %}"
                                + "{% for m in messages %}{{ m.content }}{% endfor %}");
        assertTrue(found.all().containsAll(List.of(STRING_CONTENT, TOOLS, SYSTEM_ROLE)));
    }

    @Test
    void idsAndDocumentsAreFound() {
        TemplateCapabilities found =
                of(
                        "{% for d in documents or [] %}{{ d.text }}{% endfor %}"
                                + "{% for m in messages %}{{ m.content or '' }}"
                                + "{% for c in m.tool_calls %}{{ c.id }}{{ c.function | tojson }}"
                                + "{% endfor %}{% endfor %}");
        assertTrue(
                found.all()
                        .containsAll(
                                Set.of(
                                        DOCUMENTS,
                                        TOOL_CALL_IDS,
                                        NULL_CONTENT,
                                        PARALLEL_TOOL_CALLS)));
        assertFalse(of("{% for m in messages %}{{ m.content }}{% endfor %}").has(DOCUMENTS));
    }

    @Test
    void templateThatAlwaysFailsCanDoNothing() {
        assertEquals(Set.of(), of("{{ raise_exception('never') }}").all());
    }

    @Test
    void slowTemplateIsGivenUpAtItsDeadline() {
        TemplateLimits limits =
                TemplateLimits.builder().deadline(java.time.Duration.ofMillis(50)).build();
        long start = System.nanoTime();
        ChatTemplate.parse(
                        "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}"
                                + "{% endfor %}",
                        limits)
                .capabilities();
        assertTrue(System.nanoTime() - start < 5_000_000_000L);
    }

    @Test
    void resultIsKept() {
        ChatTemplate template = ChatTemplate.chatMl();
        assertSame(template.capabilities(), template.capabilities());
    }

    @Test
    void everyCapabilityHasADescription() {
        for (Capability capability : Capability.values()) {
            assertFalse(capability.description().isEmpty());
            assertTrue(capability.id().matches("[a-z_]+"));
        }
    }
}
