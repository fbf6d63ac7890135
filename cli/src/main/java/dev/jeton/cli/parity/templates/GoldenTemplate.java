package dev.jeton.cli.parity.templates;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.cli.parity.PlainJson;
import dev.jeton.cli.parity.UnreadableFolderException;
import dev.jeton.templates.ChatTemplate;
import dev.jeton.templates.Rendering;
import dev.jeton.templates.TemplateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A template of the corpus, parsed once, with the special tokens that the manifest gives it. */
final class GoldenTemplate {
    /** The corpus was made with the clock frozen here. */
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-07-04T12:00:00Z"), ZoneOffset.UTC);

    private final @Nullable ChatTemplate template;
    private final @Nullable TemplateException refusal;
    private final @Nullable String missing;
    private final Map<String, @Nullable Object> specialTokens;

    /** What a rendering gave; {@code spans} are pairs of code point offsets. */
    record Rendered(String text, ArrayNode spans) {}

    private GoldenTemplate(
            @Nullable ChatTemplate template,
            @Nullable TemplateException refusal,
            @Nullable String missing,
            Map<String, @Nullable Object> specialTokens) {
        this.template = template;
        this.refusal = refusal;
        this.missing = missing;
        this.specialTokens = specialTokens;
    }

    static GoldenTemplate read(Path file, Map<String, String> about) {
        if (!Files.isRegularFile(file)) {
            return new GoldenTemplate(null, null, "the template is not in templates/", Map.of());
        }
        if (about.isEmpty()) {
            return new GoldenTemplate(null, null, "the template is not in MANIFEST.tsv", Map.of());
        }
        Map<String, @Nullable Object> specialTokens = specialTokens(about);
        String source;
        try {
            source = Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnreadableFolderException(file + ": cannot be read as UTF-8: " + e, e);
        }
        try {
            return new GoldenTemplate(ChatTemplate.parse(source), null, null, specialTokens);
        } catch (TemplateException e) {
            return new GoldenTemplate(null, e, null, specialTokens);
        }
    }

    private static Map<String, @Nullable Object> specialTokens(Map<String, String> about) {
        String json = about.getOrDefault("special_tokens", "");
        if (json.isEmpty() || json.equals("-")) {
            return Map.of();
        }
        try {
            JsonNode node = new JsonMapper().readTree(json);
            return PlainJson.map(node);
        } catch (JsonProcessingException e) {
            throw new UnreadableFolderException(
                    "MANIFEST.tsv: special_tokens of "
                            + about.getOrDefault("file", "?")
                            + " are not JSON: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    /** Renders one input; special tokens give way to variables of the input. */
    Rendered render(ChatInput input, boolean generationPrompt) {
        if (missing != null) {
            throw new NotReplayableException(missing);
        }
        if (refusal != null || template == null) {
            throw refusal == null ? new IllegalStateException() : refusal;
        }
        Map<String, @Nullable Object> variables = new LinkedHashMap<>();
        variables.put("messages", input.messages());
        variables.put("tools", input.tools());
        variables.put("documents", input.documents());
        variables.put("add_generation_prompt", generationPrompt);
        variables.putAll(specialTokens);
        variables.putAll(input.variables());
        Rendering rendering =
                input.continueFinalMessage()
                        ? template.renderContinuing(variables, CLOCK, "content")
                        : template.render(variables, CLOCK);
        ArrayNode spans = JsonNodeFactory.instance.arrayNode();
        for (Rendering.Span span : rendering.generationSpans()) {
            spans.addArray().add(span.startCodePoint()).add(span.endCodePoint());
        }
        return new Rendered(rendering.text(), spans);
    }
}
