package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.cli.explain.HtmlPage;
import dev.jeton.cli.explain.Visible;
import dev.jeton.cli.models.JsonReader;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    private static final String TOKENIZER = "../testdata/decoders/tokenizer/tokenizer.json";
    private static final String TEXT = "na\u00efve \ud83d\ude00 <b>\n\u202ex";

    @TempDir Path folder = Path.of("");

    private final CommandRun run = new CommandRun();

    @Test
    void linesShowEachStageWithOffsets() {
        assertEquals(0, run.run("explain", "-m", TOKENIZER, "Hello there"), run.err());
        assertTrue(run.out().startsWith("text\n  \"Hello there\"\n"), run.out());
        assertTrue(run.out().contains("\npre tokenizer  ByteLevel {"), run.out());
        assertTrue(run.out().contains("@0-5"), run.out());
        assertTrue(
                Pattern.compile("\"\u0120[a-z]*\"=\\d+@5-").matcher(run.out()).find(), run.out());
        assertFalse(run.out().contains("\u001b"), run.out());
    }

    @Test
    void terminalGetsColours() {
        run.onTerminal().with("TERM", "xterm");
        assertEquals(0, run.run("explain", "-m", TOKENIZER, "Hello there"), run.err());
        assertTrue(run.out().contains("\u001b[30;4"), run.out());
    }

    @Test
    void whatShowsNothingIsWrittenAsWhatItIs() {
        assertEquals(
                "a\\n\\t\\\\\\u{202E}\\u{200B}\\u{A0} b",
                Visible.of("a\n\t\\\u202e\u200b\u00a0 b"));
        assertEquals(0, run.run("explain", "-m", TOKENIZER, "\u001b[2J\u202e"), run.err());
        assertFalse(run.out().contains("\u001b"), run.out());
        assertFalse(run.out().contains("\u202e"), run.out());
    }

    @Test
    void jsonHasTheStagesAndTheIdsOfEncode() throws IOException {
        CommandRun encode = new CommandRun();
        encode.run("encode", "-m", TOKENIZER, TEXT);
        assertEquals(0, run.run("explain", "--json", "-m", TOKENIZER, TEXT), run.err());
        Map<?, ?> json = (Map<?, ?>) JsonReader.read(run.out());
        assertEquals(TEXT, json.get("text"));
        List<?> ids = (List<?>) Objects.requireNonNull(json.get("ids"));
        assertEquals(
                encode.out().strip(), String.join(" ", ids.stream().map(String::valueOf).toList()));
        List<?> stages = (List<?>) Objects.requireNonNull(json.get("stages"));
        assertTrue(stages.toString().contains("stage=model, type=BPE"), stages.toString());
    }

    @Test
    void pageHasEveryTokenAndNeedsNothingElse() throws IOException {
        Path file = folder.resolve("page.html");
        assertEquals(
                0, run.run("explain", "--html", file.toString(), "-m", TOKENIZER, TEXT), run.err());
        String page = Files.readString(file);
        Encoding encoding = Tokenizers.load(Path.of(TOKENIZER)).encode(TEXT);
        for (int id : encoding.ids()) {
            assertTrue(page.contains("<td class=\"n\">" + id + "</td>"), page);
            assertTrue(page.contains(" = " + id), page);
        }
        assertTrue(page.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"), page);
        assertFalse(page.contains("<b>"), "markup of the text");
        assertFalse(page.contains("\u202e"), "direction of the text");
        assertFalse(page.contains("<script") || page.contains("http:") || page.contains("src="));
        assertEquals("", run.out());
    }

    @Test
    void pageShowsTheSameTextInEveryUnit() {
        Tokenizer tokenizer = Tokenizers.load(Path.of(TOKENIZER));
        List<String> texts =
                List.of(OffsetUnit.values()).stream()
                        .map(
                                unit -> {
                                    EncodeOptions options =
                                            EncodeOptions.defaults().withOffsetUnit(unit);
                                    String page =
                                            HtmlPage.of(
                                                    "toy",
                                                    List.of(tokenizer.explain(TEXT, options)),
                                                    unit);
                                    return page.substring(0, page.indexOf("<details>"))
                                            .replaceAll("<span class=\"tip\".*?</span>", "");
                                })
                        .distinct()
                        .toList();
        assertEquals(1, texts.size(), texts.toString());
        assertTrue(texts.get(0).contains("<bdi>na</bdi>") || texts.get(0).contains("\u00ef"));
    }

    @Test
    void pageThatCannotBeWrittenIsNamed() {
        String file = folder.resolve("none/page.html").toString();
        assertEquals(1, run.run("explain", "--html", file, "-m", TOKENIZER, "Hi"));
        assertTrue(
                run.err().contains("page.html was not written: there is no such file"), run.err());
    }
}
