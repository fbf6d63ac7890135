package dev.jeton.templates;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with a chat before a template sees it: the order of roles, calls of tools and
 * their results. Templates check some of this, each in its own words, and drop much silently.
 */
public final class ChatValidator {
    private static final Set<String> ROLES =
            Set.of("system", "developer", "user", "assistant", "tool");

    private final List<ChatMessage> messages;
    private final Set<String> tools = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    /** The calls that have no result yet: the message of each id. */
    private final Map<String, Integer> open = new LinkedHashMap<>();

    private final Set<String> seenIds = new HashSet<>();

    private ChatValidator(List<ChatMessage> messages, List<ToolDefinition> tools) {
        this.messages = messages;
        tools.forEach(tool -> this.tools.add(tool.name()));
    }

    /**
     * The problems, one sentence each, that begins with the place such as {@code messages[2]};
     * empty if there are none. Cost is linear in the number of messages and calls.
     *
     * @param tools the tools that calls may name; where there are none, names are not checked
     */
    public static List<String> check(List<ChatMessage> messages, List<ToolDefinition> tools) {
        ChatValidator validator = new ChatValidator(messages, tools);
        validator.run();
        return List.copyOf(validator.problems);
    }

    private void problem(int message, String text) {
        problems.add("messages[" + message + "] " + text);
    }

    private void run() {
        if (messages.isEmpty()) {
            problems.add("messages is empty; a chat needs at least one message.");
        }
        boolean turns = false;
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            String role = message.role();
            if (!ROLES.contains(role)) {
                problem(
                        i,
                        "has the role \""
                                + role
                                + "\". Known roles: system, developer, user, assistant, tool.");
            }
            if (!role.equals("tool")) {
                reportOpen(i);
            }
            switch (role) {
                case "system", "developer" -> {
                    if (turns) {
                        problem(i, "is a system message behind other messages; put it first.");
                    }
                }
                case "user" -> user(i);
                case "assistant" -> assistant(i);
                case "tool" -> result(i);
                default -> {}
            }
            turns |= !role.equals("system") && !role.equals("developer");
        }
        reportOpen(messages.size());
    }

    private String roleBefore(int index) {
        return index == 0 ? "" : messages.get(index - 1).role();
    }

    private void user(int index) {
        if (messages.get(index).asMap().get("content") == null) {
            problem(index, "of the user has no content.");
        }
        if (roleBefore(index).equals("user")) {
            problem(index, "follows another message of the user; many templates refuse that.");
        }
    }

    private void assistant(int index) {
        ChatMessage message = messages.get(index);
        List<?> calls =
                message.asMap().get("tool_calls") instanceof List<?> list ? list : List.of();
        if (calls.isEmpty() && message.asMap().get("content") == null) {
            problem(index, "of the assistant has neither content nor tool calls.");
        }
        if (roleBefore(index).equals("assistant")) {
            problem(index, "follows another message of the assistant; join the two.");
        }
        for (Object call : calls) {
            call(index, call);
        }
    }

    private void call(int index, Object call) {
        Map<?, ?> map = call instanceof Map<?, ?> m ? m : Map.of();
        Map<?, ?> function = map.get("function") instanceof Map<?, ?> f ? f : map;
        if (!(function.get("name") instanceof String name) || name.isEmpty()) {
            problem(index, "has a tool call without a name.");
        } else if (!tools.isEmpty() && !tools.contains(name)) {
            problem(index, "calls \"" + name + "\", which is not among the tools given.");
        }
        Object arguments = function.get("arguments");
        if (arguments instanceof String text
                && PlainJson.parse(text).filter(Map.class::isInstance).isEmpty()) {
            problem(index, "has a tool call whose arguments are no JSON object.");
        }
        if (map.get("id") instanceof String id) {
            if (!seenIds.add(id)) {
                problem(index, "uses the id \"" + id + "\" of an earlier call again.");
            }
            open.put(id, index);
        }
    }

    private void result(int index) {
        String before = roleBefore(index);
        boolean answers =
                before.equals("tool")
                        || (before.equals("assistant")
                                && messages.get(index - 1).asMap().containsKey("tool_calls"));
        if (!answers) {
            problem(index, "is the result of a tool, but no tool call stands before it.");
            return;
        }
        @Nullable Object id = messages.get(index).asMap().get("tool_call_id");
        if (id instanceof String text && open.remove(text) == null && !seenIds.isEmpty()) {
            problem(
                    index,
                    "answers the call \""
                            + text
                            + "\", which was not made or has a result already.");
        } else if (id == null && !open.isEmpty()) {
            problem(index, "has no tool_call_id, but the calls before it have ids.");
            open.clear();
        }
    }

    /** Calls must be answered before the chat goes on; at its end they may be open. */
    private void reportOpen(int index) {
        if (index < messages.size()) {
            open.forEach(
                    (id, message) ->
                            problem(
                                    message,
                                    "calls with the id \"" + id + "\" and has no result."));
        }
        open.clear();
    }
}
