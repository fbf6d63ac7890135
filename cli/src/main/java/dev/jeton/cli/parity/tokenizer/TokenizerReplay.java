package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.Difference;
import dev.jeton.cli.parity.Excerpt;
import dev.jeton.cli.parity.Glob;
import dev.jeton.cli.parity.JsonLines;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.cli.parity.Replay;
import dev.jeton.cli.parity.UnreadableFolderException;
import dev.jeton.cli.parity.Verdict;
import dev.jeton.cli.parity.Verdict.Failure;
import dev.jeton.cli.parity.Verdict.Group;
import dev.jeton.cli.parity.Verdict.Panic;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.UnsupportedPartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replays {@code cases-*.jsonl.gz} and {@code broken.jsonl.gz} of a folder of tokenizer data.
 *
 * <p>A row passes when the outcome has the same keys and values. Of an error only the fact counts,
 * but an internal failure ({@link NullPointerException}, ...) is no error, and neither is a part
 * that is not supported yet.
 */
public final class TokenizerReplay {
    private static final Pattern CASES = Pattern.compile("cases-.*\\.jsonl(\\.gz)?");
    private static final Pattern BROKEN = Pattern.compile("broken\\.jsonl(\\.gz)?");
    private static final Pattern MODEL_TYPE = Pattern.compile("model type (\\w+)");
    private static final Pattern PATTERN = Pattern.compile("[Tt]he pattern .* is not supported");
    private static final String PANIC = "PanicException";

    private final @Nullable Glob only;
    private final List<Path> files;
    private final RowFamily huggingFace;
    private final RowFamily broken = new BrokenRows();
    private final RowFamily sentencePiece;
    private final RowFamily tiktoken;
    private final RowFamily mistral;
    private final EvidentResults evidentResults = EvidentResults.load();

    /**
     * Lists the case files of {@code folder}.
     *
     * @param fetched the folder of the files that are not in {@code folder}
     * @throws UnreadableFolderException if there is no such folder or no file of cases in it
     */
    public TokenizerReplay(Path folder, Path fetched, @Nullable Glob only) {
        this.only = only;
        this.files = caseFiles(folder);
        GoldenTexts texts = new GoldenTexts(folder);
        this.huggingFace = new HuggingFaceRows(folder, fetched, texts);
        this.tiktoken = new TiktokenRows(folder, fetched, texts);
        this.mistral = new MistralRows(folder, fetched);
        this.sentencePiece = new SentencePieceRows(folder, fetched);
    }

