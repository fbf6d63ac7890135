package dev.jeton.cli.parity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The judgement of one row.
 *
 * @param place file and line, or another name that finds the row again
 * @param title what the row is about: tokenizer and op, template and input ...
 * @param groups the groups that the row is counted in
 * @param failure why the row failed, null when it passed
 * @param panic how a row with a panic of the reference was met, null for all other rows
 */
public record Verdict(
        String place,
        String title,
        List<Group> groups,
        @Nullable Failure failure,
        @Nullable Panic panic) {

    /** A group of the counts: {@code kind} is file, op, component, ... */
    public record Group(String kind, String name) {}

    /**
     * Why a row failed.
     *
     * @param reason one short line, the same for rows that fail for the same reason: counted
     * @param detail the difference, several lines, may be empty
     */
    public record Failure(String reason, String detail) {}

    /** How a row was met whose reference panicked. */
    public enum Panic {
        /** Jeton gave an error as well. */
        ERROR,
        /** Jeton gave the result declared in the list of evident results. */
        EVIDENT_RESULT,
        /** Neither. */
        FAILED
    }

    /** A row that passed. */
    public static Verdict passed(String place, String title, List<Group> groups) {
        return new Verdict(place, title, groups, null, null);
    }

    /** A row that failed. */
    public static Verdict failed(
            String place, String title, List<Group> groups, String reason, String detail) {
        return new Verdict(place, title, groups, new Failure(reason, detail), null);
    }

    /** The same judgement of a row with a panic of the reference. */
    public Verdict withPanic(Panic met) {
        return new Verdict(place, title, groups, failure, met);
    }
}
