package dev.jeton.bench;

import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.backend.cpu.CpuBackend;
import dev.jeton.generate.weights.ModelWeights;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Decoding and prefill of one GGUF file, ours and llama.cpp's in turn, as one table. Run by {@code
 * bench/decoder}.
 *
 * <p>With one thread, speeds are tokens for each second of processor time of the calling thread,
 * which a shared machine disturbs least; wall-clock speeds stand beside them. The rounds of the
 * peers alternate, so that both see the same neighbours; the figures are medians.
 */
public final class DecodeComparison {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int[] CONTEXTS = {0, 512};
    private static final int[] PROMPTS = {128, 512};
    private static final int DECODED = 32;
    private static final int BATCH = 512;
    private static final int CONTEXT = 1024;

    private final List<DecodePeer> peers;
    private final int rounds;

    /** Speeds by peer, column and round: processor time, wall clock. */
    private final double[][][][] speeds;

    private DecodeComparison(List<DecodePeer> peers, int rounds) {
        this.peers = peers;
        this.rounds = rounds;
        speeds = new double[peers.size()][columns()][2][rounds];
    }

    private static int columns() {
        return PROMPTS.length + CONTEXTS.length;
    }

    /**
     * Compares.
     *
     * @param arguments GGUF file, folder of llama.cpp's libraries or "-", threads, rounds
     * @throws IOException if a file cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Path gguf = Path.of(arguments[0]);
        int threads = Integer.parseInt(arguments[2]);
        int rounds = Integer.parseInt(arguments[3]);
        List<DecodePeer> peers = new ArrayList<>();
        Own own = new Own(gguf, threads);
        peers.add(own);
        if (!arguments[1].equals("-")) {
            peers.add(
                    new DecodeLlamaCpp(
                            Path.of(arguments[1]), gguf, threads, CONTEXT, own.vocabulary()));
        }
        DecodeComparison comparison = new DecodeComparison(peers, rounds);
        comparison.measureAll();
        comparison.print(gguf, threads, System.out);
        peers.forEach(DecodePeer::close);
    }

    private void measureAll() {
        // The first round is for the JIT compiler and the page cache, and is thrown away.
        for (int round = -1; round < rounds; round++) {
            for (int peer = 0; peer < peers.size(); peer++) {
                measure(peer, round);
            }
        }
    }

    private void measure(int peerIndex, int round) {
        DecodePeer peer = peers.get(peerIndex);
        int column = 0;
        for (int length : PROMPTS) {
            peer.reset();
            int[] prompt = prompt(length);
            record(peerIndex, column++, round, length, () -> peer.step(prompt, 0));
        }
        for (int context : CONTEXTS) {
            peer.reset();
            int[] prompt = prompt(Math.max(1, context));
            int first = 0;
            for (int at = 0; at < prompt.length; at += BATCH) {
                int end = Math.min(prompt.length, at + BATCH);
                first = peer.step(Arrays.copyOfRange(prompt, at, end), at);
            }
            int start = first;
            record(
                    peerIndex,
                    column++,
                    round,
                    DECODED,
                    () -> {
                        int id = start;
                        for (int i = 0; i < DECODED; i++) {
                            id = peer.step(new int[] {id}, prompt.length + i);
                        }
                    });
        }
    }

    private void record(int peer, int column, int round, int tokens, Runnable work) {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long wall = System.nanoTime();
        work.run();
        wall = System.nanoTime() - wall;
        cpu = THREADS.getCurrentThreadCpuTime() - cpu;
        if (round >= 0) {
            speeds[peer][column][0][round] = tokens * 1e9 / cpu;
            speeds[peer][column][1][round] = tokens * 1e9 / wall;
        }
    }

    /** Ids that are in every vocabulary of a real model; their values do not change the work. */
    private static int[] prompt(int length) {
        int[] prompt = new int[length];
        for (int i = 0; i < length; i++) {
            prompt[i] = 100 + i * 37 % 20000;
        }
        return prompt;
    }

    private void print(Path gguf, int threads, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s, %d thread%s, %d rounds, Java %s, %s%n%n",
                gguf.getFileName(),
                threads,
                threads == 1 ? "" : "s",
                rounds,
                Runtime.version(),
                processor());
        StringBuilder head = new StringBuilder("| tokens a second |");
        StringBuilder line = new StringBuilder("|---|");
        for (int length : PROMPTS) {
            head.append(" prefill ").append(length).append(" |");
            line.append("---|");
        }
        for (int context : CONTEXTS) {
            head.append(" decode at ").append(context).append(" |");
            line.append("---|");
        }
        out.println(head);
        out.println(line);
        if (threads == 1) {
            printRows("processor time", 0, out);
        }
        printRows("wall clock", 1, out);
    }

    private void printRows(String clock, int which, PrintStream out) {
        for (int peer = 0; peer < peers.size(); peer++) {
            out.print("| " + peers.get(peer).name() + ", " + clock + " |");
            for (int column = 0; column < columns(); column++) {
                out.printf(Locale.ROOT, " %.1f |", median(speeds[peer][column][which]));
            }
            out.println();
        }
        for (int peer = 1; peer < peers.size(); peer++) {
            out.print("| ratio to " + peers.get(peer).name() + ", " + clock + " |");
            for (int column = 0; column < columns(); column++) {
                double own = median(speeds[0][column][which]);
                out.printf(Locale.ROOT, " %.2f |", own / median(speeds[peer][column][which]));
            }
            out.println();
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static String processor() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name")) {
                    int cores = Runtime.getRuntime().availableProcessors();
                    return cores + " x " + line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
        return System.getProperty("os.arch");
    }

    /** The backend {@code cpu}. */
    private static final class Own implements DecodePeer {
        private final ModelWeights weights;
        private final Runner runner;
        private final int[] pages;

        Own(Path gguf, int threads) {
            weights = ModelWeights.open(gguf);
            RunnerConfig config =
                    RunnerConfig.of(CONTEXT).withThreads(threads).withMaxBatchTokens(BATCH);
            runner = new CpuBackend().open(weights.spec(), weights.params(), config);
            pages = new int[runner.kv().pageCount()];
            Arrays.setAll(pages, i -> i);
        }

        int vocabulary() {
            return weights.spec().vocabulary();
        }

        @Override
        public String name() {
            return "Jeton";
        }

        @Override
        public void reset() {}

        @Override
        public int step(int[] tokens, int position) {
            StepBatch batch = StepBatch.of(tokens, position, pages, false);
            float[] logits = runner.step(batch).logits(tokens.length - 1);
            int best = 0;
            for (int i = 1; i < logits.length; i++) {
                if (logits[i] > logits[best]) {
                    best = i;
                }
            }
            return best;
        }

        @Override
        public void close() {
            runner.close();
            weights.close();
        }
    }
}
