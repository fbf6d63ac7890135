package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatValidatorTest {
    private static final ToolDefinition ADD =
            ToolDefinition.function("add", "Adds.", Map.of("type", "object"));

    private static ChatMessage calling(ToolCall... calls) {
        return ChatMessage.builder("assistant").toolCalls(calls).build();
    }

    private static ToolCall call(String id) {
        return new ToolCall(id, "add", Map.of());
    }

    private static List<String> check(ChatMessage... messages) {
        return ChatValidator.check(List.of(messages), List.of(ADD));
    }

    @Test
    void goodChatHasNoProblems() {
        assertEquals(
                List.of(),
                check(
                        ChatMessage.system("s"),
                        ChatMessage.user("u"),
                        calling(call("1"), call("2")),
                        ChatMessage.toolResult("2", "add", "x"),
                        ChatMessage.toolResult("1", "add", "y"),
                        ChatMessage.assistant("a"),
                        ChatMessage.user("u"),
                        calling(call("3"))));
    }

    @Test
    void emptyChatIsAProblem() {
        assertEquals(List.of("messages is empty; a chat needs at least one message."), check());
    }

    @Test
    void rolesAreChecked() {
        assertEquals(
                List.of(
                        "messages[1] follows another message of the user; many templates refuse"
                                + " that.",
                        "messages[2] has the role \"bot\". Known roles: system, developer, user,"
                                + " assistant, tool.",
                        "messages[3] is a system message behind other messages; put it first.",
                        "messages[5] follows another message of the assistant; join the two."),
                check(
                        ChatMessage.user("u"),
                        ChatMessage.user("u"),
                        ChatMessage.of("bot", "b"),
                        ChatMessage.system("s"),
                        ChatMessage.assistant("a"),
                        ChatMessage.assistant("a")));
    }

    @Test
    void missingContentIsAProblem() {
        assertEquals(
                List.of(
                        "messages[0] of the user has no content.",
                        "messages[1] of the assistant has neither content nor tool calls."),
                check(
                        ChatMessage.of(Map.of("role", "user")),
                        ChatMessage.of(Map.of("role", "assistant"))));
    }

    @Test
    void idsOfCallsAndResultsMustMatch() {
        assertEquals(
                List.of(
                        "messages[2] answers the call \"9\", which was not made or has a result"
                                + " already.",
                        "messages[1] calls with the id \"1\" and has no result.",
                        "messages[4] uses the id \"1\" of an earlier call again."),
                check(
                        ChatMessage.user("u"),
                        calling(call("1")),
                        ChatMessage.toolResult("9", "add", "x"),
                        ChatMessage.user("u"),
                        calling(call("1")),
                        ChatMessage.toolResult("1", "add", "x")));
    }

    @Test
    void resultWithoutACallIsAProblem() {
        assertEquals(
                List.of(
                        "messages[1] is the result of a tool, but no tool call stands before it.",
                        "messages[3] has no tool_call_id, but the calls before it have ids."),
                check(
                        ChatMessage.user("u"),
                        ChatMessage.tool("x"),
                        calling(call("1")),
                        ChatMessage.tool("x")));
    }

    @Test
    void callsAreChecked() {
        assertEquals(
                List.of(
                        "messages[1] calls \"nothing\", which is not among the tools given.",
                        "messages[1] has a tool call without a name.",
                        "messages[1] has a tool call whose arguments are no JSON object."),
                check(
                        ChatMessage.user("u"),
                        ChatMessage.of(
                                Map.of(
                                        "role",
                                        "assistant",
                                        "tool_calls",
                                        List.of(
                                                Map.of("function", Map.of("name", "nothing")),
                                                Map.of("function", Map.of()),
                                                Map.of(
                                                        "function",
                                                        Map.of(
                                                                "name",
                                                                "add",
                                                                "arguments",
                                                                "[1]")))))));
        assertEquals(
                List.of(),
                ChatValidator.check(List.of(calling(ToolCall.of("nothing", Map.of()))), List.of()));
    }
}
