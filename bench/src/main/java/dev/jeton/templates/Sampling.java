package dev.jeton.templates;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * How long to measure: the median of some samples, each of which repeats the work for some time.
 *
 * @param samples how many
 * @param millis the processor time of one
 * @param warmUpMillis the processor time before the first
 */
record Sampling(int samples, int millis, int warmUpMillis) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /**
     * Nanoseconds of one {@code work}: processor time of this thread, which other programs disturb
     * least, and the time of the garbage collector.
     */
    double nanos(Runnable work) {
        long start = now();
        int rounds = 0;
        while (now() - start < warmUpMillis * 1_000_000L || rounds == 0) {
            work.run();
            rounds++;
        }
        long once = Math.max(1, (now() - start) / rounds);
        long perSample = Math.max(1, millis * 1_000_000L / once);
        double[] times = new double[samples];
        for (int sample = 0; sample < samples; sample++) {
            long from = now();
            for (long i = 0; i < perSample; i++) {
                work.run();
            }
            times[sample] = (double) (now() - from) / perSample;
        }
        Arrays.sort(times);
        return times[samples / 2];
    }

    private static long now() {
        long nanos = THREADS.getCurrentThreadCpuTime();
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            nanos += Math.max(0, collector.getCollectionTime()) * 1_000_000L;
        }
        return nanos;
    }
}
