package dev.jeton.templates;

import dev.jeton.templates.internal.lang.Scanner;
import dev.jeton.templates.internal.lang.Segment;
import dev.jeton.templates.internal.lang.Source;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Renders some thirty small chats and looks for their text. What the template refuses or drops is
 * not supported. All chats together may take as long as one rendering may.
 *
 * <p>The ids of calls have nine letters and digits, the only form that Mistral's templates take.
 */
final class CapabilityProbe {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final String USER = "user needle";
    private static final String ANSWER = "answer needle";
    private static final String THOUGHT = "thought needle";
    private static final String RESULT = "result needle";
    private static final String CALL_ID = "call00001";
    private static final String ARGUMENT = "needle_argument";
    private static final String VALUE = "needle value";
    private static final String JSON_ARGUMENTS = "{\"" + ARGUMENT + "\": \"" + VALUE + "\"}";
    private static final List<String> REASONING_FIELDS =
            List.of("reasoning_content", "reasoning", "thinking");

    final Set<Capability> found = EnumSet.noneOf(Capability.class);
    String generationPrompt = "";
    String turnEnd = "";
    String reasoningField = "";
    String thinkingVariable = "";
    String toolCallExample = "";

    private final ChatTemplate template;
    private final Map<String, String> specialTokens = new LinkedHashMap<>();
    private final long end;
    private boolean nullContent;

    /** For templates that fail without tools: every chat has one. */
    private boolean alwaysTools;

    private CapabilityProbe(ChatTemplate template) {
        this.template = template;
        this.end = System.nanoTime() + template.limits().deadline().toNanos();
        for (String variable : template.variables()) {
            if (variable.endsWith("_token")) {
                specialTokens.put(variable, "<" + variable + ">");
            }
        }
    }

    static TemplateCapabilities of(ChatTemplate template) {
        CapabilityProbe probe = new CapabilityProbe(template);
        probe.content();
        if (probe.found.isEmpty()) {
            probe.alwaysTools = true;
            probe.content();
        }
        probe.roles();
        probe.toolsAndCalls();
        probe.reasoning();
        probe.generation();
        probe.growth();
        return new TemplateCapabilities(probe);
    }

    /** The text, or an empty one where the template fails. */
    private String render(List<ChatMessage> messages, ChatOptions.Builder options) {
        if (System.nanoTime() > end) {
            return "";
        }
        try {
            return template.apply(messages, options.clock(CLOCK).build(), specialTokens).text();
        } catch (TemplateException e) {
            return "";
        }
    }

    private String render(ChatMessage... messages) {
        return render(List.of(messages), options());
    }

    private ChatOptions.Builder options() {
        ChatOptions.Builder options = ChatOptions.builder();
        return alwaysTools ? options.tools(List.of(tool("any_tool"))) : options;
    }

    private void set(Capability capability, boolean yes) {
        if (yes) {
            found.add(capability);
        }
    }

    private boolean has(Capability capability) {
        return found.contains(capability);
    }

    /** A message in the form of content that the template reads. */
    private ChatMessage message(String role, String text) {
        return has(Capability.STRING_CONTENT) || !has(Capability.TYPED_CONTENT)
                ? ChatMessage.of(role, text)
                : ChatMessage.builder(role).content(ContentPart.text(text)).build();
    }

    private ChatMessage user() {
        return message("user", USER);
    }

    private ChatMessage answer() {
        return message("assistant", ANSWER);
    }

    // Content.

    private void content() {
        set(Capability.STRING_CONTENT, render(ChatMessage.user(USER)).contains(USER));
        String typed = parts(ContentPart.text(USER));
        set(Capability.TYPED_CONTENT, typed.contains(USER) && !printsPart(typed));
        if (has(Capability.TYPED_CONTENT)) {
            media(Capability.IMAGE_PARTS, ContentPart.image(), typed);
            media(Capability.AUDIO_PARTS, ContentPart.audio(), typed);
            media(Capability.VIDEO_PARTS, ContentPart.video(), typed);
        }
        ChatMessage nothing = ChatMessage.builder("assistant").field("content", null).build();
        String without = render(user(), nothing, user(), nothing);
        nullContent = without.contains(USER) && !without.contains("None");
    }

    private String parts(ContentPart... parts) {
        return render(ChatMessage.builder("user").content(parts).build());
    }

    /** Whether a part stands in the text as a value: its template takes it for a string. */
    private static boolean printsPart(String text) {
        return text.contains("'type'") || text.contains("\"type\"");
    }

    private void media(Capability capability, ContentPart part, String textOnly) {
        String both = parts(part, ContentPart.text(USER));
        set(capability, both.contains(USER) && !both.equals(textOnly) && !printsPart(both));
    }

