package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.GenerateOptions;
import dev.jeton.generate.GenerationListener;
import dev.jeton.generate.GenerationStats;
import dev.jeton.generate.StopReason;
import dev.jeton.templates.ChatMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The interactive chat on a dumb terminal, with an engine that repeats what it is told. */
class ChatLoopTest {
    @TempDir Path folder = Path.of("");

    private final List<List<String>> prompts = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private String screen = "";

    /** Answers with the last message in capitals; "fail" fails. */
    private final class Echo implements ChatEngine {
        private final String name;

        Echo(String name) {
            this.name = name;
        }

        @Override
        public Reply answer(
                List<ChatMessage> messages, GenerateOptions options, GenerationListener listener) {
            prompts.add(messages.stream().map(m -> m.role() + ": " + m.text()).toList());
            String last = messages.get(messages.size() - 1).text();
            if (last.equals("fail")) {
                throw new GenerateException("the prompt has 9 tokens, the context 8.");
            }
            String answer = last.toUpperCase(java.util.Locale.ROOT);
            listener.onText(answer);
            return new Reply(
                    answer,
                    StopReason.END_TOKEN,
                    new GenerationStats(12, 3, 5, 1_000, 250_000_000, 1_000_000_000));
        }

        @Override
        public String describe() {
            return "Model " + name;
        }

        @Override
        public void close() {
            closed.add(name);
        }
    }

    private int chat(String... lines) throws Exception {
        byte[] typed = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Terminal terminal =
                new DumbTerminal(
                        "test",
                        "dumb",
                        new ByteArrayInputStream(typed),
                        shown,
                        StandardCharsets.UTF_8);
        try (ChatTerminal chat =
                new ChatTerminal(
                        terminal, Optional.of(folder.resolve("history")), false, List.of("m"))) {
            ChatLoop loop =
                    new ChatLoop(
                            chat,
                            new Echo("one"),
                            new ChatHistory(null),
                            GenerateOptions.defaults(),
                            this::open);
            return loop.run();
        } finally {
            screen = shown.toString(StandardCharsets.UTF_8);
        }
    }

    private ChatEngine open(String name) throws IOException {
        if (name.equals("bad")) {
            throw CommandFailure.wrongUse("There is no file bad.");
        }
        return new Echo(name);
    }

    private void assertShown(String text) {
        assertTrue(screen.replace("\r", "").contains(text), screen);
    }

    @Test
    void wholeHistoryIsGivenAtEachTurn() throws Exception {
        assertEquals(0, chat("hello", "and you?", "/quit"));
        assertEquals(
                List.of(
                        List.of("user: hello"),
                        List.of("user: hello", "assistant: HELLO", "user: and you?")),
                prompts);
        assertShown("HELLO");
        assertEquals(List.of("one"), closed);
    }

    @Test
    void endOfInputLeaves() throws Exception {
        assertEquals(0, chat("hello"));
        assertEquals(1, prompts.size());
    }

    @Test
    void resetForgetsTheTurnsAndKeepsTheSystemMessage() throws Exception {
        chat("/system Be brief.", "hello", "/reset", "again", "/quit");
        assertEquals(List.of("system: Be brief.", "user: again"), prompts.get(1));
        assertShown("The chat begins anew.");
    }

    @Test
    void systemMessageIsShownAndRemoved() throws Exception {
        chat("/system", "/system Be brief.", "/system", "/system -", "hello");
        assertShown("There is no system message.");
        assertShown("System message: Be brief.");
        assertEquals(List.of(List.of("user: hello")), prompts);
    }

    @Test
    void backslashAndFenceMakeOneMessageOfSeveralLines() throws Exception {
        chat("one\\", "two", "\"\"\"three", "four", "\"\"\"", "/quit");
        assertEquals("user: one\ntwo", prompts.get(0).get(0));
        assertEquals("user: three\nfour", prompts.get(1).get(2));
    }

    @Test
    void twoSlashesBeginAMessageWithOne() throws Exception {
        chat("//help me", "/quit");
        assertEquals(List.of("user: /help me"), prompts.get(0));
    }

    @Test
    void unknownCommandIsNotSentToTheModel() throws Exception {
        chat("/foo bar", "/quit");
        assertEquals(List.of(), prompts);
        assertShown(
                "There is no command /foo. /help lists them; a message may begin with // for a"
                        + " slash.");
    }

    @Test
    void helpListsEveryCommand() throws Exception {
        chat("/help", "/quit");
        for (ChatLoop.Command command : ChatLoop.Command.values()) {
            assertShown(command.word());
        }
    }

    @Test
    void failedTurnIsTakenBackAndTheChatGoesOn() throws Exception {
        chat("fail", "hello", "/quit");
        assertShown("the prompt has 9 tokens, the context 8.");
        assertEquals(List.of("user: hello"), prompts.get(1));
    }

    @Test
    void statsShowTheFiguresOfTheLastAnswer() throws Exception {
        chat("/stats", "hello", "/stats", "/stats sometimes", "/quit");
        assertShown("There is no answer yet.");
        assertShown(
                "prompt 12 tokens (3 cached), first token after 0.25 s, 5 tokens, 4.0 tokens/s,"
                        + " peak memory ");
        assertShown("/stats takes on, off or nothing.");
    }

    @Test
    void savedChatIsLoadedAgain() throws Exception {
        Path file = folder.resolve("my chat.json");
        chat("/system Be brief.", "hello \"you\"", "/save " + file, "/quit");
        assertShown("Saved 2 messages to " + file + ".");
        assertTrue(Files.readString(file).contains("\"content\" : \"hello \\\"you\\\"\""));
        prompts.clear();
        chat("/load " + file, "again", "/quit");
        assertShown("Loaded 2 messages from " + file + ".");
        assertEquals(
                List.of(
                        "system: Be brief.",
                        "user: hello \"you\"",
                        "assistant: HELLO \"YOU\"",
                        "user: again"),
                prompts.get(0));
    }

    @Test
    void foreignFileIsNotOverwritten() throws Exception {
        Path file = Files.writeString(folder.resolve("notes"), "mine");
        chat("hello", "/save " + file, "/save", "/quit");
        assertEquals("mine", Files.readString(file));
        assertShown(file + " was not written: there is such a file already; choose another name.");
        assertShown("/save needs a file name.");
        assertFalse(Files.exists(folder.resolve("notes.part")));
    }

    @Test
    void unreadableChatIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("chat.json"), "{}");
        chat("/load " + file, "/load " + folder.resolve("none"), "/quit");
        assertShown(file + ": expected a JSON list of messages");
        assertShown(folder.resolve("none") + " cannot be read: there is no such file.");
    }

    @Test
    void anotherModelTakesOverTheChat() throws Exception {
        chat("hello", "/model two", "again", "/model bad", "third", "/quit");
        assertEquals(List.of("one", "two"), closed);
        assertEquals(3, prompts.get(1).size());
        assertShown("Model two");
        assertShown("There is no file bad.");
    }

    @Test
    void linesAreKeptForTheNextTime() throws Exception {
        chat("hello there", "/quit");
        assertTrue(Files.readString(folder.resolve("history")).contains("hello there"));
    }
}
