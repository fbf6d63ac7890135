package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each polyfill on a template that lacks the capability, and none on one that has it. */
class PolyfillTest {
    /** Knows only user and assistant, as Gemma's first template. */
    private static final ChatTemplate BARE =
            ChatTemplate.parse(
                    "{% for m in messages %}{% if m.role not in ['user', 'assistant'] %}"
                            + "{{ raise_exception('unknown role ' ~ m.role) }}{% endif %}"
                            + "{% if not loop.first and m.role == loop.previtem.role %}"
                            + "{{ raise_exception('roles must alternate') }}{% endif %}"
                            + "<{{ m.role }}>{{ m.content + '' }}{% endfor %}");

    private static final ToolDefinition TOOL =
            ToolDefinition.function("add", "Adds.", Map.of("type", "object"));

    private static PolyfilledChat polyfill(
            ChatTemplate template, Polyfill polyfill, ChatMessage... messages) {
        return template.polyfill(List.of(messages), List.of(), EnumSet.of(polyfill));
    }

    private static String text(ChatTemplate template, PolyfilledChat chat) {
        return template.apply(chat.messages(), ChatOptions.defaults(), Map.of()).text();
    }

    @Test
    void systemMessageGoesBeforeTheUsers() {
        PolyfilledChat chat =
                polyfill(
                        BARE,
                        Polyfill.SYSTEM_INTO_USER,
                        ChatMessage.system("Be brief."),
                        ChatMessage.user("Hello"));
        assertEquals("<user>Be brief.\n\nHello", text(BARE, chat));
        assertEquals(1, chat.source(0));
        assertEquals(
                List.of(
                        "the template has no system role: the system message was put before the"
                                + " user's"),
                chat.changes());
    }

    @Test
    void systemMessageAloneBecomesTheUsers() {
        PolyfilledChat chat =
                polyfill(
                        BARE,
                        Polyfill.SYSTEM_INTO_USER,
                        ChatMessage.system("one"),
                        ChatMessage.system("two"));
        assertEquals("<user>one\n\ntwo", text(BARE, chat));
    }

    @Test
    void systemMessageGoesBeforeParts() {
        ChatTemplate template =
                ChatTemplate.parse(
                        "{% for m in messages if m.role != 'system' %}{% for p in m.content %}"
                                + "[{{ p.text if p.type == 'text' else p.type }}]{% endfor %}{% endfor %}");
        ChatMessage user =
                ChatMessage.builder("user")
                        .content(ContentPart.image(), ContentPart.text("What is it?"))
                        .build();
        PolyfilledChat chat =
                polyfill(template, Polyfill.SYSTEM_INTO_USER, ChatMessage.system("Look."), user);
        assertEquals("[Look.\n\n][image][What is it?]", text(template, chat));
    }

    @Test
    void toolsAreDescribedInTheSystemMessage() {
        PolyfilledChat chat =
                ChatTemplate.chatMl()
                        .polyfill(
                                List.of(ChatMessage.system("Be brief."), ChatMessage.user("1+1")),
                                List.of(TOOL),
                                Set.of(Polyfill.TOOLS_IN_SYSTEM, Polyfill.TOOL_CALLS_AS_TEXT));
        assertTrue(chat.toolsDescribed());
        String system = chat.messages().get(0).text();
        assertTrue(system.startsWith("Be brief.\n\nYou can call these tools"), system);
        assertTrue(system.contains("\"name\": \"add\""), system);
        assertTrue(system.endsWith("\"arguments\": {\"arg1\": \"some_value\"}}]}"), system);
        assertEquals(2, chat.messages().size());
    }

    @Test
    void toolsMakeASystemMessageWhereThereIsNone() {
        PolyfilledChat chat =
                BARE.polyfill(
                        List.of(ChatMessage.user("1+1")),
                        List.of(TOOL),
                        Set.of(Polyfill.TOOLS_IN_SYSTEM, Polyfill.SYSTEM_INTO_USER));
        assertEquals(1, chat.messages().size());
        assertTrue(chat.messages().get(0).text().endsWith("\n\n1+1"));
        assertEquals(0, chat.source(0));
        assertEquals(2, chat.changes().size());
    }

