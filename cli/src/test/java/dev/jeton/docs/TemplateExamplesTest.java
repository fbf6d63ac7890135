package dev.jeton.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.templates.Capability;
import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatOptions;
import dev.jeton.templates.ChatTemplate;
import dev.jeton.templates.Polyfill;
import dev.jeton.templates.TemplateCapabilities;
import dev.jeton.templates.Tool;
import dev.jeton.templates.ToolDefinition;
import dev.jeton.templates.ToolParam;
import dev.jeton.templates.lint.LintFinding;
import dev.jeton.templates.lint.TemplateDiff;
import dev.jeton.templates.lint.TemplateFormatter;
import dev.jeton.templates.lint.TemplateLinter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The Java blocks of docs/templates.md, run. */
class TemplateExamplesTest {
    @Test
    void rendering() {
        ChatTemplate template =
                ChatTemplate.parse(
                        "{% for m in messages %}<{{ m.role }}>{{ m.content }}</s>{% endfor %}"
                                + "{% if add_generation_prompt %}<assistant>{% endif %}");
        String prompt =
                template.apply(
                                List.of(ChatMessage.user("What is 1 + 1?")),
                                ChatOptions.forGeneration(),
                                Map.of())
                        .text();

        assertEquals("<user>What is 1 + 1?</s><assistant>", prompt);
    }

    @Tool("The weather of a city.")
    record GetWeather(
            @ToolParam("The city") String city,
            @ToolParam("How many days") Optional<Integer> days) {}

    @Test
    void tools() {
        ToolDefinition tool = ToolDefinition.of(GetWeather.class);
        ChatOptions options = ChatOptions.builder().tools(List.of(tool)).build();

        assertEquals("get_weather", tool.name());
        assertEquals(1, options.tools().orElseThrow().size());
    }

    @Test
    void capabilities() {
        TemplateCapabilities found = ChatTemplate.chatMl().capabilities();
        boolean tools = found.has(Capability.TOOLS);
        String start = found.generationPrompt();

        assertFalse(tools);
        assertEquals("<|im_start|>assistant\n", start);
    }

    @Test
    void polyfills() {
        ChatOptions polyfilled = ChatOptions.builder().polyfills(Polyfill.all()).build();

        assertEquals(Polyfill.all(), polyfilled.polyfills());
    }

    @Test
    void lint() {
        String source = ChatTemplate.chatMl().source();
        for (LintFinding finding : TemplateLinter.lint(source)) {
            System.out.println(finding.line() + ": " + finding.message());
        }
        String formatted = TemplateFormatter.format(source);
        List<TemplateDiff.Difference> differences =
                TemplateDiff.between(ChatTemplate.parse(source), ChatTemplate.parse(formatted), 5);

        assertTrue(differences.isEmpty());
    }
}
