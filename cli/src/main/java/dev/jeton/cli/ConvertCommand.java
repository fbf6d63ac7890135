package dev.jeton.cli;

import dev.jeton.cli.convert.Conversion;
import dev.jeton.cli.diff.TokenizerDiff;
import dev.jeton.cli.explain.Visible;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.fetch.IoCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
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
            "",
            "The proof: both tokenizers make the same ids of the lines of --texts, of a corpus in",
            "many languages, of each character and of --tries random texts. Otherwise nothing is",
            "written and the exit code is 1."
        })
final class ConvertCommand extends BaseCommand {
    private static final int SHOWN = 3;

    @Parameters(
            index = "0",
            paramLabel = "IN",
            description = "A tokenizer: a file, a folder, a model's name, or OWNER/NAME.")
    private String in = "";

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "The file to write: its name ends in .json or .tiktoken.")
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

    ConvertCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        if (Files.exists(out) && !force) {
            throw CommandFailure.wrongUse(out + " is there already; --force replaces it.");
        }
        ModelOption model = new ModelOption();
        model.offline = offline.offline;
        Path path = model.resolveTokenizer(ModelOption.hubName(in), io);
        Tokenizer before = Loading.tokenizer(path);
        Conversion conversion = convert(before);
        conversion.losses().forEach(line -> io.message("Not kept: " + line));
        TokenizerDiff proof = proof(conversion);
        if (!proof.found().isEmpty()) {
            throw CommandFailure.failed(refusal(proof), null);
        }
        write(conversion.file());
        io.message(
                String.format(
                        Locale.ROOT,
                        "%s: %,d bytes, the same ids in %,d texts.",
                        out,
                        conversion.file().length,
                        proof.texts()));
        return ExitCode.OK;
    }

    private Conversion convert(Tokenizer before) {
        try {
            return Conversion.of(before, String.valueOf(out.getFileName()));
        } catch (UnsupportedOperationException | TokenizerException e) {
            throw CommandFailure.wrongUse(
                    in + " cannot be written as " + out + ": " + e.getMessage(), e);
        }
    }

    private TokenizerDiff proof(Conversion conversion) throws IOException {
        EncodeOptions options =
                EncodeOptions.defaults().withSpecialTokens(conversion.keepsSpecialTokens());
        TokenizerDiff proof =
                new TokenizerDiff(conversion.before(), conversion.after(), options, SHOWN);
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
        StringBuilder message = new StringBuilder(out.toString());
        message.append(" was not written: it would make other ids of");
        for (TokenizerDiff.Difference difference : proof.found()) {
            message.append("\n  \"").append(Visible.of(difference.text())).append("\": ");
            message.append(difference.second().ids()).append(" rather than ");
            message.append(difference.first().ids()).append(" (").append(difference.reason());
            message.append(')');
        }
        return message.toString();
    }

    /** As a whole or not at all. */
    private void write(byte[] file) {
        try {
            Path parent = out.toAbsolutePath().getParent();
            Path folder = parent == null ? Path.of("").toAbsolutePath() : parent;
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "jeton", ".incomplete");
            try {
                Files.write(temporary, file);
                Files.move(temporary, out, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw CommandFailure.failed(out + " was not written: " + IoCause.of(e) + ".", e);
        }
    }
}