    @Test
    void callFormIsTheTemplatesOwnWhereItHasOne() {
        ChatTemplate template =
                ChatTemplate.parse(
                        "{% for m in messages %}{{ m.content }}{% for c in m.tool_calls or [] %}"
                                + "<call>{{ c.function | tojson }}</call>{% endfor %};{% endfor %}");
        PolyfilledChat chat =
                template.polyfill(List.of(ChatMessage.user("x")), List.of(TOOL), Polyfill.all());
        String system = chat.messages().get(0).text();
        assertTrue(
                system.endsWith(
                        "<call>{\"name\": \"tool_name\", \"arguments\": {\"arg1\":"
                                + " \"some_value\"}}</call>"),
                system);
    }

    @Test
    void callsBecomeText() {
        ChatMessage calling =
                ChatMessage.builder("assistant")
                        .content("Let me see.")
                        .toolCalls(new ToolCall("c1", "add", Map.of("a", 1)))
                        .build();
        PolyfilledChat chat =
                polyfill(BARE, Polyfill.TOOL_CALLS_AS_TEXT, ChatMessage.user("x"), calling);
        assertEquals(
                "<user>x<assistant>Let me see.\n\n"
                        + "{\"tool_calls\": [{\"name\": \"add\", \"arguments\": {\"a\": 1}, \"id\":"
                        + " \"c1\"}]}",
                text(BARE, chat));
    }

    @Test
    void resultsBecomeMessagesOfTheUser() {
        PolyfilledChat chat =
                polyfill(
                        BARE,
                        Polyfill.TOOL_RESULTS_AS_USER,
                        ChatMessage.toolResult("c1", "add", "2"));
        assertEquals(
                "<user>{\"tool_response\": {\"tool\": \"add\", \"content\": \"2\","
                        + " \"tool_call_id\": \"c1\"}}",
                text(BARE, chat));
    }

    @Test
    void argumentsTakeTheFormThatTheTemplateReads() {
        String source =
                "{% for m in messages %}{{ m.content }}{% for c in m.tool_calls or [] %}"
                        + "{{ c.function.name }}%s{% endfor %}{% endfor %}";
        ChatTemplate objects =
                ChatTemplate.parse(source.replace("%s", "{{ c.function.arguments | tojson }}"));
        ChatTemplate strings =
                ChatTemplate.parse(source.replace("%s", "{{ c.function.arguments }}"));
        ChatMessage withObject =
                ChatMessage.builder("assistant")
                        .content("")
                        .toolCalls(ToolCall.of("f", Map.of("a", 1)))
                        .build();
        ChatMessage withString =
                ChatMessage.of(
                        Map.of(
                                "role",
                                "assistant",
                                "content",
                                "",
                                "tool_calls",
                                List.of(
                                        Map.of(
                                                "function",
                                                Map.of("name", "f", "arguments", "{\"a\": 1}")))));
        assertEquals(
                "f{\"a\": 1}",
                text(strings, polyfill(strings, Polyfill.ARGUMENTS_AS_STRING, withObject)));
        assertEquals(
                "f{\"a\": 1}",
                text(objects, polyfill(objects, Polyfill.ARGUMENTS_AS_OBJECT, withString)));
        assertEquals(
                List.of(), polyfill(objects, Polyfill.ARGUMENTS_AS_STRING, withObject).changes());
    }

    @Test
    void textThatIsNoJsonObjectStays() {
        ChatTemplate objects =
                ChatTemplate.parse(
                        "{% for m in messages %}{{ m.content }}{% for c in m.tool_calls or [] %}"
                                + "{{ c.function | tojson }}{% endfor %}{% endfor %}");
        for (String arguments : List.of("[1]", "{\"a\": ", "", "1", "{} {}")) {
            ChatMessage message =
                    ChatMessage.of(
                            Map.of(
                                    "role",
                                    "assistant",
                                    "content",
                                    "",
                                    "tool_calls",
                                    List.of(
                                            Map.of(
                                                    "function",
                                                    Map.of("name", "f", "arguments", arguments)))));
            assertEquals(
                    List.of(message),
                    polyfill(objects, Polyfill.ARGUMENTS_AS_OBJECT, message).messages());
        }
    }

    @Test
    void partsBecomeAString() {
        ChatMessage parts =
                ChatMessage.builder("user")
                        .content(ContentPart.text("a"), ContentPart.text("b"))
                        .build();
        assertEquals("<user>ab", text(BARE, polyfill(BARE, Polyfill.CONTENT_AS_STRING, parts)));
    }

