package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class UsageTest {
    private static List<CommandLine> allCommands() {
        List<CommandLine> all = new ArrayList<>();
        collect(Main.commandLine(new CommandRun().io()), all);
        return all;
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().forEach(sub -> collect(sub, all));
    }

    @Test
    void everyCommandHasHelpWithADescription() {
        for (CommandLine command : allCommands()) {
            String name = command.getCommandSpec().qualifiedName();
            List<String> words = new ArrayList<>(List.of(name.split(" ")));
            words.remove(0);
            words.add("--help");
            CommandRun run = new CommandRun();
            assertEquals(0, run.run(words.toArray(String[]::new)), name);
            assertTrue(run.out().startsWith("Usage: " + name), run.out());
            assertEquals("", run.err(), name);
        }
    }

    @Test
    void everyOwnCommandShowsAnExample() {
        for (CommandLine command : allCommands()) {
            String name = command.getCommandSpec().qualifiedName();
            if (!name.startsWith("jeton parity")) {
                assertTrue(command.getUsageMessage().contains("Example"), name);
            }
        }
    }

    @Test
    void everyOptionHasADescription() {
        for (CommandLine command : allCommands()) {
            command.getCommandSpec()
                    .options()
                    .forEach(
                            option ->
                                    assertTrue(
                                            option.description().length > 0,
                                            command.getCommandName() + " " + option.longestName()));
        }
    }

    @Test
    void documentationNamesEveryCommandAndOption() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "cli.md"));
        for (CommandLine command : allCommands()) {
            String name = command.getCommandSpec().qualifiedName();
            assertTrue(page.contains("`" + name), name + " is not in docs/cli.md");
            if (!name.startsWith("jeton parity")) {
                command.getCommandSpec()
                        .options()
                        .forEach(
                                option ->
                                        assertTrue(
                                                page.contains("`" + option.longestName()),
                                                name
                                                        + " "
                                                        + option.longestName()
                                                        + " is not in docs/cli.md"));
            }
        }
    }

    @Test
    void versionNamesJava() {
        CommandRun run = new CommandRun();
        assertEquals(0, run.run("--version"));
        assertTrue(run.out().startsWith("jeton "), run.out());
        assertTrue(run.out().contains("Java 2"), run.out());
    }

    @Test
    void missingCommandIsWrongUse() {
        CommandRun run = new CommandRun();
        assertEquals(2, run.run());
        assertEquals("jeton: Missing command\n\"jeton --help\" shows how to use it.\n", run.err());
        assertEquals("", run.out());
    }

    @Test
    void misspelledCommandAndOptionAreSuggested() {
        CommandRun run = new CommandRun();
        assertEquals(2, run.run("chta"));
        assertTrue(run.err().contains("Did you mean chat or bench?"), run.err());
        CommandRun option = new CommandRun();
        assertEquals(2, option.run("encode", "--modl", "x"));
        assertEquals(
                """
                jeton encode: Unknown option: '--modl'. Did you mean --model?
                "jeton encode --help" shows how to use it.
                """,
                option.err());
    }

    @Test
    void helpHasNoColoursWhenItIsNotForATerminal() {
        CommandRun plain = new CommandRun();
        plain.run("chat", "--help");
        assertFalse(plain.out().contains("\u001b"));
        CommandRun coloured = new CommandRun().onTerminal();
        coloured.run("chat", "--help");
        assertTrue(coloured.out().contains("\u001b"));
        CommandRun noColour = new CommandRun().onTerminal().with("NO_COLOR", "1");
        noColour.run("chat", "--help");
        assertFalse(noColour.out().contains("\u001b"));
    }

    @Test
    void completionScriptIsForBash() {
        CommandRun run = new CommandRun();
        assertEquals(0, run.run("completion"));
        assertTrue(run.out().contains("complete -F _complete_jeton"), "no bash completion");
        assertTrue(run.out().contains("--max-tokens"));
    }

    @Test
    void modelsListShowsTheCatalogueAsTextAndJson(@org.junit.jupiter.api.io.TempDir Path cache) {
        CommandRun text = new CommandRun().with("JETON_CACHE", cache.toString());
        assertEquals(0, text.run("models", "list"));
        assertTrue(
                text.out().startsWith("smollm2-135m-instruct  (smollm2, smollm2-135m)\n"),
                text.out());
        assertTrue(text.out().contains("98.4 MB, Apache-2.0, not fetched yet"), text.out());
        CommandRun json = new CommandRun().with("JETON_CACHE", cache.toString());
        assertEquals(0, json.run("models", "list", "--json"));
        assertTrue(json.out().startsWith("{\"name\":\"smollm2-135m-instruct\","), json.out());
        assertTrue(json.out().endsWith("\"cached\":false}\n"), json.out());
    }

    @Test
    void pathOfAModelThatIsNotThereSaysHowToGetIt(@org.junit.jupiter.api.io.TempDir Path cache) {
        CommandRun run = new CommandRun().with("JETON_CACHE", cache.toString());
        assertEquals(1, run.run("models", "path", "smollm2"));
        assertEquals(
                "jeton models path: The model smollm2-135m-instruct is not in the cache "
                        + cache.resolve("models")
                        + ". Fetch it: jeton models fetch smollm2-135m-instruct\n",
                run.err());
    }

    @Test
    void offlineChatNamesTheCure(@org.junit.jupiter.api.io.TempDir Path cache) {
        CommandRun run = new CommandRun().with("JETON_CACHE", cache.toString());
        assertEquals(1, run.run("chat", "--offline", "Hello"));
        assertTrue(
                run.err()
                        .startsWith(
                                "jeton chat: The model smollm2-135m-instruct is not in the cache "),
                run.err());
    }

    @Test
    void modelFileThatIsNotThereIsNamed() {
        CommandRun run = new CommandRun();
        assertEquals(2, run.run("chat", "--model", "no/such.gguf", "Hello"));
        assertEquals(
                "jeton chat: There is no file or folder no/such.gguf. \"jeton models list\" shows"
                        + " the models that have a name; a repository of the Hugging Face hub is"
                        + " written hf:OWNER/NAME.\n",
                run.err());
    }

    @Test
    void samplingOptionOutOfRangeIsWrongUse() {
        CommandRun run = new CommandRun();
        assertEquals(2, run.run("chat", "--top-p", "3", "Hello"));
        assertEquals("jeton chat: topP is 3.0, expected 0 to 1.\n", run.err());
    }

    @Test
    void chatWithoutAMessageNeedsATerminal() {
        CommandRun run = new CommandRun().onTerminal();
        assertEquals(2, run.run("chat", "--json"));
        assertTrue(run.err().startsWith("jeton chat: There is no message."), run.err());
        CommandRun empty = new CommandRun().input("  \n");
        assertEquals(2, empty.run("chat"));
        assertEquals("jeton chat: The message is empty.\n", empty.err());
    }

    @Test
    void brokenUtf8OnStandardInputNamesTheByte() {
        CommandRun run = new CommandRun().input(new byte[] {'a', (byte) 0xC3, 'b'});
        assertEquals(2, run.run("chat"));
        assertEquals(
                "jeton chat: Standard input is not UTF-8: byte 1 is 0xC3, which does not belong"
                        + " there. Convert it first, for example with iconv.\n",
                run.err());
    }

    @Test
    void brokenUtf8AtTheEndIsFound() {
        CommandRun run = new CommandRun().input(new byte[] {'a', (byte) 0xE2, (byte) 0x82});
        assertEquals(2, run.run("chat"));
        assertTrue(run.err().contains("byte 1 is 0xE2"), run.err());
    }
}
