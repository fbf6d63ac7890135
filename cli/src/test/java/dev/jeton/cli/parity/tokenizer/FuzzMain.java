package dev.jeton.cli.parity.tokenizer;

import dev.jeton.tokenize.Compat;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind {@code scripts/fuzz-tokenizers}. */
@Command(
        name = "fuzz-tokenizers",
        description = "Compares Jeton with Hugging Face tokenizers on random texts.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class FuzzMain implements Callable<Integer> {
    @Option(
            names = "--pairs",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Stop after N pairs of tokenizer and text (default ${DEFAULT-VALUE}).")
    long most;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "86400",
            description = "Stop after N seconds.")
    long seconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Replay this run; a fresh one is printed.")
    long seed = System.nanoTime() & 0xFFFFFF;

    @Option(
            names = "--only",
            paramLabel = "GLOB",
            defaultValue = "*",
            description = "Only tokenizers of this name.")
    String only = "*";

    @Option(
            names = "--part",
            paramLabel = "I/N",
            defaultValue = "1/1",
            description = "The Ith of N shares of the tokenizers, for runs side by side.")
    String part = "1/1";

    @Option(
            names = "--compat",
            paramLabel = "VERSION",
            defaultValue = "HF_0_22",
            description =
                    "What the Python has: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    Compat compat = Compat.HF_0_22;

    @Option(
            names = "--pipelines",
            paramLabel = "N",
            defaultValue = "0",
            description = "N random pipelines first.")
    int pipelines;

    @Option(
            names = "--batches",
            paramLabel = "N",
            defaultValue = "2",
            description = "Batches of 120 texts for each tokenizer at a time.")
    int batches;

    @Option(
            names = "--found",
            paramLabel = "FILE",
            description = "Append what differs to FILE as golden rows.")
    @Nullable Path found;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            required = true,
            description = "What scripts/fetch-tokenizers prints.")
    Path files = Path.of("");

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            required = true,
            description = "A folder of golden data with micro/; may be given again.")
    List<Path> folders = List.of();

    @Option(
            names = "--python",
            paramLabel = "CMD",
            defaultValue = "python3",
            description = "A Python with tokenizers (default ${DEFAULT-VALUE}).")
    String python = "python3";

    @Option(
            names = "--server",
            paramLabel = "FILE",
            required = true,
            description = "scripts/golden/serve.py.")
    Path server = Path.of("");

    public static void main(String[] args) {
        System.exit(new CommandLine(new FuzzMain()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        List<String> command =
                new ArrayList<>(List.of(python, server.toString(), files.toString()));
        folders.forEach(folder -> command.add(folder.toString()));
        long end = System.nanoTime() + seconds * 1_000_000_000;
        try (Reference.Python reference = new Reference.Python(command)) {
            System.out.println("tokenizers " + reference.version + ", seed " + seed);
            TokenizerFuzzer fuzzer =
                    new TokenizerFuzzer(reference, seed, compat, found, System.out);
            for (int i = 0; i < pipelines && System.nanoTime() < end; i++) {
                fuzzer.fuzzPipeline("found-" + seed + "-" + i, batches, i);
            }
            run(fuzzer, end);
            fuzzer.summary();
            return fuzzer.differences() == 0 ? 0 : 1;
        }
    }

    private void run(TokenizerFuzzer fuzzer, long end) throws IOException {
        Map<String, Path> all = tokenizers();
        if (all.isEmpty()) {
            return;
        }
        for (long round = 0; ; round++) {
            for (Map.Entry<String, Path> entry : all.entrySet()) {
                if (fuzzer.pairs() >= most || System.nanoTime() > end) {
                    return;
                }
                Tokenizer tokenizer;
                try {
                    tokenizer = Tokenizers.loader().compat(compat).load(entry.getValue());
                } catch (dev.jeton.tokenize.TokenizerException e) {
                    continue; // the golden rows say whether it is to be refused
                }
                fuzzer.fuzz(entry.getKey(), tokenizer, batches, round);
            }
        }
    }

    private Map<String, Path> tokenizers() throws IOException {
        Map<String, Path> all = new TreeMap<>();
        for (Path folder : folders) {
            try (Stream<Path> list = Files.list(folder.resolve("micro"))) {
                list.filter(p -> p.toString().endsWith(".json"))
                        .forEach(
                                p ->
                                        all.putIfAbsent(
                                                p.getFileName()
                                                        .toString()
                                                        .replaceFirst("\\.json$", ""),
                                                p));
            }
        }
        try (Stream<Path> list = Files.list(files)) {
            list.filter(p -> Files.isRegularFile(p.resolve("tokenizer.json")))
                    .forEach(
                            p ->
                                    all.put(
                                            String.valueOf(p.getFileName()),
                                            p.resolve("tokenizer.json")));
        }
        dev.jeton.cli.parity.Glob glob = new dev.jeton.cli.parity.Glob(only);
        all.keySet().removeIf(name -> !glob.matches(name));
        return share(all);
    }

    private Map<String, Path> share(Map<String, Path> all) {
        String[] numbers = part.split("/", 2);
        int of = Integer.parseInt(numbers[numbers.length - 1]);
        int share = Integer.parseInt(numbers[0]);
        Map<String, Path> some = new TreeMap<>();
        int i = 0;
        for (Map.Entry<String, Path> entry : all.entrySet()) {
            if (i++ % of == share % of) {
                some.put(entry.getKey(), entry.getValue());
            }
        }
        return some;
    }
}
