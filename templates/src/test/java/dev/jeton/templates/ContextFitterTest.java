package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.templates.ContextFitter.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContextFitterTest {
    private static final ChatOptions OPTIONS = ChatOptions.forGeneration();
    private static final ChatTokenizer CHAT = chat();

    private static ChatTokenizer chat() {
        ChatTemplate template =
                ChatTemplate.parse(
                        "{% for m in messages %}<|im_start|>{{ m.role }}\n"
                                + "{{ m.content }}{{ m.tool_calls|tojson if m.tool_calls }}"
                                + "<|im_end|>\n{% endfor %}");
        return ChatTokenizer.of(
                TestTokenizers.with(TestTokenizers.tokensOf(template.source(), Map.of())),
                template);
    }

    private static List<ChatMessage> messages(String... texts) {
        List<ChatMessage> messages = new ArrayList<>();
        for (String text : texts) {
            String role =
                    switch (text.charAt(0)) {
                        case 's' -> "system";
                        case 'u' -> "user";
                        case 't' -> "tool";
                        default -> "assistant";
                    };
            messages.add(ChatMessage.of(role, text));
        }
        return messages;
    }

    @Test
    void exampleOfTheDocumentation() {
        List<ChatMessage> messages = messages("s", "u1", "a1", "u2", "a2", "u3");
        int all = CHAT.count(messages, OPTIONS);
        ContextFitter fitter = new ContextFitter(CHAT, OPTIONS);
        FittedChat fitted = fitter.fit(messages, all - 1);
        assertEquals(List.of(1, 2), fitted.dropped());
        assertEquals(messages("s", "u2", "a2", "u3"), fitted.messages());
        assertTrue(fitted.encoding().size() < all);
        assertEquals(List.of(), fitter.fit(messages, all).dropped());
    }

    @Test
    void whatMustStayAndDoesNotFitIsAnError() {
        ContextFitter fitter = new ContextFitter(CHAT, OPTIONS);
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> fitter.fit(messages("s", "u1", "a1", "u2"), 5));
        assertEquals(
                "the system messages and the last turn alone have 18 ids, more than the 5 allowed.",
                e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> fitter.fit(List.of(), 5));
    }

    @Test
    void callsOfToolsStayWithTheirResults() {
        ChatMessage call =
                ChatMessage.builder("assistant")
                        .content("")
                        .toolCalls(new ToolCall("c1", "f", Map.of()))
                        .build();
        List<ChatMessage> messages = new ArrayList<>(messages("u1", "a1", "u2"));
        messages.add(call);
        messages.add(ChatMessage.user("u3: still there?"));
        messages.add(ChatMessage.toolResult("c1", "f", "42"));
        messages.addAll(messages("a3", "u4"));
        assertEquals(
                List.of(0, 0, 1, 1, 1, 1, 1, 2),
                Arrays.stream(ChatTurns.of(messages)).boxed().toList());
        int least = CHAT.count(messages("u4"), OPTIONS);
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 6),
                new ContextFitter(CHAT, OPTIONS).fit(messages, least + 20).dropped());
        // Without ids a result belongs to the calls before it.
        assertEquals(
                List.of(0, 0, 0, 0, 1),
                Arrays.stream(ChatTurns.of(messages("u1", "a1", "u2", "t2", "u3")))
                        .boxed()
                        .toList());
    }

    private static List<ChatMessage> random(Random random, int turns) {
        List<String> texts = new ArrayList<>(List.of("s"));
        for (int i = 0; i < turns; i++) {
            texts.add("u" + "x".repeat(random.nextInt(30)) + i);
            texts.add("a" + "y".repeat(random.nextInt(30)) + i);
        }
        return messages(texts.toArray(String[]::new));
    }

    @Test
    void bruteForceAgrees() {
        long seed = Long.getLong("tests.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            int turns = 1 + random.nextInt(8);
            List<ChatMessage> messages = random(random, turns);
            int least = CHAT.count(kept(messages, 1 << (turns - 1)), OPTIONS);
            int budget = least + random.nextInt(CHAT.count(messages, OPTIONS) - least + 1);
            int newest = 0;
            int most = 0;
            for (int set = 1 << (turns - 1); set < 1 << turns; set++) {
                if (CHAT.count(kept(messages, set), OPTIONS) <= budget) {
                    boolean isEnd = Integer.bitCount((1 << turns) - set) == 1;
                    newest = isEnd ? Math.max(newest, Integer.bitCount(set)) : newest;
                    most = Math.max(most, Integer.bitCount(set));
                }
            }
            String message = "seed " + seed + " round " + round;
            assertEquals(newest, turns(Policy.NEWEST_TURNS, messages, budget), message);
            assertEquals(most, turns(Policy.MOST_TURNS, messages, budget), message);
        }
    }

    private static List<ChatMessage> kept(List<ChatMessage> messages, int set) {
        List<ChatMessage> kept = new ArrayList<>(messages.subList(0, 1));
        for (int turn = 0; 2 * turn + 1 < messages.size(); turn++) {
            if ((set & 1 << turn) != 0) {
                kept.addAll(messages.subList(2 * turn + 1, 2 * turn + 3));
            }
        }
        return kept;
    }

    private static int turns(Policy policy, List<ChatMessage> messages, int budget) {
        FittedChat fitted = new ContextFitter(CHAT, OPTIONS, policy).fit(messages, budget);
        assertTrue(fitted.encoding().size() <= budget);
        assertEquals(messages.size(), fitted.messages().size() + fitted.dropped().size());
        return (fitted.messages().size() - 1) / 2;
    }

    @Test
    void manyTurnsFitAsTightly() {
        List<ChatMessage> messages = random(new Random(7), 400);
        int budget = CHAT.count(messages, OPTIONS) / 3;
        for (Policy policy : Policy.values()) {
            int turns = turns(policy, messages, budget);
            assertTrue(turns > 100 && turns < 400, () -> policy + ": " + turns);
        }
        List<ChatMessage> fitted =
                new ContextFitter(CHAT, OPTIONS).fit(messages, budget).messages();
        int next = messages.size() - fitted.size() + 1 - 2;
        List<ChatMessage> more = new ArrayList<>(messages.subList(0, 1));
        more.addAll(messages.subList(next, messages.size()));
        assertTrue(CHAT.count(more, OPTIONS) > budget);
    }
}