    @Test
    void mediaThatCannotBeTextAreRefused() {
        ChatMessage image = ChatMessage.builder("user").content(ContentPart.image()).build();
        assertEquals(
                "messages[0] has a part of the type \"image\", but the chat template reads only"
                        + " text. Leave the part out, or use a model that reads it.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> polyfill(BARE, Polyfill.CONTENT_AS_STRING, image))
                        .getMessage());
    }

    @Test
    void stringsBecomeParts() {
        ChatTemplate template =
                ChatTemplate.parse(
                        "{% for m in messages %}{% for p in m.content %}{{ p.text }}{% endfor %}"
                                + "{% endfor %}");
        assertEquals(
                "Hello",
                text(
                        template,
                        polyfill(template, Polyfill.CONTENT_AS_PARTS, ChatMessage.user("Hello"))));
    }

    @Test
    void missingContentBecomesEmpty() {
        ChatMessage nothing = ChatMessage.builder("assistant").field("content", null).build();
        assertEquals("<assistant>", text(BARE, polyfill(BARE, Polyfill.EMPTY_CONTENT, nothing)));
    }

    @Test
    void messagesOfTheUserBecomeOne() {
        PolyfilledChat chat =
                polyfill(
                        BARE,
                        Polyfill.MERGED_TURNS,
                        ChatMessage.user("a"),
                        ChatMessage.user("b"),
                        ChatMessage.assistant("c"),
                        ChatMessage.user("d"));
        assertEquals("<user>a\n\nb<assistant>c<user>d", text(BARE, chat));
        assertEquals(List.of(1, 2, 3), List.of(chat.source(0), chat.source(1), chat.source(2)));
    }

    @Test
    void nothingChangesUnlessAskedFor() {
        List<ChatMessage> messages = List.of(ChatMessage.system("s"), ChatMessage.user("u"));
        PolyfilledChat chat = BARE.polyfill(messages, List.of(TOOL), Set.of());
        assertEquals(messages, chat.messages());
        assertEquals(List.of(), chat.changes());
        assertFalse(chat.toolsDescribed());
    }

    @Test
    void templateWithEverythingIsLeftAlone() throws IOException {
        ChatTemplate template =
                ChatTemplate.parse(
                        Files.readString(
                                Path.of("..", "testdata", "chat-templates", "templates")
                                        .resolve("qwen3_training.jinja")));
        List<ChatMessage> messages =
                List.of(
                        ChatMessage.system("s"),
                        ChatMessage.user("u"),
                        ChatMessage.builder("assistant")
                                .content("")
                                .toolCalls(ToolCall.of("add", Map.of("a", 1)))
                                .build(),
                        ChatMessage.toolResult("1", "add", "2"));
        PolyfilledChat chat = template.polyfill(messages, List.of(TOOL), Polyfill.all());
        assertEquals(messages, chat.messages());
        assertEquals(List.of(), chat.changes());
    }

    @Test
    void everythingTogetherRendersOnTheBarestTemplate() {
        List<ChatMessage> messages =
                List.of(
                        ChatMessage.system("s"),
                        ChatMessage.builder("user").content(ContentPart.text("u")).build(),
                        ChatMessage.builder("assistant")
                                .field("content", null)
                                .toolCalls(ToolCall.of("add", Map.of("a", 1)))
                                .build(),
                        ChatMessage.toolResult("1", "add", "2"),
                        ChatMessage.user("thanks"));
        PolyfilledChat chat = BARE.polyfill(messages, List.of(TOOL), Polyfill.all());
        String text = text(BARE, chat);
        assertTrue(text.startsWith("<user>s\n\nYou can call"), text);
        assertTrue(text.contains("<assistant>{\"tool_calls\""), text);
        assertTrue(text.endsWith("\n\nthanks"), text);
        assertEquals(3, chat.messages().size());
    }

    @Test
    void optionOfACallMakesTheChanges() {
        ChatOptions options =
                ChatOptions.builder().polyfills(Polyfill.all()).tools(List.of(TOOL)).build();
        List<ChatMessage> messages = List.of(ChatMessage.system("s"), ChatMessage.user("u"));
        String text = BARE.apply(messages, options, Map.of()).text();
        assertTrue(text.startsWith("<user>s\n\nYou can call"), text);
        assertThrows(
                TemplateException.class,
                () -> BARE.apply(messages, ChatOptions.defaults(), Map.of()));
    }
}
