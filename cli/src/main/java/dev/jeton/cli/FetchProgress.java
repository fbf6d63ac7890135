package dev.jeton.cli;

import dev.jeton.tokenize.hub.FetchListener;
import java.util.Locale;

/**
 * Shows a fetch on standard error: a bar that moves on a terminal, otherwise a line for each tenth.
 */
final class FetchProgress implements FetchListener {
    private static final long REDRAW_NANOS = 100_000_000;
    private static final int BAR_CELLS = 24;

    private final CommandIo io;
    private String name = "";
    private long total = 1;
    private long startBytes;
    private long startNanos;
    private long drawnNanos;
    private long lastBytes;
    private long lastTenth;
    private boolean drawn;

    FetchProgress(CommandIo io) {
        this.io = io;
    }

    @Override
    public void started(String model, String source, long doneBytes, long totalBytes) {
        name = model;
        total = Math.max(1, totalBytes); // unknown is shown as the end
        startBytes = doneBytes;
        lastBytes = doneBytes;
        lastTenth = doneBytes * 10 / total;
        startNanos = System.nanoTime();
        drawnNanos = 0;
        String rest = doneBytes > 0 ? ", going on at " + megabytes(doneBytes) : "";
        String size = totalBytes < 0 ? "" : " (" + megabytes(totalBytes) + ")";
        io.message("Fetching " + model + size + " from " + source + rest);
    }

    @Override
    public void progress(long doneBytes) {
        lastBytes = doneBytes;
        if (!io.errTerminal()) {
            long tenth = doneBytes * 10 / total;
            if (tenth > lastTenth && tenth <= 10) {
                lastTenth = tenth;
                io.message(
                        String.format(
                                Locale.ROOT,
                                "%s: %3d%% of %s",
                                name,
                                tenth * 10,
                                megabytes(total)));
            }
            return;
        }
        long now = System.nanoTime();
        if (now - drawnNanos >= REDRAW_NANOS) {
            drawnNanos = now;
            draw(now);
        }
    }

    @Override
    public void stopped() {
        if (io.errTerminal() && drawn) {
            draw(System.nanoTime());
            io.err().print("\n").flush();
            drawn = false;
        }
    }

    @Override
    public void notice(String line) {
        io.message(line);
    }

    private void draw(long now) {
        double share = Math.min(1, (double) lastBytes / total);
        int filled = (int) (share * BAR_CELLS);
        double seconds = Math.max(1e-3, (now - startNanos) / 1e9);
        double speed = Math.max(0, lastBytes - startBytes) / seconds;
        String rest =
                speed > 1
                        ? String.format(Locale.ROOT, "%.0f s left", (total - lastBytes) / speed)
                        : "";
        io.err()
                .print(
                        String.format(
                                Locale.ROOT,
                                "\r[%s%s] %3.0f%%  %s of %s  %s/s  %s\u001b[K",
                                "#".repeat(filled),
                                "-".repeat(BAR_CELLS - filled),
                                share * 100,
                                megabytes(lastBytes),
                                megabytes(total),
                                megabytes((long) speed),
                                rest))
                .flush();
        drawn = true;
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
