package dev.jeton.cli;

import dev.jeton.generate.GenerationStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;

/** Words and figures for {@code --stats}. */
final class RunStats {
    private RunStats() {}

    /** One line about one answer. */
    static String line(GenerationStats stats) {
        String reused =
                stats.reusedTokens() > 0
                        ? String.format(Locale.ROOT, " (%,d cached)", stats.reusedTokens())
                        : "";
        return String.format(
                Locale.ROOT,
                "prompt %,d tokens%s, first token after %.2f s, %,d tokens, %.1f tokens/s, peak"
                        + " memory %,d MiB",
                stats.promptTokens(),
                reused,
                stats.firstTokenNanos() / 1e9,
                stats.newTokens(),
                stats.tokensPerSecond(),
                peakMemoryBytes() >> 20);
    }

    /**
     * The most memory the process had at once: of the whole process where the system says it,
     * otherwise of the Java heap.
     */
    static long peakMemoryBytes() {
        return linuxPeak().orElse(Runtime.getRuntime().totalMemory());
    }

    private static OptionalLong linuxPeak() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) << 10);
                }
            }
        } catch (IOException | NumberFormatException e) {
            // Another system: the heap has to do.
        }
        return OptionalLong.empty();
    }
}
