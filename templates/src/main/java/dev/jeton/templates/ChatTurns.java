package dev.jeton.templates;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The turns of a chat: a user's message and what follows it, calls of tools with their results. */
final class ChatTurns {
    /** The turn of messages that belong to none: they always stay. */
    static final int ALWAYS = -1;

    private final List<ChatMessage> messages;
    private final int[] turnOf;
    private int turn;

    private ChatTurns(List<ChatMessage> messages) {
        this.messages = messages;
        this.turnOf = new int[messages.size()];
    }

    /** The turn of each message, counted from 0, or {@link #ALWAYS}. */
    static int[] of(List<ChatMessage> messages) {
        ChatTurns turns = new ChatTurns(messages);
        turns.find();
        return turns.turnOf;
    }

    private void find() {
        Map<String, Integer> turnOfCall = new HashMap<>();
        boolean empty = true;
        boolean calls = false;
        for (int i = 0; i < messages.size(); i++) {
            ChatMessage message = messages.get(i);
            String role = message.role();
            if (role.equals("system") || role.equals("developer")) {
                turnOf[i] = ALWAYS;
                continue;
            }
            if (role.equals("user") && !empty) {
                turn++;
                calls = false;
            }
            empty = false;
            if (isResult(role)) {
                Object id = message.asMap().get("tool_call_id");
                int owner = id == null ? -1 : turnOfCall.getOrDefault(String.valueOf(id), -1);
                joinTo(owner >= 0 ? owner : calls ? turn : turn - 1, i);
                turnOfCall.replaceAll((call, of) -> Math.min(of, turn));
                calls = true;
            }
            turnOf[i] = turn;
            if (message.asMap().get("tool_calls") instanceof List<?> list) {
                calls = true;
                for (Object call : list) {
                    if (call instanceof Map<?, ?> map && map.get("id") != null) {
                        turnOfCall.put(String.valueOf(map.get("id")), turn);
                    }
                }
            }
        }
    }

    private static boolean isResult(String role) {
        return role.equals("tool") || role.equals("function") || role.equals("ipython");
    }

    /** Makes all turns from {@code first} on one, up to message {@code end}. */
    private void joinTo(int first, int end) {
        int joined = Math.max(0, first);
        for (int i = 0; i < end; i++) {
            if (turnOf[i] > joined) {
                turnOf[i] = joined;
            }
        }
        turn = Math.min(turn, joined);
    }
}
