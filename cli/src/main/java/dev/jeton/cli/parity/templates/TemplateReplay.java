package dev.jeton.cli.parity.templates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.Difference;
import dev.jeton.cli.parity.Excerpt;
import dev.jeton.cli.parity.Glob;
import dev.jeton.cli.parity.JsonLines;
import dev.jeton.cli.parity.Manifest;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.cli.parity.Replay;
import dev.jeton.cli.parity.UnreadableFolderException;
import dev.jeton.cli.parity.Verdict;
import dev.jeton.cli.parity.Verdict.Failure;
import dev.jeton.cli.parity.Verdict.Group;
import dev.jeton.templates.TemplateException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Replays {@code cases.jsonl}: each case is one template with one input.
 *
 * <p>A case passes when the text is equal (and the spans of {@code generation} blocks where the
 * case has them), or when the error is a {@link TemplateException} of the same kind; the message is
 * compared only for {@code raise_exception}. Any other exception is an internal failure, whatever
 * was expected.
 */
public final class TemplateReplay {
    private static final String CASES = "cases.jsonl";
    private static final String INPUTS = "inputs.jsonl";

    private final Path folder;
    private final @Nullable Glob only;
    private final Path cases;
    private final Map<String, ChatInput> inputs = new HashMap<>();
    private final Map<String, Map<String, String>> manifest = new HashMap<>();
    private final Map<String, GoldenTemplate> templates = new ConcurrentHashMap<>();

