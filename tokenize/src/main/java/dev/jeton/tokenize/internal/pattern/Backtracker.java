package dev.jeton.tokenize.internal.pattern;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.unicode.CaseFolds;
import dev.jeton.tokenize.internal.unicode.CodePointSet;
import java.util.Arrays;

/**
 * Runs a {@link Program}: the first way through it wins, as in Oniguruma, and ways not taken wait
 * on a stack of our own (a long text cannot overflow the thread's).
 *
 * <p>Where success from an instruction and a place depends on nothing else (no references), but for
 * which of the rounds around it are still empty, failures are remembered: a choice that failed at a
 * place fails at once the next time, and so does a run of one set that starts inside a run that
 * failed. That makes the search linear in the text for such patterns; for the others a limit on the
 * steps holds.
 */
final class Backtracker implements PatternMatcher {
    // What lies on the stack, four numbers each: kind, a, b, c.
    /** a: instruction, b: place. */
    private static final int CHOICE = 0;

    /** a: the RUN, b: the place reached, c: the least place. */
    private static final int RANGE = 1;

    /** a: slot, b: what it held. */
    private static final int UNDO = 2;

    /** b: the place; where a condition or an atomic part began. */
    private static final int MARK = 3;

    /** a: the instruction behind, b: the place; where a negative condition began. */
    private static final int NOT_MARK = 4;

    /** a: number of the split in its state, b: place; reached when both ways failed. */
    private static final int SPLIT_FAILED = 5;

    /** a: the RUN, b: where it started, c: where it ended; reached when all of it failed. */
    private static final int RUN_FAILED = 6;

    /** a: the instruction behind, b: the place, c: how many characters more. */
    private static final int BACK = 7;

    /** b: the start before {@code \K}. */
    private static final int UNDO_KEEP = 8;

    private static final long MAX_MEMO_BITS = 1L << 28;

    private final GeneralPattern pattern;
    private final Program program;
    private final int[] code;
    private final boolean memoizable;
    private final int[] slots;
    private int[] stack = new int[256];
    private int top;
    private byte[] text = new byte[0];
    private int from;
    private int to;
    private int searchFrom;
    private int lastEnd;
    private int start;
    private int end;
    private int keep;
    private static final long STEPS_PER_BYTE = 2000;

    private long steps;
    private long maxSteps;
    private final long stepLimit;

    /** Bits of failed choices: split by split, place by place. Empty until needed. */
    private long[] failed = new long[0];

    /** For each RUN, where the last one that failed started and ended. */
    private final int[] failedRuns;

    Backtracker(GeneralPattern pattern, Program program, long stepLimit) {
        this.stepLimit = stepLimit;
        this.pattern = pattern;
        this.program = program;
        code = program.code;
        memoizable = program.memoizable;
        slots = new int[program.slots];
        failedRuns = new int[memoizable ? 2 * code.length : 0];
    }

