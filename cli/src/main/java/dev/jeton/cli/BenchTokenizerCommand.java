package dev.jeton.cli;

import dev.jeton.cli.bench.BenchServer;
import dev.jeton.cli.bench.Documents;
import dev.jeton.cli.bench.TokenizerBench;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeton bench tokenizer}: the time that a tokenizer takes for documents. */
@Command(
        name = "tokenizer",
        description = {
            "Encode documents on one thread and print \"rounds seconds sha256\": the processor",
            "time of the fastest round after a warm-up, and the SHA-256 of all ids."
        },
        footerHeading = "%n",
        footer = {
            "Documents are a file with one JSON string a line. The SHA-256 is over the number of",
            "ids of each document and the ids, as little-endian 32-bit numbers, without special",
            "tokens: tokenizers that agree have equal ones.",
            "",
            "Examples:",
            "  jeton bench tokenizer documents.jsonl tokenizer.json 5",
            "  jeton bench tokenizer --mode count documents.jsonl tokenizer.json 5",
            "  jeton bench tokenizer --serve     requests on standard input; docs/cli.md lists them"
        })
final class BenchTokenizerCommand extends BaseCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "DOCUMENTS", description = "The texts.")
    private @Nullable Path documents;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TOKENIZER",
            description = "A tokenizer file of any kind.")
    private @Nullable Path tokenizer;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "ROUNDS",
            defaultValue = "5",
            description = "Rounds over all documents. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--mode",
            defaultValue = "ids",
            description = {
                "What to make of a text: ids, buffer (ids into one buffer), encode (with offsets"
                        + " and masks), or count. Default: ${DEFAULT-VALUE}."
            })
    private TokenizerBench.Mode mode = TokenizerBench.Mode.IDS;

    @Option(
            names = "--serve",
            description = "Stay and measure what requests on standard input ask for.")
    private boolean serve;

    BenchTokenizerCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        if (serve) {
            serve();
            return ExitCode.OK;
        }
        if (documents == null || tokenizer == null) {
            throw CommandFailure.wrongUse(
                    "Missing DOCUMENTS and TOKENIZER, or --serve. \"jeton bench tokenizer --help\""
                            + " shows how to use it.");
        }
        if (rounds < 1) {
            throw CommandFailure.wrongUse("ROUNDS is " + rounds + ". Expected 1 or more.");
        }
        List<String> texts = texts(documents);
        TokenizerBench bench = new TokenizerBench(Loading.tokenizer(tokenizer));
        TokenizerBench.Times best = bench.best(texts, mode, rounds);
        io.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%d %.6f %s",
                                rounds,
                                best.cpuSeconds(),
                                bench.digest(texts).sha256()));
        return ExitCode.OK;
    }

    private static List<String> texts(Path file) {
        try {
            return Documents.read(file).texts();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse(String.valueOf(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw CommandFailure.wrongUse(
                    e.getCause() instanceof NoSuchFileException
                            ? file + ": there is no such file."
                            : file + " cannot be read: " + e.getMessage(),
                    e);
        }
    }

    private void serve() throws IOException {
        BufferedReader requests =
                new BufferedReader(new InputStreamReader(io.in(), StandardCharsets.UTF_8));
        new BenchServer(Loading::tokenizer)
                .serve(
                        requests,
                        line -> {
                            io.out().println(line);
                            io.out().flush();
                        });
    }
}
