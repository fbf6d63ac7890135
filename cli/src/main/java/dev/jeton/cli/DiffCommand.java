package dev.jeton.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.jeton.cli.diff.Outcome;
import dev.jeton.cli.diff.TokenizerDiff;
import dev.jeton.cli.explain.Visible;
import dev.jeton.cli.models.FetchException;
import dev.jeton.tokenize.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeton diff}: the shortest texts on which two tokenizers differ. */
@Command(
        name = "diff",
        description =
                "Find the shortest texts of which two tokenizers make different ids, and why.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton diff old/tokenizer.json new/tokenizer.json",
            "  jeton diff hf:org/name@v1 hf:org/name@v2 --texts my-texts.txt",
            "",
            "Exit codes: 0 no difference was found, 1 there is one, 2 wrong use."
        })
final class DiffCommand extends BaseCommand {
    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "A tokenizer: a file, a folder, a model's name, or OWNER/NAME.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "The other one.")
    private String second = "";

    @Mixin private final OfflineOption offline = new OfflineOption();
    @Mixin private final TokenOptions tokens = new TokenOptions();

    @Option(
            names = "--texts",
            paramLabel = "FILE",
            description = "Try each line of FILE (UTF-8) before the texts that are made up.")
    private @Nullable Path texts;

    @Option(
            names = "--tries",
            paramLabel = "N",
            description = "How many random texts are tried. Default: ${DEFAULT-VALUE}.")
    private int tries = 20_000;

    @Option(
            names = "--max",
            paramLabel = "N",
            description = "End when so many differences are found. Default: ${DEFAULT-VALUE}.")
    private int max = 5;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Make other random texts. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(names = "--json", description = "Print JSON, one object for each difference.")
    private boolean json;

    DiffCommand(CommandIo io) {
        super(io);
    }

    /** {@code --offline}. */
    static final class OfflineOption {
        @Option(names = "--offline", description = "Never fetch a model that is named.")
        boolean offline;
    }

    @Override
    public Integer call() throws Exception {
        if (tries < 0 || max < 1) {
            throw CommandFailure.wrongUse("--tries must be 0 or more, --max 1 or more.");
        }
        Tokenizer a = load(first);
        Tokenizer b = load(second);
        TokenizerDiff diff = new TokenizerDiff(a, b, tokens.encodeOptions(), max);
        if (texts != null) {
            TextInput lines = new TextInput();
            lines.file = texts;
            lines.lines = true;
            lines.forEach(io, diff::test);
        }
        diff.search(seed, tries);
        vocabularies(a, b);
        for (TokenizerDiff.Difference difference : diff.found()) {
            print(difference);
        }
        if (diff.found().isEmpty()) {
            io.message(String.format(Locale.ROOT, "No difference in %,d texts.", diff.texts()));
        }
        return diff.found().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private Tokenizer load(String name) throws FetchException, InterruptedException {
        ModelOption model = new ModelOption();
        model.offline = offline.offline;
        return Loading.tokenizer(model.resolveTokenizer(ModelOption.hubName(name), io));
    }

    /** A line about the vocabularies, which need not show in any text. */
    private void vocabularies(Tokenizer a, Tokenizer b) {
        Map<String, Integer> ours = a.vocabulary(true);
        Map<String, Integer> theirs = b.vocabulary(true);
        long shared = ours.keySet().stream().filter(theirs::containsKey).count();
        long moved =
                ours.entrySet().stream()
                        .filter(entry -> theirs.containsKey(entry.getKey()))
                        .filter(entry -> !entry.getValue().equals(theirs.get(entry.getKey())))
                        .count();
        if (shared < ours.size() || shared < theirs.size() || moved > 0) {
            io.message(
                    String.format(
                            Locale.ROOT,
                            "Vocabularies: %,d tokens in A alone, %,d in B alone, %,d with other"
                                    + " ids.",
                            ours.size() - shared,
                            theirs.size() - shared,
                            moved));
        }
    }

    private void print(TokenizerDiff.Difference difference) throws IOException {
        if (json) {
            JsonLine.print(
                    io,
                    fields -> {
                        fields.writeStringField("text", difference.text());
                        fields.writeStringField("reason", difference.reason());
                        write(fields, "a", difference.first());
                        write(fields, "b", difference.second());
                    });
            return;
        }
        io.out()
                .println(
                        "\"" + Visible.of(difference.text()) + "\"  (" + difference.reason() + ")");
        io.out().println("  A " + shown(difference.first()));
        io.out().println("  B " + shown(difference.second()));
    }

    private static void write(JsonGenerator fields, String name, Outcome outcome)
            throws IOException {
        fields.writeObjectFieldStart(name);
        if (outcome.error().isEmpty()) {
            fields.writeArrayFieldStart("ids");
            for (int id : outcome.ids()) {
                fields.writeNumber(Integer.toUnsignedLong(id));
            }
            fields.writeEndArray();
            fields.writeArrayFieldStart("tokens");
            for (String token : outcome.tokens()) {
                fields.writeString(token);
            }
            fields.writeEndArray();
        } else {
            fields.writeStringField("error", outcome.error());
        }
        fields.writeEndObject();
    }

    private static String shown(Outcome outcome) {
        if (!outcome.error().isEmpty()) {
            return outcome.error();
        }
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < outcome.ids().size(); i++) {
            line.append(line.isEmpty() ? "" : "  ");
            line.append('"').append(Visible.of(outcome.tokens().get(i))).append("\"=");
            line.append(Integer.toUnsignedString(outcome.ids().get(i)));
        }
        return line.isEmpty() ? "(no tokens)" : line.toString();
    }
}
