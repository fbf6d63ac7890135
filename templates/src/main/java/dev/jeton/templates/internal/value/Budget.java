package dev.jeton.templates.internal.value;

import dev.jeton.templates.TemplateException.Kind;
import dev.jeton.templates.TemplateLimits;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one rendering may still use: steps, time, depth, and the sizes of what it builds. */
public class Budget {
    private static final int CLOCK_INTERVAL = 4096;

    /** Strings below this size count as steps only. */
    private static final int LARGE = 4096;

    /**
     * The budget of the rendering on this thread. Equality, order, hashes and the texts of values
     * are also asked for by Java's own interfaces, such as a map's keys, which pass no budget.
     */
    private static final ThreadLocal<Budget> CURRENT = new ThreadLocal<>();

    private final TemplateLimits limits;
    private final long maxBuiltChars;
    private final long deadlineNanos;
    private long stepsLeft;
    private long nextClock;
    private long builtChars;
    private int depth;

    public Budget(TemplateLimits limits) {
        this.limits = limits;
        this.stepsLeft = limits.maxSteps();
        this.nextClock = Math.max(0, stepsLeft - CLOCK_INTERVAL);
        this.maxBuiltChars = 8L * limits.maxStringChars();
        this.deadlineNanos = System.nanoTime() + limits.deadline().toNanos();
    }

    /** Compiles or renders under this budget. */
    public final <T> T spend(Supplier<T> work) {
        Budget outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            restore(outer);
        }
    }

    private static void restore(@Nullable Budget outer) {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    /** The budget of the rendering on this thread; outside of one, a new one of the defaults. */
    static Budget current() {
        Budget budget = CURRENT.get();
        return budget != null ? budget : new Budget(TemplateLimits.defaults());
    }

    /** Counts a look at this many chars. */
    public static void scan(int chars) {
        if (chars > LARGE) {
            current().charge(chars >> 8);
        }
    }

    public final TemplateLimits limits() {
        return limits;
    }

    /** What was charged so far. */
    public final long stepsTaken() {
        return limits.maxSteps() - stepsLeft;
    }

    /** Counts work. */
    public final void charge(long steps) {
        stepsLeft -= steps;
        if (stepsLeft < nextClock) {
            checkClock();
        }
    }

    private void checkClock() {
        if (stepsLeft < 0) {
            throw PyError.limit(
                    "the template took more than "
                            + limits.maxSteps()
                            + " steps (TemplateLimits.maxSteps)");
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            throw PyError.limit(
                    "the template took longer than "
                            + limits.deadline().toMillis()
                            + " ms (TemplateLimits.deadline)");
        }
        nextClock = Math.max(0, stepsLeft - CLOCK_INTERVAL);
    }

    /** Checks a string before it is built. */
    public final void checkString(long chars) {
        if (chars > limits.maxStringChars()) {
            throw PyError.limit(
                    "a string of "
                            + chars
                            + " chars is longer than "
                            + limits.maxStringChars()
                            + " (TemplateLimits.maxStringChars)");
        }
        if (chars > LARGE) {
            builtChars += chars;
            if (builtChars > maxBuiltChars) {
                throw PyError.limit(
                        "the strings built are longer than "
                                + maxBuiltChars
                                + " chars together (8 x TemplateLimits.maxStringChars)");
            }
            charge(chars >> 6);
        }
    }

    /** Checks a list before it is built, and counts its items. */
    public final void checkList(long items) {
        if (items > limits.maxListItems()) {
            throw PyError.limit(
                    "a list of "
                            + items
                            + " items is longer than "
                            + limits.maxListItems()
                            + " (TemplateLimits.maxListItems)");
        }
        charge(items);
    }

    /** Enters a call that takes {@code frames} frames of Python's stack. */
    public final void enter(int frames) {
        depth += frames;
        if (depth > limits.maxRecursion()) {
            depth -= frames;
            throw new PyError(
                    Kind.RECURSION,
                    "maximum recursion depth exceeded (TemplateLimits.maxRecursion is "
                            + limits.maxRecursion()
                            + ")");
        }
    }

    public final void leave(int frames) {
        depth -= frames;
    }
}
