package dev.jeton.cli.loaders;

import com.sun.management.ThreadMXBean;
import dev.jeton.cli.loaders.LoaderTarget.Kind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Damages files of every kind and loads them; keeps what a {@link LoaderTarget} faults on. */
final class LoaderFuzzer {
    /**
     * What a damaged file of some kilobytes may allocate, loaded twice and used. Numbers in the
     * file that say how much is to come must not be believed.
     */
    static final long MAX_ALLOCATED = 512L << 20;

    /** A file that is fine, and what lies beside it. */
    private static final class Seed {
        final Kind kind;
        final String name;
        final byte[] file;
        final Map<String, byte[]> beside;

        Seed(Kind kind, String name, byte[] file, Map<String, byte[]> beside) {
            this.kind = kind;
            this.name = name;
            this.file = file;
            this.beside = beside;
        }
    }

    /** How many files of a kind were loaded, and how many taken. */
    static final class Tally {
        int files;
        int taken;

        @Override
        public String toString() {
            return files + " files, " + taken + " taken";
        }
    }

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Map<Kind, List<Seed>> seeds = new EnumMap<>(Kind.class);
    private final LoaderTarget target;
    private final Path found;
    final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);

    /** Faults by what they are and where, each with the file it was seen on first. */
    final Map<String, Path> faults = new TreeMap<>();

    /**
     * A fuzzer.
     *
     * @param testdata the folder with the seeds
     * @param work an empty folder
     * @param found where files are written that show a fault
     */
    LoaderFuzzer(Path testdata, Path work, Path found) throws IOException {
        target = new LoaderTarget(work);
        this.found = found;
        addFiles(Kind.JSON, testdata.resolve("tokenizers/micro"), ".json");
        addFiles(Kind.JSON, testdata.resolve("tokenizers-more/micro"), ".json");
        addFiles(Kind.SENTENCE_PIECE, testdata.resolve("tokenizers/sp"), ".model");
        addFiles(Kind.TIKTOKEN, testdata.resolve("ranks/tiktoken"), ".tiktoken");
        addFiles(Kind.TEKKEN, testdata.resolve("ranks/mistral"), ".json");
        addFiles(Kind.GGUF, testdata.resolve("gguf"), ".gguf");
        for (Path folder : listed(testdata.resolve("pretrained/folders"))) {
            addFolder(folder);
        }
    }

    private static List<Path> listed(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().toList();
        }
    }

    private void addFiles(Kind kind, Path folder, String suffix) throws IOException {
        for (Path file : listed(folder)) {
            if (file.toString().endsWith(suffix)) {
                add(new Seed(kind, nameOf(file), Files.readAllBytes(file), Map.of()));
            }
        }
    }

    private void addFolder(Path folder) throws IOException {
        Map<String, byte[]> all = new TreeMap<>();
        for (Path file : listed(folder)) {
            all.put(nameOf(file), Files.readAllBytes(file));
        }
        all.forEach((name, file) -> add(new Seed(Kind.FOLDER, name, file, all)));
    }

    private void add(Seed seed) {
        seeds.computeIfAbsent(seed.kind, k -> new ArrayList<>()).add(seed);
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Whether each seed is taken as it is; a seed that is refused would test nothing. */
    List<String> refusedSeeds() throws IOException {
        List<String> refused = new ArrayList<>();
        for (List<Seed> ofKind : seeds.values()) {
            for (Seed seed : ofKind) {
                if (!target.isTaken(seed.kind, seed.name, seed.file, seed.beside)) {
                    refused.add(seed.kind + " " + seed.name);
                }
            }
        }
        return refused;
    }

    /** The seeds as jazzer is given them, the kind in a byte before each. */
    static void writeCorpus(Path testdata, Path corpus) throws IOException {
        Files.createDirectories(corpus);
        int number = 0;
        for (List<Seed> ofKind : new LoaderFuzzer(testdata, corpus, corpus).seeds.values()) {
            for (Seed seed : ofKind) {
                if (seed.kind != Kind.FOLDER || seed.name.equals("vocab.txt")) {
                    byte[] input = new byte[seed.file.length + 1];
                    input[0] = (byte) List.of(Kind.values()).indexOf(seed.kind);
                    System.arraycopy(seed.file, 0, input, 1, seed.file.length);
                    Files.write(corpus.resolve("seed-" + number++), input);
                }
            }
        }
    }

    /** Damages and loads one file of each kind. */
    void round(Random random) throws IOException {
        for (Kind kind : Kind.values()) {
            List<Seed> ofKind = Objects.requireNonNull(seeds.get(kind));
            Seed seed = ofKind.get(random.nextInt(ofKind.size()));
            byte[] other = ofKind.get(random.nextInt(ofKind.size())).file;
            tryOut(seed, Mutation.of(seed.file, other, random));
        }
    }

    private void tryOut(Seed seed, byte[] file) throws IOException {
        Tally tally = tallies.computeIfAbsent(seed.kind, k -> new Tally());
        tally.files++;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            if (target.isTaken(seed.kind, seed.name, file, seed.beside)) {
                tally.taken++;
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (allocated > MAX_ALLOCATED) {
                keep(seed, "allocates " + (allocated >> 20) + " MiB", file);
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
            keep(seed, e.getClass().getSimpleName() + " " + where(e), file);
        }
    }

    private static String where(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.jeton"))
                .limit(2)
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining(" < "));
    }

    private void keep(Seed seed, String fault, byte[] file) throws IOException {
        String key = seed.kind + " " + fault;
        if (!faults.containsKey(key)) {
            Files.createDirectories(found);
            faults.put(key, Files.write(found.resolve(faults.size() + "-" + seed.name), file));
        }
    }
}