    private static List<Path> caseFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UnreadableFolderException(folder + ": no such folder");
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(folder)) {
            files = list.filter(p -> isCaseFile(String.valueOf(p.getFileName()))).sorted().toList();
        } catch (IOException e) {
            throw new UnreadableFolderException(folder + ": cannot be read: " + e, e);
        }
        if (files.isEmpty()) {
            throw new UnreadableFolderException(
                    folder
                            + ": no cases-*.jsonl, broken.jsonl (or these with .gz) in this folder;"
                            + " is it a folder of tokenizer data?");
        }
        return files;
    }

    private static boolean isCaseFile(String name) {
        return CASES.matcher(name).matches() || BROKEN.matcher(name).matches();
    }

    /** Judges all rows of all files. */
    public void run(Replay replay) {
        for (Path file : files) {
            try (JsonLines lines = JsonLines.open(file)) {
                replay.lines(lines, this::judge);
            }
        }
    }

    private List<Verdict> judge(JsonLines.Line line) {
        ObjectNode row = line.parse();
        boolean isBroken = BROKEN.matcher(line.file()).matches();
        JsonNode opNode = row.path("op");
        if (!isBroken && !opNode.isTextual()) {
            throw new UnreadableFolderException(line.place() + ": the row has no \"op\"");
        }
        String op = isBroken ? "broken" : opNode.textValue();
        RowFamily family = isBroken ? broken : family(op);
        String subject = row.path(family.subjectKey()).textValue();
        if (subject == null) {
            throw new UnreadableFolderException(
                    line.place() + ": the row has no \"" + family.subjectKey() + "\"");
        }
        if (only != null && !matches(only, line.file(), subject, op)) {
            return List.of();
        }
        List<Group> groups = new ArrayList<>();
        groups.add(new Group("file", line.file()));
        groups.add(new Group("op", op));
        for (String component : family.components(subject)) {
            groups.add(new Group("component", component));
        }
        String title = subject + "  " + op;
        return List.of(judge(row, family, op, subject).verdict(line.place(), title, groups));
    }

    private RowFamily family(String op) {
        if (op.startsWith("sp_")) {
            return sentencePiece;
        }
        if (op.startsWith("tk_")) {
            return tiktoken;
        }
        return op.startsWith("mistral_") ? mistral : huggingFace;
    }

    private static boolean matches(Glob only, String file, String subject, String op) {
        return only.matches(file)
                || only.matches(file.replaceFirst("\\.jsonl(\\.gz)?$", ""))
                || only.matches(subject)
                || only.matches(op);
    }

    private record Judgement(@Nullable Failure failure, @Nullable Panic panic) {
        Verdict verdict(String place, String title, List<Group> groups) {
            return new Verdict(place, title, groups, failure, panic);
        }
    }

    private Judgement judge(ObjectNode row, RowFamily family, String op, String subject) {
        ObjectNode expected = family.expected(row, op);
        String error = errorIn(expected);
        boolean panics = error != null && error.startsWith(PANIC);
        ObjectNode actual;
        try {
            actual = outcome(row, family, op, subject);
        } catch (NotReplayableException e) {
            return failed(String.valueOf(e.getMessage()), "", panics);
        } catch (TokenizerException e) {
            return failed(unsupported(e), String.valueOf(e.getMessage()), panics);
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            return failed(
                    "internal failure: " + e.getClass().getSimpleName(),
                    trace(e) + "\n" + input(row, expected),
                    panics);
        }
        if (panics) {
            return judgePanic(row, expected, actual, op, String.valueOf(error));
        }
        String actualError = errorIn(actual);
        ObjectNode wanted = errorAsFact(expected);
        Difference difference = Difference.of(wanted, errorAsFact(actual));
        if (difference == null) {
            return new Judgement(null, null);
        }
        String reason =
                (error == null) == (actualError == null)
                        ? "other " + difference.where().replaceAll("\\[\\d+]|\\(.*\\)", "")
                        : error == null
                                ? "an error instead of a result: " + withoutFile(actualError)
                                : "a result instead of an error";
        String detail =
                difference.where()
                        + "\n"
                        + difference.what()
                        + (error == null ? "" : "\nreference: " + Excerpt.escaped(shorten(error)))
                        + (actualError == null ? "" : "\njeton: " + Excerpt.escaped(actualError))
                        + "\n"
                        + input(row, expected);
        return failed(reason, detail, false);
    }

    private Judgement judgePanic(
            ObjectNode row, ObjectNode expected, ObjectNode actual, String op, String error) {
        if (errorIn(actual) != null) {
            return new Judgement(null, Panic.ERROR);
        }
        if (evidentResults.declared(op, error)) {
            return new Judgement(null, Panic.EVIDENT_RESULT);
        }
        return failed(
                "a result where the reference panicked, not in the list of evident results",
                "reference: "
                        + Excerpt.escaped(shorten(error))
                        + "\njeton: "
                        + cut(actual.toString(), 300)
                        + "\n"
                        + input(row, expected),
                true);
    }

    /** Whether a part is missing in Jeton, so that the refusal says nothing about the file. */
    static boolean isUnsupported(TokenizerException e) {
        return e instanceof UnsupportedPartException
                || String.valueOf(e.getMessage()).contains(" not supported yet");
    }

    private static ObjectNode outcome(ObjectNode row, RowFamily family, String op, String subject) {
        try {
            return family.outcome(row, op, subject);
        } catch (TokenizerException e) {
            if (isUnsupported(e)) {
                throw e; // no answer, whatever was expected
            }
            return Rows.outcome().put("error", String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            if (e.getClass() != IllegalArgumentException.class) {
                throw e; // NumberFormatException and the like are no answer to a caller
            }
            return Rows.outcome().put("error", String.valueOf(e.getMessage()));
        }
    }

    /** The text of the error in an outcome, also of the encoding of a file that was accepted. */
    private static @Nullable String errorIn(ObjectNode outcome) {
        String error = outcome.path("error").textValue();
        return error != null ? error : outcome.path("encode").path("error").textValue();
    }

    private static ObjectNode errorAsFact(ObjectNode outcome) {
        ObjectNode copy = outcome;
        if (outcome.path("error").isTextual()) {
            copy = copy.deepCopy().put("error", true);
        }
        if (outcome.path("encode").path("error").isTextual()) {
            copy = copy.deepCopy();
            copy.putObject("encode").put("error", true);
        }
        return copy;
    }

    private static Judgement failed(String reason, String detail, boolean panics) {
        return new Judgement(new Failure(reason, detail), panics ? Panic.FAILED : null);
    }

    /** The same words for every file that lacks the same part. */
    private static String unsupported(TokenizerException e) {
        String message = String.valueOf(e.getMessage());
        Matcher model = MODEL_TYPE.matcher(message);
        if (model.find()) {
            return "model type " + model.group(1) + " is not supported yet";
        }
        return PATTERN.matcher(message).find()
                ? "a regular expression is not supported yet"
                : withoutFile(message);
    }

    /** A message without file and place, so that equal troubles are counted together. */
    private static String withoutFile(@Nullable String message) {
        return shorten(message == null ? null : message.replaceFirst("^\\S+: ", ""));
    }

    private static String input(ObjectNode row, ObjectNode expected) {
        ObjectNode input = row.deepCopy();
        input.remove(expected.properties().stream().map(java.util.Map.Entry::getKey).toList());
        return "input: " + cut(Excerpt.escaped(input.toString()).replace("\\\"", "\""), 600);
    }

    private static String shorten(@Nullable String message) {
        String first = message == null ? "" : message.lines().findFirst().orElse("");
        return cut(first, 160);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    private static String trace(Throwable e) {
        StringBuilder out = new StringBuilder(e.toString());
        StackTraceElement[] frames = e.getStackTrace();
        for (int i = 0; i < Math.min(6, frames.length); i++) {
            out.append("\n  at ").append(frames[i]);
        }
        return out.toString();
    }
}