    @Override
    public void reset(byte[] utf8, int newFrom, int newTo) {
        text = utf8;
        from = newFrom;
        to = newTo;
        searchFrom = newFrom;
        lastEnd = -1;
        steps = 0;
        maxSteps = stepLimit + STEPS_PER_BYTE * (newTo - newFrom);
        Arrays.fill(failedRuns, -1);
        if (failed.length > 0) {
            failed = new long[0];
        }
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int end() {
        return end;
    }

    /** The steps since {@link #reset}, which tests count. */
    long steps() {
        return steps;
    }

    @Override
    public boolean find() {
        while (searchFrom <= to) {
            if (!search()) {
                searchFrom = to + 1;
                return false;
            }
            if (start == end && end == lastEnd) {
                searchFrom += searchFrom < to ? length(searchFrom) : 1;
            } else {
                searchFrom = end;
                lastEnd = end;
                return true;
            }
        }
        return false;
    }

    private boolean search() {
        CodePointSet first = program.first;
        for (int p = searchFrom; p <= to; p += p < to ? length(p) : 1) {
            if (first != null) {
                while (p < to && !first.contains(codePoint(p))) {
                    p += length(p);
                    steps++;
                }
                if (p >= to) {
                    return false;
                }
            }
            Arrays.fill(slots, -1);
            keep = p;
            top = 0;
            int e = run(0, p);
            if (e >= 0) {
                start = Math.min(keep, e);
                end = e;
                return true;
            }
        }
        return false;
    }

    // ---- characters

    private int length(int p) {
        int b = text[p];
        int n = b >= 0 ? 1 : b < (byte) 0xE0 ? 2 : b < (byte) 0xF0 ? 3 : 4;
        return b >= 0 || b < (byte) 0xC2 || p + n > to ? 1 : n;
    }

    private int codePoint(int p) {
        int b = text[p];
        if (b >= 0) {
            return b;
        }
        int n = length(p);
        if (n == 1) {
            return 0xFFFD;
        }
        int cp = b & (0x7F >> n);
        for (int i = 1; i < n; i++) {
            cp = (cp << 6) | (text[p + i] & 0x3F);
        }
        return Math.min(cp, 0x10FFFF);
    }

    private int before(int p) {
        return CharClasses.before(text, p, from);
    }

    // ---- stack

    private void push(int kind, int a, int b, int c) {
        if (top + 4 > stack.length) {
            if (stack.length > 1 << 28) {
                throw tooManySteps();
            }
            stack = Arrays.copyOf(stack, 2 * stack.length);
        }
        stack[top] = kind;
        stack[top + 1] = a;
        stack[top + 2] = b;
        stack[top + 3] = c;
        top += 4;
    }

    private TokenizerException tooManySteps() {
        return new TokenizerException(
                "The pattern \""
                        + pattern.pattern()
                        + "\" took more than "
                        + maxSteps
                        + " steps on a text of "
                        + (to - from)
                        + " bytes (LoadLimits.maxPatternSteps). It tries too many ways; write it"
                        + " without nested repetitions.");
    }

    /**
     * Takes what lies above the last mark of this kind, and the mark, from the stack; undoings
     * stay.
     */
    private int cut(int kind) {
        int mark = top - 4;
        while (stack[mark] != kind) {
            mark -= 4;
        }
        int place = stack[mark + 2];
        int kept = mark;
        for (int i = mark + 4; i < top; i += 4) {
            if (stack[i] == UNDO || stack[i] == UNDO_KEEP) {
                System.arraycopy(stack, i, stack, kept, 4);
                kept += 4;
            }
        }
        top = kept;
        return place;
    }

    private int lastMark() {
        int mark = top - 4;
        while (stack[mark] != MARK && stack[mark] != NOT_MARK) {
            mark -= 4;
        }
        return stack[mark + 2];
    }

    /** Takes everything down to the last negative mark, and it, from the stack and undoes it. */
    private void undoToNotMark() {
        while (stack[top - 4] != NOT_MARK) {
            top -= 4;
            undo();
        }
        top -= 4;
    }

    private void undo() {
        if (stack[top] == UNDO) {
            slots[stack[top + 1]] = stack[top + 2];
        } else if (stack[top] == UNDO_KEEP) {
            keep = stack[top + 2];
        }
    }

    // ---- memory of failures

    /** A bit for each of these rounds, set if it has had no character yet. */
    private int emptyRounds(int[] rounds, int p) {
        int empty = 0;
        for (int i = 0; i < rounds.length; i++) {
            empty |= slots[rounds[i]] == p ? 1 << i : 0;
        }
        return empty;
    }

    private boolean hasFailed(int split, int p) {
        long bit = (long) split * (to - from + 1) + p - from;
        return failed.length > 0 && (failed[(int) (bit >>> 6)] >>> bit & 1) != 0;
    }

    private void setFailed(int split, int p) {
        long bits = (long) program.splits * (to - from + 1);
        if (bits > MAX_MEMO_BITS) {
            return;
        }
        if (failed.length == 0) {
            failed = new long[(int) ((bits + 63) >>> 6)];
        }
        long bit = (long) split * (to - from + 1) + p - from;
        failed[(int) (bit >>> 6)] |= 1L << bit;
    }

    // ---- the machine

    /** Runs from an instruction and a place to the end of the match, or -1. */
    private int run(int startPc, int startPlace) {
        int floor = top;
        int pc = startPc;
        int p = startPlace;
        while (true) {
            if (++steps > maxSteps) {
                throw tooManySteps();
            }
            boolean ok = true;
            switch (code[pc]) {
                case Program.MATCH -> {
                    top = floor;
                    return p;
                }
                case Program.SET -> {
                    ok = p < to && program.sets[code[pc + 1]].contains(codePoint(p));
                    if (ok) {
                        p += length(p);
                        pc += 2;
                    }
                }
                case Program.RUN, Program.RUN_ALL -> {
                    p = runOf(pc, p);
                    ok = p >= 0;
                    pc += 4;
                }
                case Program.SPLIT -> {
                    if (memoizable) {
                        int state = code[pc + 3] + emptyRounds(program.rounds[code[pc + 4]], p);
                        ok = !hasFailed(state, p);
                        if (ok) {
                            push(SPLIT_FAILED, state, p, 0);
                        }
                    }
                    if (ok) {
                        push(CHOICE, code[pc + 2], p, 0);
                        pc = code[pc + 1];
                    }
                }
                case Program.JUMP -> {
                    pc = code[pc + 1];
                }
                case Program.SAVE -> {
                    push(UNDO, code[pc + 1], slots[code[pc + 1]], 0);
                    slots[code[pc + 1]] = p;
                    pc += 2;
                }
                case Program.PLACE -> {
                    ok = isAt(code[pc + 1], p);
                    pc += 2;
                }
                case Program.LOOK, Program.ATOMIC -> {
                    push(MARK, 0, p, 0);
                    pc++;
                }
                case Program.LOOK_END -> {
                    p = cut(MARK);
                    pc++;
                }
                case Program.NOT -> {
                    push(NOT_MARK, code[pc + 1], p, 0);
                    pc += 2;
                }
                case Program.NOT_END -> {
                    undoToNotMark();
                    ok = false;
                }
                case Program.ATOMIC_END -> {
                    cut(MARK);
                    pc++;
                }
                case Program.KEEP -> {
                    push(UNDO_KEEP, 0, keep, 0);
                    keep = p;
                    pc++;
                }
                case Program.REFERENCE -> {
                    p = reference(program.references[code[pc + 1]], code[pc + 2] != 0, p);
                    ok = p >= 0;
                    pc += 3;
                }
                case Program.LEAVE_IF_EMPTY -> {
                    pc = slots[code[pc + 1]] == p ? code[pc + 2] : pc + 3;
                }
                case Program.BACK -> {
                    p = back(p, code[pc + 1]);
                    ok = p >= 0;
                    if (ok && code[pc + 2] > code[pc + 1]) {
                        push(BACK, pc + 3, p, code[pc + 2] - code[pc + 1]);
                    }
                    pc += 3;
                }
                case Program.AT_LOOK -> {
                    ok = p == lastMark();
                    pc++;
                }
                case Program.ABSENT -> {
                    int longest = withoutPart(code[pc + 1], p);
                    if (longest > p) {
                        push(RANGE, pc - 2, longest, p);
                    }
                    p = longest;
                    pc += 2;
                }
                default -> {
                    throw new IllegalStateException("instruction " + code[pc]);
                }
            }
            if (ok) {
                continue;
            }
            // Back to the last way that was not taken.
            pc = -1;
            while (pc < 0) {
                if (top == floor) {
                    return -1;
                }
                top -= 4;
                int a = stack[top + 1];
                p = stack[top + 2];
                switch (stack[top]) {
                    case CHOICE, NOT_MARK -> {
                        pc = a;
                    }
                    case RANGE -> {
                        p = before(p);
                        if (p > stack[top + 3]) {
                            stack[top + 2] = p;
                            top += 4;
                        }
                        pc = a + 4;
                    }
                    case SPLIT_FAILED -> {
                        setFailed(a, p);
                    }
                    case RUN_FAILED -> {
                        failedRuns[2 * a] = p;
                        failedRuns[2 * a + 1] = stack[top + 3];
                    }
                    case BACK -> {
                        int left = stack[top + 3];
                        if (p > from) {
                            p = before(p);
                            if (left > 1) {
                                stack[top + 2] = p;
                                stack[top + 3] = left - 1;
                                top += 4;
                            }
                            pc = a;
                        }
                    }
                    default -> {
                        undo();
                    }
                }
            }
        }
    }

    /** The end of the run of a RUN or RUN_ALL at {@code p}, or -1 if it is too short. */
    private int runOf(int pc, int p) {
        CodePointSet set = program.sets[code[pc + 1]];
        int least = code[pc + 2];
        int most = code[pc + 3];
        boolean remembers =
                memoizable && most < 0 && code[pc] == Program.RUN && !program.unsureRuns[pc];
        if (remembers && failedRuns[2 * pc] >= 0) {
            if (p >= failedRuns[2 * pc] && p <= failedRuns[2 * pc + 1]) {
                return -1;
            }
        }
        int failedFrom = remembers && least <= 1 ? failedRuns[2 * pc] : -1;
        int q = p;
        int runEnd = -1;
        int leastEnd = least == 0 ? p : -1;
        for (int n = 0; n != most && q < to && set.contains(codePoint(q)); ) {
            if (q == failedFrom && q > p) {
                // The rest of the run was tried from here on: only what comes before is left.
                runEnd = failedRuns[2 * pc + 1];
                q = least == 1 ? q : before(q);
                break;
            }
            q += length(q);
            steps++;
            if (++n == least) {
                leastEnd = q;
            }
        }
        if (leastEnd < 0) {
            return -1;
        }
        if (code[pc] == Program.RUN) {
            if (remembers) {
                push(RUN_FAILED, pc, p, runEnd < 0 ? q : runEnd);
            }
            if (q > leastEnd) {
                push(RANGE, pc, q, leastEnd);
            }
        }
        return q;
    }

    private int back(int p, int characters) {
        int q = p;
        for (int i = 0; i < characters; i++) {
            if (q <= from) {
                return -1;
            }
            q = before(q);
        }
        return q;
    }

    private int reference(int[] groups, boolean ignoreCase, int p) {
        for (int group : groups) {
            int a = 2 * group < slots.length ? slots[2 * group] : -1;
            int b = 2 * group + 1 < slots.length ? slots[2 * group + 1] : -1;
            if (a < 0 || b < a) {
                continue;
            }
            int q = p;
            boolean same = true;
            while (a < b && same) {
                same = q < to && sameChar(codePoint(a), codePoint(q), ignoreCase);
                if (same) {
                    a += length(a);
                    q += length(q);
                }
                steps++;
            }
            if (same) {
                return q;
            }
        }
        return -1;
    }

    private static boolean sameChar(int a, int b, boolean ignoreCase) {
        return a == b || (ignoreCase && CaseFolds.fold(a).equals(CaseFolds.fold(b)));
    }

    /** The longest stretch from {@code p} on in which the part at {@code partPc} does not occur. */
    private int withoutPart(int partPc, int p) {
        int limit = to;
        for (int q = p; q <= limit; q += q < to ? length(q) : 1) {
            int e = run(partPc, q);
            if (e >= 0) {
                limit = Math.min(limit, e > p ? before(e) : p);
            }
        }
        return limit;
    }

    private boolean isAt(int place, int p) {
        return switch (program.places[place]) {
            case LINE_START -> p == from || (text[p - 1] == '\n' && p < to);
            case LINE_END -> p == to || text[p] == '\n';
            case TEXT_START -> p == from;
            case TEXT_END -> p == to;
            case TEXT_END_OR_LAST_LINE_END -> p == to || (p == to - 1 && text[p] == '\n');
            case SEARCH_START -> p == searchFrom;
            case WORD_BOUNDARY -> isWordBoundary(p);
            case NO_WORD_BOUNDARY -> !isWordBoundary(p);
            case CLUSTER_BOUNDARY -> isClusterBoundary(p);
            case NO_CLUSTER_BOUNDARY -> !isClusterBoundary(p);
        };
    }

    private boolean isWordBoundary(int p) {
        boolean behind = p > from && CharSets.BARE_WORD.contains(codePoint(before(p)));
        boolean ahead = p < to && CharSets.BARE_WORD.contains(codePoint(p));
        return behind != ahead;
    }

    private boolean isClusterBoundary(int p) {
        if (p == from || p == to) {
            return true;
        }
        int q = before(p);
        int behind = codePoint(q);
        int ahead = codePoint(p);
        switch (Clusters.between(behind, ahead)) {
            case Clusters.BREAK -> {
                return true;
            }
            case Clusters.NO_BREAK -> {
                return false;
            }
            case Clusters.IF_NO_PICTURE -> {
                while (q > from) {
                    q = before(q);
                    steps++;
                    if (Clusters.isPicture(codePoint(q))) {
                        return false;
                    }
                    if (!Clusters.isExtend(codePoint(q))) {
                        return true;
                    }
                }
                return true;
            }
            default -> {
                int flags = 0;
                while (q > from && Clusters.isRegional(codePoint(before(q)))) {
                    q = before(q);
                    flags++;
                    steps++;
                }
                return flags % 2 != 0;
            }
        }
    }
}
