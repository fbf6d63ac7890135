package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChatSessionTest {
    private static final ChatTokenizer CHAT_ML = chatMl();

    private static ChatTokenizer chatMl() {
        ChatTemplate template = ChatTemplate.chatMl();
        Tokenizer tokenizer =
                TestTokenizers.with(TestTokenizers.tokensOf(template.source(), Map.of()));
        return ChatTokenizer.of(tokenizer, template);
    }

    @Test
    void exampleOfTheDocumentation() {
        ChatSession session = CHAT_ML.newSession(ChatOptions.forGeneration());
        ChatSession.Step first = session.add(ChatMessage.user("Hello"));
        assertEquals(0, first.validIds());
        int[] answer = CHAT_ML.tokenizer().encodeIds("Hi there<|im_end|>");
        int[] cached = join(first.ids(), answer); // what the decoder has read and written
        ChatSession.Step next =
                session.add(ChatMessage.assistant("Hi there"), ChatMessage.user("And now?"));
        assertEquals(first.size(), next.validIds());
        assertEquals(cached.length, next.validIds(cached));
        assertArrayEquals(
                CHAT_ML.applyChatTemplate(session.messages(), ChatOptions.forGeneration()).ids(),
                next.ids());
        assertEquals(next.size() - next.validIds(), next.newIds().length);
    }

    private static int[] join(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void costIsThatOfTheNewText() {
        ChatSession session = CHAT_ML.newSession(ChatOptions.forGeneration());
        String turn = "a text of some length, the same in every turn. ".repeat(20);
        for (int i = 0; i < 200; i++) {
            ChatSession.Step step =
                    session.add(ChatMessage.user(turn + i), ChatMessage.assistant(turn));
            int bound = 2 * turn.length() + 400;
            assertTrue(step.encodedChars() <= bound, () -> step.encodedChars() + " chars");
        }
    }

    @Test
    void editedAndRefusedChats() {
        ChatSession session = CHAT_ML.newSession(ChatOptions.defaults());
        session.add(ChatMessage.user("one"), ChatMessage.assistant("two"));
        ChatSession.Step edited =
                session.set(List.of(ChatMessage.user("one"), ChatMessage.assistant("three")));
        assertArrayEquals(CHAT_ML.applyChatTemplate(session.messages()).ids(), edited.ids());
        ChatMessage broken = ChatMessage.of(Map.of("role", "user", "content", List.of()));
        assertThrows(TemplateException.class, () -> session.add(broken));
        assertEquals(2, session.messages().size());
        ChatOptions cut = ChatOptions.builder().truncation(true).build();
        assertThrows(IllegalArgumentException.class, () -> CHAT_ML.newSession(cut));
    }

    /** Every prefix of every chat of the corpus, for every template: the ids of a new encoding. */
    @Test
    void growingChatsHaveTheIdsOfAWholeEncoding() throws IOException {
        List<Corpus.Chat> chats =
                Corpus.chats().values().stream()
                        .filter(chat -> chat.messages().size() > 2 && chat.messages().size() < 10)
                        .filter(chat -> chat.options().continueField().isEmpty())
                        .toList();
        AtomicInteger steps = new AtomicInteger();
        List<String> failures =
                Corpus.templates().parallelStream()
                        .flatMap(entry -> grow(entry, chats, steps).stream())
                        .toList();
        assertEquals(List.of(), failures.subList(0, Math.min(5, failures.size())));
        assertTrue(steps.get() > 10_000, () -> "only " + steps + " steps");
    }

    private static List<String> grow(
            Corpus.Entry entry, List<Corpus.Chat> chats, AtomicInteger steps) {
        Map<String, String> special = entry.specialTokens();
        String source = entry.template().source();
        ChatTokenizer chat =
                ChatTokenizer.of(
                        TestTokenizers.with(TestTokenizers.tokensOf(source, special)),
                        entry.template(),
                        special);
        List<String> failures = new ArrayList<>();
        for (Corpus.Chat one : chats) {
            ChatOptions options = one.options().withGenerationPrompt(true);
            ChatSession session = chat.newSession(options);
            for (int i = 1; i <= one.messages().size(); i++) {
                List<ChatMessage> messages = one.messages().subList(0, i);
                try {
                    int[] ids = session.set(messages).ids();
                    steps.incrementAndGet();
                    if (!Arrays.equals(ids, chat.applyChatTemplate(messages, options).ids())) {
                        failures.add(entry.name() + " " + one.id() + " " + i);
                    }
                } catch (TemplateException e) {
                    // The template refuses this beginning of the chat; the session goes on.
                }
            }
        }
        return failures;
    }
}
