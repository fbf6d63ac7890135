package dev.jeton.cli.parity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the rows of a replay on several threads and hands on the judgements in the order of the
 * rows.
 *
 * <p>The caller's thread reads; batches of lines are judged by the workers. At most four batches a
 * worker are under way, so memory is bounded whatever the size of the files.
 */
public final class Replay implements AutoCloseable {
    private static final int BATCH_LINES = 64;
    private static final int BATCH_BYTES = 1 << 20;
    private static final int BATCHES_PER_THREAD = 4;

    private final ExecutorService workers;
    private final Consumer<Verdict> sink;
    private final Deque<Future<List<Verdict>>> underWay = new ArrayDeque<>();
    private final int most;

    /**
     * A replay on {@code threads} workers; {@code sink} is called on the thread of the caller only.
     */
    public Replay(int threads, Consumer<Verdict> sink) {
        this.workers =
                Executors.newFixedThreadPool(
                        threads,
                        Thread.ofPlatform()
                                .daemon()
                                .name("parity-", 1)
                                // deep JSON and deep templates are data here
                                .stackSize(16L << 20)
                                .factory());
        this.sink = sink;
        this.most = threads * BATCHES_PER_THREAD;
    }

    /** Judges every line of {@code lines}. A row may give any number of judgements. */
    public void lines(JsonLines lines, Function<JsonLines.Line, List<Verdict>> judge) {
        List<JsonLines.Line> batch = new ArrayList<>();
        int bytes = 0;
        for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
            batch.add(line);
            bytes += line.length();
            if (batch.size() == BATCH_LINES || bytes > BATCH_BYTES) {
                submit(batch, judge);
                batch = new ArrayList<>();
                bytes = 0;
            }
        }
        submit(batch, judge);
    }

    private void submit(List<JsonLines.Line> batch, Function<JsonLines.Line, List<Verdict>> judge) {
        if (!batch.isEmpty()) {
            submit(
                    () -> {
                        List<Verdict> verdicts = new ArrayList<>(batch.size());
                        for (JsonLines.Line line : batch) {
                            verdicts.addAll(judge.apply(line));
                        }
                        return verdicts;
                    });
        }
    }

    /** Runs one task of its own. Blocks while too many are under way. */
    public void submit(Callable<List<Verdict>> task) {
        while (underWay.size() >= most) {
            take();
        }
        underWay.add(workers.submit(task));
    }

    /** Waits for everything that was submitted. */
    public void finish() {
        while (!underWay.isEmpty()) {
            take();
        }
    }

    private void take() {
        try {
            underWay.remove().get().forEach(sink);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a replay", e);
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
