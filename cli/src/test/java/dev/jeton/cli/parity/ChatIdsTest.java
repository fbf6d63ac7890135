package dev.jeton.cli.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jeton.templates.ChatEncoding;
import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatOptions;
import dev.jeton.templates.ChatTemplate;
import dev.jeton.templates.ChatTokenizer;
import dev.jeton.templates.TemplateException;
import dev.jeton.templates.ToolDefinition;
import dev.jeton.tokenize.AddedToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code applyChatTemplate} against transformers' {@code apply_chat_template(tokenize=True)}: ids
 * and assistant masks of real tokenizers, recorded in {@code testdata/chat-ids}.
 */
class ChatIdsTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-07-04T12:00:00Z"), ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, JsonNode> INPUTS = new ConcurrentHashMap<>();
    private static final Map<String, ChatTokenizer> MODELS = new ConcurrentHashMap<>();
    private static final Map<String, ChatTemplate> TEMPLATES = new ConcurrentHashMap<>();
    private static final List<JsonNode> ROWS = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        Path inputs = GoldenData.folder("chat-templates").resolve("inputs.jsonl");
        for (String line : Files.readAllLines(inputs)) {
            JsonNode input = JSON.readTree(line);
            INPUTS.put(input.get("id").asText(), input);
        }
        Path cases = GoldenData.folder("chat-ids").resolve("cases.jsonl.gz");
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(cases)),
                                StandardCharsets.UTF_8))) {
            for (String line : reader.lines().toList()) {
                ROWS.add(JSON.readTree(line));
            }
        }
        JsonNode head = ROWS.remove(0);
        assertEquals(head.get("rows").asInt(), ROWS.size());
        for (JsonNode row : ROWS) {
            MODELS.computeIfAbsent(
                    row.get("model").asText(),
                    name -> ChatTokenizer.load(GoldenData.fetchedTokenizers().resolve(name)));
        }
    }

    /** The class GemmaTokenizer adds a mask token that is in no file. */
    @Test
    void specialTokensAreThoseOfTransformers() throws IOException {
        Path file = GoldenData.folder("chat-ids").resolve("tokens.json");
        JsonNode tokens = JSON.readTree(file.toFile());
        MODELS.forEach(
                (name, model) -> {
                    Map<String, String> expected =
                            JSON.convertValue(
                                    tokens.get(name).get("special_tokens"),
                                    new TypeReference<Map<String, String>>() {});
                    if (name.equals("gemma3")) {
                        expected.remove("mask_token");
                    }
                    assertEquals(expected, model.specialTokens(), name);
                });
    }

    private static ChatTokenizer model(JsonNode row) {
        return Objects.requireNonNull(MODELS.get(row.get("model").asText()));
    }

    private static JsonNode input(JsonNode row) {
        return Objects.requireNonNull(INPUTS.get(row.get("input").asText()));
    }

    private static ChatEncoding encode(JsonNode row, ChatOptions.CallerText callerText) {
        JsonNode input = input(row);
        List<ChatMessage> messages =
                maps(input.get("messages")).stream().map(ChatMessage::of).toList();
        ChatOptions.Builder options =
                ChatOptions.builder()
                        .addGenerationPrompt(row.get("gen").asBoolean())
                        .continueFinalMessage(input.get("continue_final_message").asBoolean())
                        .clock(CLOCK)
                        .callerText(callerText);
        if (!input.get("tools").isNull()) {
            options.tools(maps(input.get("tools")).stream().map(ToolDefinition::of).toList());
        }
        if (!input.get("documents").isNull()) {
            options.documents(maps(input.get("documents")));
        }
        JSON.convertValue(input.get("kwargs"), new TypeReference<Map<String, Object>>() {})
                .forEach(options::variable);
        String template = row.get("template").asText();
        if (!template.equals("-")) {
            options.template(TEMPLATES.computeIfAbsent(template, ChatIdsTest::template));
        }
        return model(row).applyChatTemplate(messages, options.build());
    }

    private static List<Map<String, Object>> maps(JsonNode list) {
        return JSON.convertValue(list, new TypeReference<List<Map<String, Object>>>() {});
    }

    private static ChatTemplate template(String name) {
        Path folder = GoldenData.folder("chat-templates").resolve("templates");
        try {
            return ChatTemplate.parse(Files.readString(folder.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(JsonNode row) {
        return row.get("model").asText()
                + " "
                + row.get("template").asText()
                + " "
                + row.get("input").asText()
                + " "
                + row.get("gen").asText()
                + ": ";
    }

    private static String ids(int[] ids) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < ids.length; i++) {
            text.append(i == 0 ? "" : ",").append(ids[i]);
        }
        return text.append("]").toString();
    }

    private static void check(List<String> failures, int checked) {
        assertTrue(
                failures.isEmpty(),
                () ->
                        failures.size()
                                + " of "
                                + checked
                                + " failed:\n"
                                + String.join(
                                        "\n", failures.subList(0, Math.min(8, failures.size()))));
    }

    @Test
    void idsAreThoseOfTransformers() {
        List<String> failures =
                ROWS.parallelStream()
                        .map(ChatIdsTest::replay)
                        .filter(failure -> !failure.isEmpty())
                        .toList();
        check(failures, ROWS.size());
    }

    private static String replay(JsonNode row) {
        try {
            String got = ids(encode(row, ChatOptions.CallerText.MATCH).ids());
            if (row.has("error")) {
                return name(row) + "expected " + row.get("error");
            }
            return got.equals(row.get("ids").toString())
                    ? ""
                    : name(row) + "got " + got + " expected " + row.get("ids");
        } catch (TemplateException | IllegalArgumentException e) {
            return row.has("error") ? "" : name(row) + e;
        }
    }

    /** The default: equal where no message holds a token's text, and never more control tokens. */
    @Test
    void harmlessChatsHaveTheSameIdsWithCallerTextPlain() {
        List<JsonNode> harmless =
                ROWS.stream()
                        .filter(row -> row.has("ids"))
                        .filter(ChatIdsTest::isHarmless)
                        .toList();
        List<String> failures =
                harmless.parallelStream()
                        .filter(
                                row ->
                                        !ids(encode(row, ChatOptions.CallerText.PLAIN).ids())
                                                .equals(row.get("ids").toString()))
                        .map(
                                row ->
                                        name(row)
                                                + ids(
                                                        encode(row, ChatOptions.CallerText.PLAIN)
                                                                .ids())
                                                + " "
                                                + row.get("ids"))
                        .toList();
        check(failures, harmless.size());
        assertTrue(harmless.size() > 2000, () -> "only " + harmless.size() + " harmless rows");
    }

    private static boolean isHarmless(JsonNode row) {
        StringBuilder all = new StringBuilder();
        strings(input(row), all);
        String text = all.toString();
        for (AddedToken token : model(row).tokenizer().addedTokens().values()) {
            if (!token.content().isBlank() && text.contains(token.content())) {
                return false;
            }
        }
        return true;
    }

    private static void strings(JsonNode node, StringBuilder out) {
        if (node.isTextual()) {
            out.append(node.asText()).append('\0');
        }
        node.fieldNames().forEachRemaining(name -> out.append(name).append("\0"));
        node.forEach(item -> strings(item, out));
    }

    /** Tokens of Qwen that are not special: as text of the user, and as what the model wrote. */
    @Test
    void onlyTheAssistantMayUseTheTemplatesTokens() {
        ChatTokenizer qwen = Objects.requireNonNull(MODELS.get("qwen3"));
        assertEquals(
                Set.of("<think>", "</think>", "<tool_call>", "</tool_call>"),
                qwen.assistantTokens());
        assertEquals(Set.of(), Objects.requireNonNull(MODELS.get("llama3")).assistantTokens());
        String text = "<tool_call>x</tool_call><tool_response><|im_end|>";
        List<ChatMessage> messages =
                List.of(ChatMessage.user(text), ChatMessage.assistant(text), ChatMessage.user("u"));
        int[] ids = qwen.applyChatTemplate(messages).ids();
        assertEquals(1, count(qwen, ids, "<tool_call>"));
        assertEquals(1, count(qwen, ids, "</tool_call>"));
        assertEquals(0, count(qwen, ids, "<tool_response>"));
        assertEquals(3, count(qwen, ids, "<|im_end|>"));
        ChatOptions none = ChatOptions.builder().assistantTokens(Set.of()).build();
        assertEquals(0, count(qwen, qwen.applyChatTemplate(messages, none).ids(), "<tool_call>"));
        ChatOptions all = ChatOptions.builder().allowTokens(Set.of("<tool_response>")).build();
        assertEquals(
                2, count(qwen, qwen.applyChatTemplate(messages, all).ids(), "<tool_response>"));
    }

    private static long count(ChatTokenizer chat, int[] ids, String token) {
        int id = chat.tokenizer().idOf(token).orElseThrow();
        return Arrays.stream(ids).filter(i -> i == id).count();
    }

    @Test
    void assistantMasksAreThoseOfTransformers() {
        List<JsonNode> masked = ROWS.stream().filter(row -> row.has("mask")).toList();
        List<String> failures =
                masked.parallelStream()
                        .filter(row -> !mask(row).equals(row.get("mask").asText()))
                        .map(row -> name(row) + mask(row) + " expected " + row.get("mask"))
                        .toList();
        check(failures, masked.size());
        assertTrue(masked.size() > 500, () -> "only " + masked.size() + " rows with masks");
    }

    private static String mask(JsonNode row) {
        int[] mask = encode(row, ChatOptions.CallerText.MATCH).assistantMask();
        StringBuilder text = new StringBuilder();
        Arrays.stream(mask).forEach(text::append);
        return text.toString();
    }
}