    private void roles() {
        String answered = render(user(), answer());
        int at = answered.lastIndexOf(ANSWER);
        turnEnd = at < 0 ? "" : answered.substring(at + ANSWER.length());
        set(
                Capability.SYSTEM_ROLE,
                render(message("system", "system needle"), user()).contains("system needle"));
        String two = render(user(), message("user", "second needle"));
        set(Capability.CONSECUTIVE_USERS, two.contains(USER) && two.contains("second needle"));
        String documents =
                render(
                        List.of(user()),
                        options()
                                .documents(
                                        List.of(
                                                Map.of(
                                                        "title",
                                                        "title needle",
                                                        "text",
                                                        "document needle"))));
        set(Capability.DOCUMENTS, documents.contains("document needle"));
    }

    // Tools.

    static ToolDefinition tool(String name) {
        Map<String, Object> property = new LinkedHashMap<>();
        property.put("type", "string");
        property.put("description", "An argument.");
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("type", "object");
        parameters.put("properties", Map.of(ARGUMENT, property));
        parameters.put("required", List.of(ARGUMENT));
        return ToolDefinition.function(name, "A tool.", parameters);
    }

    private static Map<String, Object> call(String id, String name, Object arguments) {
        Map<String, Object> function = new LinkedHashMap<>();
        function.put("name", name);
        function.put("arguments", arguments);
        Map<String, Object> call = new LinkedHashMap<>();
        call.put("id", id);
        call.put("type", "function");
        call.put("function", function);
        return call;
    }

    private ChatMessage calling(List<Map<String, Object>> calls) {
        return ChatMessage.builder("assistant")
                .field("content", nullContent ? null : "")
                .field("tool_calls", calls)
                .build();
    }

    private ChatMessage result() {
        return ChatMessage.builder("tool")
                .field("content", message("tool", RESULT).asMap().get("content"))
                .field("name", "tool_one")
                .field("tool_call_id", CALL_ID)
                .build();
    }

    /** The call alone, with the tool, and with its result: templates differ in what they need. */
    private List<String> callTexts(List<Map<String, Object>> calls) {
        ChatOptions.Builder tools = ChatOptions.builder().tools(List.of(tool("tool_one")));
        return List.of(
                render(user(), calling(calls)),
                render(List.of(user(), calling(calls)), tools),
                render(List.of(user(), calling(calls), result(), answer(), user()), tools));
    }

    private void toolsAndCalls() {
        ChatOptions.Builder tools = ChatOptions.builder().tools(List.of(tool("some_tool")));
        set(
                Capability.TOOLS,
                render(List.of(user()), tools).contains("some_tool")
                        || render(List.of(message("system", "system"), user()), tools)
                                .contains("some_tool"));
        boolean text =
                callTexts(List.of(call(CALL_ID, "tool_one", JSON_ARGUMENTS))).stream()
                        .anyMatch(t -> t.contains(JSON_ARGUMENTS));
        boolean object =
                callTexts(List.of(call(CALL_ID, "tool_one", Map.of(ARGUMENT, VALUE)))).stream()
                        .anyMatch(t -> writesObject(t, text));
        set(Capability.STRING_ARGUMENTS, text);
        set(Capability.OBJECT_ARGUMENTS, object);
        set(Capability.TOOL_CALLS, text || object);
        set(Capability.NULL_CONTENT, nullContent);
        if (has(Capability.TOOL_CALLS)) {
            calls(object ? Map.of(ARGUMENT, VALUE) : JSON_ARGUMENTS);
        }
        set(
                Capability.TOOL_RESULTS,
                render(user(), calling(List.of()), result(), answer()).contains(RESULT)
                        || (has(Capability.TOOL_CALLS) && resultText().contains(RESULT)));
    }

    /** A template that prints the value as Python does was made for texts, if it takes them. */
    private static boolean writesObject(String text, boolean takesText) {
        boolean printed = text.contains("{'" + ARGUMENT + "'");
        return text.contains(ARGUMENT) && text.contains(VALUE) && !(printed && takesText);
    }

    private Object plainArguments() {
        return has(Capability.OBJECT_ARGUMENTS) ? Map.of(ARGUMENT, VALUE) : JSON_ARGUMENTS;
    }

    private String resultText() {
        return render(
                List.of(
                        user(),
                        calling(List.of(call(CALL_ID, "tool_one", plainArguments()))),
                        result()),
                ChatOptions.builder().tools(List.of(tool("tool_one"))));
    }

