package dev.jeton.cli.parity;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts judgements by group, prints the first failures as they come and the tables at the end.
 *
 * <p>Not thread-safe: {@link Replay} calls it on one thread.
 */
public final class Report {
    /** More reasons than this are only counted together. */
    private static final int MOST_REASONS = 500;

    private static final int PRINTED_REASONS = 15;

    private final PrintWriter out;
    private final int failuresToPrint;
    private final boolean allGroups;
    private final @Nullable Glob only;
    private final Map<String, Map<String, Count>> groups = new LinkedHashMap<>();
    private final Map<String, Long> reasons = new LinkedHashMap<>();
    private final Map<Verdict.Panic, Long> panics = new EnumMap<>(Verdict.Panic.class);
    private final List<String> notes = new ArrayList<>();
    private long passed;
    private long failed;

    private static final class Count {
        long passed;
        long failed;
    }

    /** A report that prints to {@code out} the first {@code failuresToPrint} failures. */
    public Report(PrintWriter out, int failuresToPrint, boolean allGroups, @Nullable Glob only) {
        this.out = out;
        this.failuresToPrint = failuresToPrint;
        this.allGroups = allGroups;
        this.only = only;
    }

    /** Counts one judgement; prints it if it is one of the first failures. */
    public void add(Verdict verdict) {
        boolean ok = verdict.failure() == null;
        for (Verdict.Group group : verdict.groups()) {
            Count count =
                    groups.computeIfAbsent(group.kind(), k -> new TreeMap<>())
                            .computeIfAbsent(group.name(), n -> new Count());
            if (ok) {
                count.passed++;
            } else {
                count.failed++;
            }
        }
        if (verdict.panic() != null) {
            panics.merge(verdict.panic(), 1L, Long::sum);
        }
        Verdict.Failure failure = verdict.failure();
        if (failure == null) {
            passed++;
            return;
        }
        failed++;
        String reason =
                reasons.containsKey(failure.reason()) || reasons.size() < MOST_REASONS
                        ? failure.reason()
                        : "other reasons";
        reasons.merge(reason, 1L, Long::sum);
        if (failed <= failuresToPrint) {
            print(verdict, failure);
        }
    }

    private void print(Verdict verdict, Verdict.Failure failure) {
        out.println("FAILED " + verdict.place() + "  " + verdict.title());
        out.println("    " + failure.reason());
        failure.detail().lines().forEach(line -> out.println("    " + line));
        out.println();
        out.flush();
    }

    /** A line of information that is printed before the counts: a measured figure, a statistic. */
    public void note(String line) {
        notes.add(line);
    }

    /** Prints the tables and the closing lines; the last one is {@code N passed, N failed}. */
    public void finish() {
        if (failed > failuresToPrint) {
            out.println(
                    "... and "
                            + (failed - failuresToPrint)
                            + " more failures (--failures N prints the first N)");
            out.println();
        }
        groups.forEach(this::printGroups);
        printReasons();
        notes.forEach(out::println);
        long panicRows = panics.values().stream().mapToLong(Long::longValue).sum();
        if (panicRows > 0) {
            out.println(
                    "rows with a panic of the reference: "
                            + panicRows
                            + " ("
                            + panics.getOrDefault(Verdict.Panic.ERROR, 0L)
                            + " met with an error, "
                            + panics.getOrDefault(Verdict.Panic.EVIDENT_RESULT, 0L)
                            + " with the declared result, "
                            + panics.getOrDefault(Verdict.Panic.FAILED, 0L)
                            + " failed)");
        }
        if (only != null) {
            out.println("only: " + only);
        }
        out.println(passed + " passed, " + failed + " failed");
        out.flush();
    }

    private void printGroups(String kind, Map<String, Count> counts) {
        int width = counts.keySet().stream().mapToInt(String::length).max().orElse(0);
        boolean brief = !allGroups && counts.size() > 60;
        int hidden = 0;
        out.println("by " + kind + ":");
        for (Map.Entry<String, Count> entry : counts.entrySet()) {
            Count count = entry.getValue();
            if (brief && count.failed == 0) {
                hidden++;
                continue;
            }
            out.println(
                    String.format(
                            "  %-" + Math.max(1, width) + "s %8d passed %8d failed",
                            entry.getKey(),
                            count.passed,
                            count.failed));
        }
        if (hidden > 0) {
            out.println("  and " + hidden + " more without a failure (--all-groups)");
        }
        out.println();
    }

    private void printReasons() {
        if (reasons.isEmpty()) {
            return;
        }
        out.println("by reason:");
        reasons.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry<String, Long>::getValue).reversed())
                .limit(PRINTED_REASONS)
                .forEach(e -> out.println(String.format("  %8d  %s", e.getValue(), e.getKey())));
        if (reasons.size() > PRINTED_REASONS) {
            out.println("  and " + (reasons.size() - PRINTED_REASONS) + " other reasons");
        }
        out.println();
    }

    /** The number of rows that passed. */
    public long passed() {
        return passed;
    }

    /** The number of rows that failed. */
    public long failed() {
        return failed;
    }
}
