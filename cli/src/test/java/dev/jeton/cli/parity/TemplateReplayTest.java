package dev.jeton.cli.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planted cases, right and wrong: the replay must find exactly the wrong ones. */
class TemplateReplayTest {
    private static final String RIGHT =
            """
            {"template":"t.jinja","input":"hi","gen":false,"expected":"[hi]"}
            """;

    @TempDir Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectory(folder.resolve("templates"));
        template("t.jinja", "[{{ messages[0]['content'] }}]");
        template("raise.jinja", "{{ raise_exception('no ' + messages[0]['content']) }}");
        template("bos.jinja", "{{ bos_token }}{{ x }}{{ y }}");
        Files.writeString(
                folder.resolve("MANIFEST.tsv"),
                """
                file\tfamily\tspecial_tokens
                t.jinja\tplain\t{}
                raise.jinja\traising\t{}
                bos.jinja\tplain\t{"bos_token":"<s>","x":"token"}
                """);
        Files.writeString(
                folder.resolve("inputs.jsonl"),
                """
                {"id":"hi","messages":[{"role":"user","content":"hi"}],"tools":null,"documents":null,"kwargs":{"x":1.0,"y":1},"continue_final_message":false}
                """);
    }

    private void template(String name, String source) throws IOException {
        Files.writeString(folder.resolve("templates").resolve(name), source);
    }

    private Replayed replay(String cases, String... options) throws IOException {
        Files.writeString(folder.resolve("cases.jsonl"), cases);
        String[] args = new String[options.length + 2];
        args[0] = "templates";
        args[1] = folder.toString();
        System.arraycopy(options, 0, args, 2, options.length);
        return Replayed.run(args);
    }

    @Test
    void rightCasesPass() throws IOException {
        Replayed replayed =
                replay(
                        RIGHT
                                + """
                                {"template":"bos.jinja","input":"hi","gen":false,"expected":"<s>1.01"}
                                {"template":"raise.jinja","input":"hi","gen":false,"error":{"kind":"raise_exception","message":"no hi"}}
                                """);
        assertEquals("3 passed, 0 failed", replayed.lastLine(), replayed.out());
        assertEquals(0, replayed.exitCode());
    }

    @Test
    void aWrongTextFailsWithItsPlace() throws IOException {
        Replayed replayed = replay(RIGHT + RIGHT.replace("[hi]", "[ho]"));
        assertEquals("1 passed, 1 failed", replayed.lastLine());
        assertEquals(1, replayed.exitCode());
        assertTrue(replayed.out().contains("FAILED cases.jsonl:2  t.jinja  hi"), replayed.out());
        assertTrue(replayed.out().contains("(char 2)"), replayed.out());
        assertTrue(replayed.out().contains("expected: \"[ho]\""), replayed.out());
    }

    @Test
    void anErrorInsteadOfATextFailsAndTheOtherWayRound() throws IOException {
        Replayed replayed =
                replay(
                        """
                        {"template":"raise.jinja","input":"hi","gen":false,"expected":"x"}
                        {"template":"t.jinja","input":"hi","gen":false,"error":{"kind":"other","message":"m"}}
                        """);
        assertEquals("0 passed, 2 failed", replayed.lastLine());
    }

    @Test
    void theKindOfAnErrorIsCompared() throws IOException {
        Replayed replayed =
                replay(
                        """
                        {"template":"raise.jinja","input":"hi","gen":false,"error":{"kind":"type","message":"no hi"}}
                        """);
        assertEquals("0 passed, 1 failed", replayed.lastLine());
        assertTrue(
                replayed.out().contains("expected an error of kind type, got kind raise_exception"),
                replayed.out());
    }

    @Test
    void kindOtherMatchesAnyKind() throws IOException {
        Replayed replayed =
                replay(
                        """
                        {"template":"raise.jinja","input":"hi","gen":false,"error":{"kind":"other","message":"whatever"}}
                        """);
        assertEquals("1 passed, 0 failed", replayed.lastLine());
    }

    @Test
    void theMessageOfRaiseExceptionIsCompared() throws IOException {
        Replayed replayed =
                replay(
                        """
                        {"template":"raise.jinja","input":"hi","gen":false,"error":{"kind":"raise_exception","message":"no ho"}}
                        """);
        assertEquals("0 passed, 1 failed", replayed.lastLine());
        assertTrue(replayed.out().contains("another message of raise_exception"), replayed.out());
    }

    @Test
    void wrongSpansFail() throws IOException {
        Replayed replayed =
                replay(
                        """
                        {"template":"t.jinja","input":"hi","gen":false,"expected":"[hi]","spans":[[1,3]]}
                        {"template":"t.jinja","input":"hi","gen":false,"expected":"[hi]","spans":[]}
                        """);
        assertEquals("1 passed, 1 failed", replayed.lastLine(), replayed.out());
        assertTrue(replayed.out().contains("other spans"), replayed.out());
    }

    @Test
    void whatIsNotThereFails() throws IOException {
        Replayed replayed =
                replay(
                        RIGHT.replace("t.jinja", "gone.jinja")
                                + RIGHT.replace("\"hi\"", "\"gone\""));
        assertEquals("0 passed, 2 failed", replayed.lastLine());
        assertTrue(replayed.out().contains("the template is not in templates/"), replayed.out());
        assertTrue(replayed.out().contains("the input is not in inputs.jsonl"), replayed.out());
    }

    @Test
    void globPicksByTemplateAndNamesItselfBeforeTheLastLine() throws IOException {
        String cases = RIGHT + RIGHT.replace("t.jinja", "raise.jinja");
        Replayed replayed = replay(cases, "--only", "t*");
        assertEquals("1 passed, 0 failed", replayed.lastLine());
        assertEquals("only: t*", replayed.fromEnd(2));
        assertEquals("0 passed, 1 failed", replay(cases, "--only", "raising").lastLine());
        assertEquals("1 passed, 1 failed", replay(cases, "--only", "cases.jsonl").lastLine());
    }

    @Test
    void aGlobThatMatchesNothingIsNoSuccess() throws IOException {
        Replayed replayed = replay(RIGHT, "--only", "nothing");
        assertEquals("0 passed, 0 failed", replayed.lastLine());
        assertEquals(2, replayed.exitCode());
        assertTrue(replayed.err().contains("no row matches --only nothing"), replayed.err());
    }

    @Test
    void onlyTheFirstFailuresArePrinted() throws IOException {
        Replayed replayed = replay(RIGHT.replace("[hi]", "x").repeat(5), "--failures", "2");
        assertEquals(2, replayed.lines().stream().filter(l -> l.startsWith("FAILED")).count());
        assertTrue(replayed.out().contains("... and 3 more failures"), replayed.out());
        assertEquals("0 passed, 5 failed", replayed.lastLine());
    }

    @Test
    void failuresKeepTheOrderOfTheRowsOnManyThreads() throws IOException {
        Replayed replayed = replay(RIGHT.replace("[hi]", "x").repeat(1000), "--failures", "1000");
        int number = 0;
        for (String line : replayed.lines()) {
            if (line.startsWith("FAILED")) {
                number++;
                assertTrue(line.startsWith("FAILED cases.jsonl:" + number + " "), line);
            }
        }
        assertEquals(1000, number);
    }

    @Test
    void aMissingFolderCannotBeRead() {
        Replayed replayed = Replayed.run("templates", folder.resolve("gone").toString());
        assertEquals(2, replayed.exitCode());
        assertTrue(replayed.err().contains("gone: no such folder"), replayed.err());
        assertEquals("", replayed.out());
    }

    @Test
    void aFolderWithoutKnownFilesCannotBeRead() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Replayed replayed = Replayed.run("templates", empty.toString());
        assertEquals(2, replayed.exitCode());
        assertTrue(
                replayed.err().contains("neither cases.jsonl nor cases.jsonl.gz"), replayed.err());
    }

    @Test
    void aBrokenRowCannotBeRead() throws IOException {
        Replayed replayed = replay(RIGHT + "{\"template\":\n");
        assertEquals(2, replayed.exitCode());
        assertTrue(replayed.err().contains("cases.jsonl:2: not one JSON object"), replayed.err());
    }

    @Test
    void aRowWithoutOutcomeCannotBeRead() throws IOException {
        Replayed replayed = replay("{\"template\":\"t.jinja\",\"input\":\"hi\",\"gen\":false}\n");
        assertEquals(2, replayed.exitCode());
        assertTrue(
                replayed.err().contains("cases.jsonl:1: a case has \"expected\""), replayed.err());
    }
}
