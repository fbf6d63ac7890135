package dev.jeton.cli.loaders;

import dev.jeton.cli.loaders.LoaderTarget.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * The program behind {@code scripts/fuzz-loaders}, and the entry point for jazzer, which finds its
 * inputs by the branches that they reach.
 */
public final class LoaderFuzzMain {
    private static final Kind[] KINDS = Kind.values();

    private LoaderFuzzMain() {}

    /**
     * Arguments: folder of the seeds, seconds, seed, folder for what is found; or folder of the
     * seeds and a folder for jazzer's corpus.
     */
    public static void main(String[] args) throws IOException {
        if (args.length == 2) {
            LoaderFuzzer.writeCorpus(Path.of(args[0]), Path.of(args[1]));
            return;
        }
        long end = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000_000;
        Path work = Files.createTempDirectory("fuzz-loaders");
        LoaderFuzzer fuzzer = new LoaderFuzzer(Path.of(args[0]), work, Path.of(args[3]));
        Random random = new Random(Long.parseLong(args[2]));
        while (System.nanoTime() < end) {
            fuzzer.round(random);
        }
        fuzzer.tallies.forEach((kind, tally) -> System.out.println(kind + " " + tally));
        fuzzer.faults.forEach((fault, file) -> System.out.println("FAULT " + fault + " " + file));
        System.exit(fuzzer.faults.isEmpty() ? 0 : 1);
    }

    /** What jazzer calls: the first byte chooses the kind of file, the others are the file. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        Kind kind = KINDS[(data[0] & 0xFF) % KINDS.length];
        byte[] file = Arrays.copyOfRange(data, 1, data.length);
        try {
            Jazzer.TARGET.isTaken(kind, kind == Kind.FOLDER ? "vocab.txt" : "x", file, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Jazzer {
        static final LoaderTarget TARGET = new LoaderTarget(work());

        private static Path work() {
            try {
                return Files.createTempDirectory("fuzz-loaders");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
