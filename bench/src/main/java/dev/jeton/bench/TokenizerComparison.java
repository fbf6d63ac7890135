package dev.jeton.bench;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link EncodeIdsBenchmark} and prints bytes per second and the ratio of the two tokenizers.
 * Arguments are JMH's: {@code -f 1 -wi 2 -i 3} for a quick look.
 */
final class TokenizerComparison {
    private static final String JETON = "jeton";
    private static final String PEER = "huggingFaceJni";

    private TokenizerComparison() {}

    /** Runs the comparison. */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .include("\\." + EncodeIdsBenchmark.class.getSimpleName() + "\\.")
                        .shouldFailOnError(true);
        Collection<RunResult> results = new Runner(options.build()).run();
        Map<String, Map<String, Double>> micros = new TreeMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            micros.computeIfAbsent(result.getParams().getParam("textName"), t -> new TreeMap<>())
                    .put(name.substring(name.lastIndexOf('.') + 1), median(result));
        }
        if (micros.isEmpty()) {
            throw new IllegalStateException("no benchmark was run");
        }
        System.out.printf(
                "%nencode to ids, o200k, one thread, %s %s, median of all iterations%n",
                System.getProperty("java.vm.name"), Runtime.version());
        System.out.printf(
                "%-10s %10s %14s %18s %8s%n", "text", "bytes", "Jeton", "HF through JNI", "ratio");
        micros.forEach(TokenizerComparison::print);
    }

    private static double median(RunResult result) {
        double[] scores =
                result.getBenchmarkResults().stream()
                        .flatMap(fork -> fork.getIterationResults().stream())
                        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                        .sorted()
                        .toArray();
        return scores[scores.length / 2];
    }

    private static void print(String text, Map<String, Double> micros) {
        int bytes = TokenizerFiles.text(text).getBytes(StandardCharsets.UTF_8).length;
        Double jeton = micros.get(JETON);
        Double peer = micros.get(PEER);
        System.out.printf(
                Locale.ROOT,
                "%-10s %10d %14s %18s %8s%n",
                text,
                bytes,
                rate(bytes, jeton),
                rate(bytes, peer),
                jeton == null || peer == null
                        ? "-"
                        : String.format(Locale.ROOT, "%.2fx", peer / jeton));
    }

    private static String rate(int bytes, @org.jspecify.annotations.Nullable Double micros) {
        return micros == null ? "-" : String.format(Locale.ROOT, "%.1f MB/s", bytes / micros);
    }
}