    private void calls(Object arguments) {
        List<Map<String, Object>> one = List.of(call(CALL_ID, "tool_one", arguments));
        List<Map<String, Object>> two =
                List.of(
                        call(CALL_ID, "tool_one", arguments),
                        call("call00002", "tool_two", arguments));
        set(
                Capability.PARALLEL_TOOL_CALLS,
                callTexts(two).stream()
                        .anyMatch(t -> t.contains("tool_one") && t.contains("tool_two")));
        set(
                Capability.TOOL_CALL_IDS,
                resultText().contains(CALL_ID)
                        || callTexts(one).stream().anyMatch(t -> t.contains(CALL_ID)));
        toolCallExample = example(arguments);
        nullInCalls(one);
    }

    /** Content is missing most often where there are calls, so calls decide. */
    private void nullInCalls(List<Map<String, Object>> calls) {
        boolean before = nullContent;
        nullContent = true;
        boolean works =
                callTexts(calls).stream()
                        .anyMatch(t -> t.contains("tool_one") && !t.contains("None"));
        nullContent = before;
        if (works) {
            found.add(Capability.NULL_CONTENT);
        } else {
            found.remove(Capability.NULL_CONTENT);
        }
    }

    /** What the call adds to the prompt of an answer: the difference of two renderings. */
    private String example(Object arguments) {
        boolean object = arguments instanceof Map<?, ?>;
        Object sample = object ? Map.of("arg1", "some_value") : "{\"arg1\": \"some_value\"}";
        String prompt = render(List.of(user()), options().addGenerationPrompt(true));
        String full = render(user(), calling(List.of(call(CALL_ID, "tool_name", sample))));
        int common = 0;
        while (common < Math.min(prompt.length(), full.length())
                && prompt.charAt(common) == full.charAt(common)) {
            common++;
        }
        // Where the two part inside a tag, the tag belongs to the call.
        int tag = full.lastIndexOf('<', common - 1);
        if (tag >= 0 && common < prompt.length() && full.indexOf('>', tag) >= common) {
            common = tag;
        }
        String example = full.substring(common).strip();
        String end = turnEnd.strip();
        if (!end.isEmpty() && example.endsWith(end)) {
            example = example.substring(0, example.length() - end.length()).strip();
        }
        return example.contains("tool_name") ? example : "";
    }

    // Thoughts.

    private void reasoning() {
        for (String field : REASONING_FIELDS) {
            ChatMessage thinking =
                    ChatMessage.builder("assistant")
                            .field("content", answer().asMap().get("content"))
                            .field(field, THOUGHT)
                            .build();
            if (render(user(), thinking).contains(THOUGHT)) {
                set(Capability.REASONING, true);
                reasoningField = field;
                set(
                        Capability.REASONING_KEPT,
                        render(user(), thinking, user(), answer()).contains(THOUGHT));
                return;
            }
        }
    }

    // The generation prompt.

    private void generation() {
        String without = render(user());
        String with = render(List.of(user()), options().addGenerationPrompt(true));
        set(Capability.GENERATION_PROMPT, !with.isEmpty() && !with.equals(without));
        if (with.startsWith(without)) {
            generationPrompt = with.substring(without.length());
        }
        set(Capability.GENERATION_BLOCKS, hasGenerationBlock());
        for (String variable : template.variables()) {
            boolean named = variable.contains("think") || variable.contains("reasoning");
            if (named && switches(variable)) {
                set(Capability.THINKING_SWITCH, true);
                thinkingVariable = variable;
                return;
            }
        }
    }

    private boolean switches(String variable) {
        for (List<ChatMessage> chat : List.of(List.of(user()), List.of(user(), answer(), user()))) {
            String on = prompt(chat, variable, true);
            if (!on.isEmpty() && !on.equals(prompt(chat, variable, false))) {
                return true;
            }
        }
        return false;
    }

    private String prompt(List<ChatMessage> chat, String variable, boolean value) {
        return render(chat, options().addGenerationPrompt(true).variable(variable, value));
    }

    private boolean hasGenerationBlock() {
        for (Segment segment : Scanner.scan(Source.of(template.source()))) {
            if (segment.kind() == Segment.Kind.TAG
                    && segment.tokens().get(0).isName("generation")) {
                return true;
            }
        }
        return false;
    }

    // Growing chats.

    private void growth() {
        List<ChatMessage> chat = new ArrayList<>(List.of(user(), answer(), user(), answer()));
        if (has(Capability.TOOL_CALLS) && has(Capability.TOOL_RESULTS)) {
            chat.add(user());
            chat.add(calling(List.of(call(CALL_ID, "tool_one", plainArguments()))));
            chat.add(result());
            chat.add(answer());
        }
        @Nullable String before = null;
        for (int size = 1; size <= chat.size(); size++) {
            String text = render(chat.subList(0, size), options());
            if (text.isEmpty() || (before != null && !text.startsWith(before))) {
                return;
            }
            before = text;
        }
        set(Capability.PREFIX_PRESERVING, true);
    }
}
