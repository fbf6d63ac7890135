package dev.jeton.cli.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planted rows, right and wrong, on a byte-level BPE of five tokens. */
class TokenizerReplayTest {
    private static final String TOKENIZER =
            """
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
             "pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
             "post_processor":null,"decoder":{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true},
             "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":null,
              "end_of_word_suffix":null,"fuse_unk":false,"byte_fallback":false,"ignore_merges":false,
              "vocab":{"a":0,"b":1,"ab":2,"Ġ":3,"Ġa":4},"merges":[["a","b"],["Ġ","a"]]}}
            """;

    private static final String RIGHT =
            "{\"tokenizer\":\"t\",\"op\":\"decode\",\"decode_ids\":[2,4],"
                    + "\"skip_special_tokens\":false,\"text\":\"ab a\"}\n";

    @TempDir Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectory(folder.resolve("micro"));
        Files.writeString(folder.resolve("micro/t.json"), TOKENIZER);
        Files.writeString(
                folder.resolve("MANIFEST.tsv"),
                """
                kind\tname\tarea\tbytes\tsha256\tcomponents
                micro\tt\tx\t1\t0\tmodel BPE | decoder ByteLevel
                """);
    }

    private Replayed replay(String rows, String... options) throws IOException {
        Path file = folder.resolve("cases-planted.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(rows.getBytes(StandardCharsets.UTF_8));
        }
        List<String> args = new ArrayList<>(List.of("tokenizer", folder.toString()));
        args.addAll(List.of(options));
        return Replayed.run(args.toArray(String[]::new));
    }

    @Test
    void rightRowsPassAndAreCountedByFileOpAndComponent() throws IOException {
        Replayed replayed =
                replay(
                        RIGHT
                                + """
                                {"tokenizer":"t","op":"encode","text":"ab a","ids":[2,4],"tokens":["ab","Ġa"],"offsets":[[0,2],[2,4]],"type_ids":[0,0],"attention_mask":[1,1],"special_tokens_mask":[0,0],"word_ids":[0,1],"sequence_ids":[0,0],"overflowing":[]}
                                {"tokenizer":"t","op":"token_to_id","token":"nope","result":null}
                                {"tokenizer":"t","op":"vocab_size","with_added_tokens":false,"size":5}
                                """);
        assertEquals("4 passed, 0 failed", replayed.lastLine(), replayed.out());
        assertEquals(0, replayed.exitCode());
        assertTrue(
                replayed.out().contains("  cases-planted.jsonl.gz        4 passed        0 failed"),
                replayed.out());
        assertTrue(replayed.out().contains("  decode             1 passed"), replayed.out());
        assertTrue(replayed.out().contains("  model BPE                4 passed"), replayed.out());
    }

    @Test
    void aWrongIdFailsWithItsIndex() throws IOException {
        Replayed replayed =
                replay(
                        """
                        {"tokenizer":"t","op":"encode","text":"ab","ids":[3],"tokens":["ab"],"offsets":[[0,2]],"type_ids":[0],"attention_mask":[1],"special_tokens_mask":[0],"word_ids":[0],"sequence_ids":[0],"overflowing":[]}
                        """);
        assertEquals("0 passed, 1 failed", replayed.lastLine());
        assertEquals(1, replayed.exitCode());
        assertTrue(replayed.out().contains("FAILED cases-planted.jsonl.gz:1  t  encode"));
        assertTrue(replayed.out().contains("ids[0]"), replayed.out());
        assertTrue(replayed.out().contains("expected: [>3<]"), replayed.out());
    }

    @Test
    void everyOutcomeKeyIsCompared() throws IOException {
        String row =
                "{\"tokenizer\":\"t\",\"op\":\"encode\",\"text\":\"ab\",\"ids\":[2],\"tokens\":[\"ab\"],\"offsets\":[[0,2]],\"type_ids\":[0],\"attention_mask\":[1],\"special_tokens_mask\":[0],\"word_ids\":[0],\"sequence_ids\":[0],\"overflowing\":[]}\n";
        String[][] mistakes = {
            {"[\"ab\"]", "[\"ba\"]"},
            {"[[0,2]]", "[[0,1]]"},
            {"\"type_ids\":[0]", "\"type_ids\":[1]"},
            {"\"attention_mask\":[1]", "\"attention_mask\":[0]"},
            {"\"special_tokens_mask\":[0]", "\"special_tokens_mask\":[1]"},
            {"\"word_ids\":[0]", "\"word_ids\":[null]"},
            {"\"sequence_ids\":[0]", "\"sequence_ids\":[null]"},
            {",\"overflowing\":[]", ""},
        };
        StringBuilder rows = new StringBuilder(row);
        for (String[] mistake : mistakes) {
            assertTrue(row.contains(mistake[0]), mistake[0]);
            rows.append(row.replace(mistake[0], mistake[1]));
        }
        assertEquals("1 passed, 8 failed", replay(rows.toString()).lastLine());
    }

    @Test
    void anErrorInPlaceOfAResultFailsAndTheOtherWayRound() throws IOException {
        Files.writeString(folder.resolve("micro/broken.json"), "{");
        Replayed replayed =
                replay(
                        RIGHT.replace("\"t\"", "\"broken\"")
                                + RIGHT.replace("\"text\":\"ab a\"", "\"error\":\"Exception: x\"")
                                + RIGHT.replace("\"t\"", "\"broken\"")
                                        .replace(
                                                "\"text\":\"ab a\"", "\"error\":\"Exception: x\""));
        assertEquals("1 passed, 2 failed", replayed.lastLine(), replayed.out());
        assertTrue(replayed.out().contains("an error instead of a result"), replayed.out());
        assertTrue(replayed.out().contains("a result instead of an error"), replayed.out());
    }

    @Test
    void anUnknownOpFails() throws IOException {
        Replayed replayed = replay(RIGHT.replace("\"decode\"", "\"dance\""));
        assertEquals("0 passed, 1 failed", replayed.lastLine());
        assertTrue(replayed.out().contains("unknown op dance"), replayed.out());
    }

    @Test
    void rowsWhoseFilesAreNotThereFail() throws IOException {
        Replayed replayed =
                replay(
                        """
                        {"encoding":"cl100k_base","op":"tk_encode","text":"a","error":"ValueError: x"}
                        {"file":"f","op":"mistral_info","size":1}
                        """);
        assertEquals("0 passed, 2 failed", replayed.lastLine());
        assertTrue(
                replayed.out().contains("real/tiktoken/cl100k_base.tiktoken is not there"),
                replayed.out());
        assertTrue(replayed.out().contains("mistral/f is not there"), replayed.out());
    }

    @Test
    void aTokenizerThatIsNotThereFailsEvenWhereAnErrorIsExpected() throws IOException {
        Replayed replayed =
                replay(
                        RIGHT.replace("\"t\"", "\"gone\"")
                                + RIGHT.replace("\"t\"", "\"gone\"")
                                        .replace(
                                                "\"text\":\"ab a\"", "\"error\":\"Exception: x\""));
        assertEquals("0 passed, 2 failed", replayed.lastLine());
        assertTrue(
                replayed.out()
                        .contains("gone: neither micro/gone.json nor real/gone/tokenizer.json"),
                replayed.out());
    }

    @Test
    void fetchedFilesAreLookedForWhereTheOptionSays() throws IOException {
        Path real = Files.createDirectories(folder.resolve("elsewhere/big"));
        Files.writeString(real.resolve("tokenizer.json"), TOKENIZER);
        String row = RIGHT.replace("\"t\"", "\"big\"");
        assertEquals("0 passed, 1 failed", replay(row).lastLine());
        String elsewhere = folder.resolve("elsewhere").toString();
        assertEquals("1 passed, 0 failed", replay(row, "--files", elsewhere).lastLine());
    }

    @Test
    void aPartThatIsNotSupportedYetIsNoExpectedError() throws IOException {
        Files.writeString(
                folder.resolve("micro/call.json"),
                "{\"version\":\"1.0\",\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":"
                        + "\"(?<a>x)\\\\g<a>\"},\"behavior\":\"Removed\",\"invert\":false},"
                        + "\"model\":{\"type\":\"WordLevel\",\"unk_token\":\"a\",\"vocab\":{\"a\":0}}}");
        Replayed replayed =
                replay(
                        "{\"tokenizer\":\"call\",\"op\":\"encode\",\"text\":\"x\",\"error\":\"Exception:"
                                + " x\"}\n");
        assertEquals("0 passed, 1 failed", replayed.lastLine());
        assertTrue(replayed.out().contains("not supported yet"), replayed.out());
    }

    @Test
    void rowsWithAPanicAreCountedOnALineOfTheirOwn() throws IOException {
        String panic = "\"error\":\"PanicException: slice index starts at 1 but ends at 0\"";
        Files.writeString(folder.resolve("micro/broken.json"), "{");
        Replayed replayed =
                replay(
                        RIGHT
                                + RIGHT.replace("\"t\"", "\"broken\"")
                                        .replace("\"text\":\"ab a\"", panic)
                                + RIGHT.replace("\"text\":\"ab a\"", panic.replace("slice", "odd")),
                        "--only",
                        "*");
        assertEquals("2 passed, 1 failed", replayed.lastLine(), replayed.out());
        assertEquals("only: *", replayed.fromEnd(2));
        assertEquals(
                "rows with a panic of the reference: 2 (1 met with an error, 0 with the declared"
                        + " result, 1 failed)",
                replayed.fromEnd(3));
    }

    @Test
    void globPicksByTokenizerOpAndFile() throws IOException {
        String rows = RIGHT + RIGHT.replace("\"t\"", "\"gone\"").replace("decode\"", "decode\"");
        assertEquals("1 passed, 0 failed", replay(rows, "--only", "t").lastLine());
        assertEquals("0 passed, 1 failed", replay(rows, "--only", "gon?").lastLine());
        assertEquals("1 passed, 1 failed", replay(rows, "--only", "decode").lastLine());
        assertEquals("1 passed, 1 failed", replay(rows, "--only", "cases-planted").lastLine());
        assertEquals("1 passed, 1 failed", replay(rows, "--only", "*.jsonl.gz").lastLine());
        assertEquals(2, replay(rows, "--only", "other").exitCode());
    }

    @Test
    void textReferencesNameLinesAndBlocksOfCodePoints() throws IOException {
        Files.writeString(
                folder.resolve("texts.jsonl"),
                """
                {"class":"x","text":"b"}
                {"class":"x","text":"ab"}
                """);
        Replayed replayed =
                replay(
                        """
                        {"tokenizer":"t","op":"normalize_hash","text_ref":"texts.jsonl.gz:2","count":2,"sha256":"fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603"}
                        {"tokenizer":"t","op":"normalize_hash","text_ref":"cp:D7FF-E001","count":8,"sha256":"0"}
                        {"tokenizer":"t","op":"normalize_hash","text_ref":"texts.jsonl.gz:3","count":2,"sha256":"0"}
                        """);
        assertEquals("1 passed, 2 failed", replayed.lastLine(), replayed.out());
        assertTrue(replayed.out().contains("the file has 2 lines"), replayed.out());
        // the surrogates between are left out: the count is right and only the hash differs
        assertTrue(replayed.out().contains("sha256(char 0)"), replayed.out());
    }

    @Test
    void brokenFilesAreLoadedFromTheRow() throws IOException {
        Path file = folder.resolve("broken.jsonl");
        Files.writeString(
                file,
                """
                {"name":"no-json","base64":"ew==","accepted":false,"error":"Exception: EOF"}
                {"name":"deep","generate":{"prefix":"","repeat":"[","times":1000000,"suffix":""},"accepted":false,"error":"Exception: x"}
                {"name":"planted","base64":"ew==","accepted":true,"encode":{"ids":[],"tokens":[],"offsets":[]},"size":0}
                """);
        Replayed replayed = Replayed.run("tokenizer", folder.toString());
        assertEquals("2 passed, 1 failed", replayed.lastLine(), replayed.out());
        assertTrue(replayed.out().contains("FAILED broken.jsonl:3  planted  broken"));
    }

    @Test
    void aFolderWithoutCasesCannotBeRead() {
        Replayed replayed = Replayed.run("tokenizer", folder.toString());
        assertEquals(2, replayed.exitCode());
        assertTrue(replayed.err().contains("no cases-*.jsonl, broken.jsonl"), replayed.err());
    }

    @Test
    void aRowWithoutOpCannotBeRead() throws IOException {
        Replayed replayed = replay(RIGHT + "{\"tokenizer\":\"t\"}\n");
        assertEquals(2, replayed.exitCode());
        assertTrue(
                replayed.err().contains("cases-planted.jsonl.gz:2: the row has no \"op\""),
                replayed.err());
    }
}
