package dev.jeton.cli;

import dev.jeton.cli.convert.Conversion;
import dev.jeton.cli.diff.TokenizerDiff;
import dev.jeton.cli.explain.Visible;
import dev.jeton.sentencepiece.SentencePieceFormat;
import dev.jeton.sentencepiece.SentencePieceProcessor;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.fetch.IoCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeton convert}: a tokenizer to another file format, proven before it is written. */
@Command(
        name = "convert",
        description =
                "Write a tokenizer in another format, after a proof that ids stay the same, and"
                        + " list what cannot be kept.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton convert model.gguf tokenizer.json",
            "  jeton convert tekken.json out/tokenizer.json --texts corpus.txt",
            "  jeton convert tokenizer.json ranks.tiktoken",
            "  jeton convert tokenizer.json vocabulary.gguf",
            "  jeton convert tokenizer.model tokenizer.json",
            "  jeton convert tokenizer.json tokenizer.model",
            "",
            "The proof: both tokenizers make the same ids of the lines of --texts, of a corpus in",
            "many languages, of each character and of --tries random texts. Otherwise nothing is",
            "written and the exit code is 1; --unproven writes it and shows the differences."
        })
final class ConvertCommand extends BaseCommand {
    private static final int SHOWN = 3;
    private static final long LARGEST_MODEL = 1L << 28;

    @Parameters(
            index = "0",
            paramLabel = "IN",
            description = "A tokenizer: a file, a folder, a model's name, or OWNER/NAME.")
    private String in = "";

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description =
                    "The file to write: tokenizer.json (any other .json), tekken*.json,"
                            + " vocab.json (with merges.txt), vocab.txt, *.gguf, *.model or"
                            + " *.tiktoken.")
    private Path out = Path.of("");

    @Mixin private final DiffCommand.OfflineOption offline = new DiffCommand.OfflineOption();

    @Option(
            names = "--texts",
            paramLabel = "FILE",
            description = "Prove it on each line of FILE (UTF-8) as well.")
    private @Nullable Path texts;

    @Option(
            names = "--tries",
            paramLabel = "N",
            description = "How many random texts are tried. Default: ${DEFAULT-VALUE}.")
    private int tries = 20_000;

    @Option(names = "--force", description = "Replace OUT if it is there.")
    private boolean force;

    @Option(
            names = "--unproven",
            description = "Write OUT even if it makes other ids of some texts.")
    private boolean unproven;

    ConvertCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        refuseIfThere(out);
        ModelOption model = new ModelOption();
        model.offline = offline.offline;
        Conversion conversion = convert(model.resolveTokenizer(ModelOption.hubName(in), io));
        for (String name : conversion.files().keySet()) {
            refuseIfThere(out.resolveSibling(name));
        }
        conversion.losses().forEach(line -> io.message("Not kept: " + line));
        TokenizerDiff proof = proof(conversion);
        if (!proof.found().isEmpty()) {
            if (!unproven) {
                throw CommandFailure.failed(refusal(proof), null);
            }
            io.message(difference(proof));
        }
        write(conversion.files());
        long bytes = conversion.files().values().stream().mapToLong(file -> file.length).sum();
        io.message(
                String.format(
                        Locale.ROOT,
                        proof.found().isEmpty()
                                ? "%s: %,d bytes, the same ids in %,d texts."
                                : "%s: %,d bytes, other ids in some of %,d texts.",
                        String.join(", ", conversion.files().keySet()),
                        bytes,
                        proof.texts()));
        return ExitCode.OK;
    }

    private void refuseIfThere(Path file) {
        if (Files.exists(file) && !force) {
            throw CommandFailure.wrongUse(file + " is there already; --force replaces it.");
        }
    }

    private Conversion convert(Path path) throws IOException {
        Tokenizer before = Loading.tokenizer(path);
        String name = String.valueOf(out.getFileName());
        try {
            String file = String.valueOf(path.getFileName());
            if (Files.isRegularFile(path)
                    && Files.size(path) < LARGEST_MODEL
                    && new SentencePieceFormat().recognizes(Files.readAllBytes(path), file)) {
                return Conversion.of(SentencePieceProcessor.load(path), name);
            }
            return Conversion.of(before, name);
        } catch (UnsupportedOperationException | IllegalArgumentException | TokenizerException e) {
            throw CommandFailure.wrongUse(
                    in + " cannot be written as " + out + ": " + e.getMessage(), e);
        }
    }

    private TokenizerDiff proof(Conversion conversion) throws IOException {
        TokenizerDiff proof =
                new TokenizerDiff(
                        conversion.before(), conversion.after(), conversion.options(), SHOWN);
        if (texts != null) {
            TextInput lines = new TextInput();
            lines.file = texts;
            lines.lines = true;
            lines.forEach(io, proof::test);
        }
        proof.search(1, tries);
        return proof;
    }

    private String refusal(TokenizerDiff proof) {
        return out
                + " was not written: "
                + difference(proof)
                + "\nWith --unproven it is written all the same.";
    }

    private static String difference(TokenizerDiff proof) {
        StringBuilder message = new StringBuilder("it would make other ids of");
        for (TokenizerDiff.Difference difference : proof.found()) {
            message.append("\n  \"").append(Visible.of(difference.text())).append("\": ");
            message.append(difference.second().ids()).append(" rather than ");
            message.append(difference.first().ids()).append(" (").append(difference.reason());
            message.append(')');
        }
        return message.toString();
    }

    /** Each as a whole or not at all; all are complete before the first gets its name. */
    private void write(Map<String, byte[]> files) {
        Map<Path, Path> finished = new LinkedHashMap<>();
        try {
            Path parent = out.toAbsolutePath().getParent();
            Path folder = parent == null ? Path.of("").toAbsolutePath() : parent;
            Files.createDirectories(folder);
            try {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    Path temporary = Files.createTempFile(folder, "jeton", ".incomplete");
                    finished.put(temporary, folder.resolve(file.getKey()));
                    Files.write(temporary, file.getValue());
                }
                for (Map.Entry<Path, Path> file : finished.entrySet()) {
                    Files.move(file.getKey(), file.getValue(), StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                for (Path temporary : finished.keySet()) {
                    Files.deleteIfExists(temporary);
                }
            }
        } catch (IOException e) {
            throw CommandFailure.failed(out + " was not written: " + IoCause.of(e) + ".", e);
        }
    }
}