    /**
     * Reads the inputs and the manifest of {@code folder}.
     *
     * @throws UnreadableFolderException if one of the known files is missing or broken
     */
    public TemplateReplay(Path folder, @Nullable Glob only) {
        this.folder = folder;
        this.only = only;
        if (!Files.isDirectory(folder)) {
            throw new UnreadableFolderException(folder + ": no such folder");
        }
        this.cases = required(CASES);
        try (JsonLines lines = JsonLines.open(required(INPUTS))) {
            for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
                ChatInput input = ChatInput.of(line);
                inputs.put(input.id(), input);
            }
        }
        for (Map<String, String> row : Manifest.read(folder.resolve("MANIFEST.tsv"))) {
            manifest.put(row.getOrDefault("file", ""), row);
        }
    }

    private Path required(String name) {
        Path path = JsonLines.find(folder, name);
        if (path == null) {
            throw new UnreadableFolderException(
                    folder
                            + ": neither "
                            + name
                            + " nor "
                            + name
                            + ".gz is there; a folder of chat templates has "
                            + CASES
                            + ", "
                            + INPUTS
                            + ", MANIFEST.tsv and templates/");
        }
        return path;
    }

    /** Judges all cases. */
    public void run(Replay replay) {
        try (JsonLines lines = JsonLines.open(cases)) {
            replay.lines(lines, this::judge);
        }
    }

    private List<Verdict> judge(JsonLines.Line line) {
        ObjectNode row = line.parse();
        String template = text(row, "template", line);
        String inputId = text(row, "input", line);
        boolean generationPrompt = row.path("gen").asBoolean();
        JsonNode error = row.get("error");
        if (error == null && !row.path("expected").isTextual()) {
            throw new UnreadableFolderException(
                    line.place() + ": a case has \"expected\" (a string) or \"error\"");
        }
        Map<String, String> about = manifest.getOrDefault(template, Map.of());
        String family = about.getOrDefault("family", "unknown");
        if (only != null && !matches(only, line.file(), template, inputId, family)) {
            return List.of();
        }
        List<Group> groups = new ArrayList<>();
        groups.add(new Group("template", template));
        groups.add(new Group("input", inputId));
        groups.add(new Group("family", family));
        for (String feature : about.getOrDefault("features", "-").split("[ ,]+", -1)) {
            groups.add(new Group("feature", feature));
        }
        groups.add(
                new Group(
                        "outcome",
                        error == null
                                ? row.has("spans") ? "text and spans" : "text"
                                : "error " + error.path("kind").asText()));
        ChatInput input = inputs.get(inputId);
        Failure failure;
        try {
            if (input == null) {
                throw new NotReplayableException("the input is not in " + INPUTS);
            }
            failure = compare(row, template(template, about), input, generationPrompt);
        } catch (NotReplayableException e) {
            failure = new Failure(String.valueOf(e.getMessage()), "");
        }
        String title = template + "  " + inputId + (generationPrompt ? "  gen" : "");
        return List.of(new Verdict(line.place(), title, groups, failure, null));
    }

    private static boolean matches(
            Glob only, String file, String template, String input, String family) {
        return only.matches(file)
                || only.matches(template)
                || only.matches(template.replaceFirst("\\.jinja$", ""))
                || only.matches(input)
                || only.matches(family);
    }

    private GoldenTemplate template(String name, Map<String, String> about) {
        return templates.computeIfAbsent(
                name, n -> GoldenTemplate.read(folder.resolve("templates").resolve(n), about));
    }

    private static @Nullable Failure compare(
            ObjectNode row, GoldenTemplate template, ChatInput input, boolean generationPrompt) {
        JsonNode error = row.get("error");
        try {
            GoldenTemplate.Rendered rendered = template.render(input, generationPrompt);
            return error == null
                    ? compareText(row, rendered)
                    : new Failure(
                            "expected an error of kind "
                                    + error.path("kind").asText()
                                    + ", got a text",
                            "expected: "
                                    + Excerpt.quoted(error.path("message").asText(), 200)
                                    + "\nactual:   "
                                    + Excerpt.quoted(rendered.text(), 200));
        } catch (TemplateException e) {
            return compareError(error, e, row);
        } catch (NotReplayableException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            return new Failure("internal failure: " + e.getClass().getSimpleName(), trace(e));
        }
    }

    private static @Nullable Failure compareText(ObjectNode row, GoldenTemplate.Rendered rendered) {
        Difference text = Difference.ofTexts(row.get("expected").textValue(), rendered.text());
        if (text != null) {
            return new Failure("another text", text.where() + "\n" + text.what());
        }
        JsonNode spans = row.get("spans");
        if (spans == null) {
            return null;
        }
        Difference difference = Difference.of(spans, rendered.spans());
        return difference == null
                ? null
                : new Failure(
                        "other spans", "spans" + difference.where() + "\n" + difference.what());
    }

    private static @Nullable Failure compareError(
            @Nullable JsonNode expected, TemplateException actual, ObjectNode row) {
        String kind = actual.kind().id();
        if (expected == null) {
            return new Failure(
                    "expected a text, got an error of kind " + kind + ": " + firstLine(actual),
                    "expected: "
                            + Excerpt.quoted(row.get("expected").textValue(), 200)
                            + "\nactual:   "
                            + actual.getMessage());
        }
        if (actual.reason().contains("not supported yet")) {
            // an error was expected, but not this one
            return new Failure(firstLine(actual), "");
        }
        String wanted = expected.path("kind").asText();
        if (!wanted.equals("other") && !wanted.equals(kind)) {
            return new Failure(
                    "expected an error of kind " + wanted + ", got kind " + kind,
                    "expected: "
                            + Excerpt.quoted(expected.path("message").asText(), 300)
                            + "\nactual:   "
                            + actual.getMessage());
        }
        if (wanted.equals("raise_exception")) {
            Difference difference =
                    Difference.ofTexts(expected.path("message").asText(), actual.reason());
            if (difference != null) {
                return new Failure(
                        "another message of raise_exception",
                        difference.where() + "\n" + difference.what());
            }
        }
        return null;
    }

    private static String firstLine(TemplateException e) {
        return Excerpt.escaped(e.reason().lines().findFirst().orElse(""));
    }

    private static String trace(Throwable e) {
        StringBuilder out = new StringBuilder(e.toString());
        StackTraceElement[] frames = e.getStackTrace();
        for (int i = 0; i < Math.min(5, frames.length); i++) {
            out.append("\n  at ").append(frames[i]);
        }
        return out.toString();
    }

    private static String text(ObjectNode row, String key, JsonLines.Line line) {
        String value = row.path(key).textValue();
        if (value == null) {
            throw new UnreadableFolderException(line.place() + ": \"" + key + "\" is not a string");
        }
        return value;
    }
}
