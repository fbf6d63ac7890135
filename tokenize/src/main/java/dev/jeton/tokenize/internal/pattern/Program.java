package dev.jeton.tokenize.internal.pattern;

import dev.jeton.tokenize.internal.unicode.CodePointSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pattern as instructions for the {@link Backtracker}: numbers in one array, each instruction
 * followed by its operands.
 */
final class Program {
    static final int MATCH = 0;

    /** set: one character of it. */
    static final int SET = 1;

    /** set, least, most (-1: any): as many as there are, fewer when what follows fails. */
    static final int RUN = 2;

    /** set, least, most: as many as there are. */
    static final int RUN_ALL = 3;

    /** first, second, number, list: goes on at the first, and at the second when that fails. */
    static final int SPLIT = 4;

    /** target. */
    static final int JUMP = 5;

    /** slot: the place is kept. */
    static final int SAVE = 6;

    /** place: must hold here. */
    static final int PLACE = 7;

    static final int LOOK = 8;

    /** The condition holds: back to where it began, and no second try. */
    static final int LOOK_END = 9;

    /** after: goes on there if what follows fails. */
    static final int NOT = 10;

    static final int NOT_END = 11;
    static final int ATOMIC = 12;

    /** No second try of what was matched since. */
    static final int ATOMIC_END = 13;

    static final int KEEP = 14;

    /** list, 1 if case does not matter. */
    static final int REFERENCE = 15;

    /** slot, target: leaves a loop whose last round was empty. */
    static final int LEAVE_IF_EMPTY = 16;

    /** least, most: goes back so many characters, more when what follows fails. */
    static final int BACK = 17;

    /** The place must be where the condition began. */
    static final int AT_LOOK = 18;

    /** start of the part: the longest stretch without it, shorter when what follows fails. */
    static final int ABSENT = 19;

    private static final int MAX_SIZE = 200_000;

    /** Rounds within rounds that failures are remembered for: each doubles the memory. */
    private static final int MOST_ROUNDS = 4;

    final int[] code;
    final CodePointSet[] sets;
    final int[][] references;
    final Node.Place[] places;
    final int slots;

    /** How many numbers the splits have: one for each state that its list of slots can be in. */
    final int splits;

    /**
     * The slots that a split's success depends on, by its list: those of the rounds around it. It
     * depends on each only in whether the round has had a character yet, for a place never goes
     * back within a round.
     */
    final int[][] rounds;

    /** By instruction: a run that may be empty in a round that may be, whose end tells. */
    final boolean[] unsureRuns;

    /**
     * Whether success from a split, a place and the state of its rounds depends on nothing else.
     */
    final boolean memoizable;

    /** What a match can start with, or null if it can be empty or start anywhere. */
    final @Nullable CodePointSet first;

    private Program(Compiler c, @Nullable CodePointSet first) {
        code = Arrays.copyOf(c.code, c.size);
        sets = c.sets.toArray(CodePointSet[]::new);
        references = c.references.toArray(int[][]::new);
        places = c.places.toArray(Node.Place[]::new);
        slots = c.slots;
        splits = c.splits;
        rounds = c.rounds.toArray(int[][]::new);
        unsureRuns = new boolean[code.length];
        c.unsureRuns.forEach(at -> unsureRuns[at] = true);
        memoizable = c.memoizable;
        this.first = first;
    }

    static Program of(PatternParser parser) {
        Node node = parser.parse();
        Compiler compiler = new Compiler(parser);
        compiler.emit(node);
        compiler.add(MATCH);
        return new Program(compiler, firstOf(node));
    }

    /** What a match of the node starts with, or null where that is not sure. */
    private static @Nullable CodePointSet firstOf(Node node) {
        if (node instanceof Node.OneOf one) {
            return one.set();
        } else if (node instanceof Node.Sequence sequence) {
            for (Node part : sequence.parts()) {
                if (!(part instanceof Node.Place) && !(part instanceof Node.Look)) {
                    return firstOf(part);
                }
            }
            return null;
        } else if (node instanceof Node.Choice choice) {
            CodePointSet all = CodePointSet.EMPTY;
            for (Node part : choice.parts()) {
                CodePointSet first = firstOf(part);
                if (first == null) {
                    return null;
                }
                all = all.or(first);
            }
            return all;
        } else if (node instanceof Node.Repeat repeat) {
            return repeat.min() == 0 ? null : firstOf(repeat.part());
        } else if (node instanceof Node.Group group) {
            return firstOf(group.part());
        } else if (node instanceof Node.Atomic atomic) {
            return firstOf(atomic.part());
        }
        return null;
    }

    /** Whether a node can match without a character. */
    static boolean mayBeEmpty(Node node) {
        return Width.of(node)[0] == 0;
    }

    /** Whether all that a node matches has equally many characters. */
    static boolean hasOneWidth(Node node) {
        int[] width = Width.of(node);
        return width[0] == width[1];
    }

    private static final class Compiler {
        private final boolean captures;
        private final PatternException tooLarge;
        private int[] code = new int[64];
        private int size;
        private final List<CodePointSet> sets = new ArrayList<>();
        private final Map<CodePointSet, Integer> numbers = new HashMap<>();
        private final List<int[]> references = new ArrayList<>();
        private final List<Node.Place> places = new ArrayList<>();
        private int slots;
        private int splits;
        private final List<int[]> rounds = new ArrayList<>(List.of(new int[0]));
        private int[] around = new int[0];
        private final List<Integer> unsureRuns = new ArrayList<>();
        private boolean memoizable = true;

        Compiler(PatternParser parser) {
            captures = parser.hasReferences();
            slots = captures ? 2 * parser.groupCount() + 2 : 0;
            tooLarge = parser.tooLarge(MAX_SIZE);
        }

        private int add(int... instruction) {
            if (size + instruction.length > MAX_SIZE) {
                throw tooLarge;
            }
            if (size + instruction.length > code.length) {
                code = Arrays.copyOf(code, 2 * code.length + instruction.length);
            }
            System.arraycopy(instruction, 0, code, size, instruction.length);
            size += instruction.length;
            return size - instruction.length;
        }

        private int set(CodePointSet set) {
            return numbers.computeIfAbsent(
                    set,
                    s -> {
                        sets.add(s);
                        return sets.size() - 1;
                    });
        }

        private int split() {
            if (!Arrays.equals(rounds.get(rounds.size() - 1), around)) {
                rounds.add(around);
            }
            int number = splits;
            splits += 1 << around.length;
            return add(SPLIT, 0, 0, number, rounds.size() - 1);
        }

        private void emit(Node node) {
            if (node instanceof Node.OneOf one) {
                add(SET, set(one.set()));
            } else if (node instanceof Node.Sequence sequence) {
                sequence.parts().forEach(this::emit);
            } else if (node instanceof Node.Choice choice) {
                emitChoice(choice.parts());
            } else if (node instanceof Node.Repeat repeat) {
                emitRepeat(repeat);
            } else if (node instanceof Node.Group group) {
                emitGroup(group);
            } else if (node instanceof Node.Atomic atomic) {
                add(ATOMIC);
                emit(atomic.part());
                add(ATOMIC_END);
            } else if (node instanceof Node.Look look) {
                emitLook(look);
            } else if (node instanceof Node.Place place) {
                memoizable &= place != Node.Place.SEARCH_START;
                places.add(place);
                add(PLACE, places.size() - 1);
            } else if (node instanceof Node.Keep) {
                add(KEEP);
                memoizable = false;
            } else if (node instanceof Node.Reference reference) {
                references.add(reference.groups().stream().mapToInt(i -> i).toArray());
                add(REFERENCE, references.size() - 1, reference.ignoreCase() ? 1 : 0);
                memoizable = false;
            } else if (node instanceof Node.Absent absent) {
                int at = add(ABSENT, 0);
                int over = add(JUMP, 0);
                code[at + 1] = size;
                emit(absent.part());
                add(MATCH);
                code[over + 1] = size;
            }
        }

        private void emitGroup(Node.Group group) {
            if (captures) {
                add(SAVE, 2 * group.number());
                emit(group.part());
                add(SAVE, 2 * group.number() + 1);
            } else {
                emit(group.part());
            }
        }

        private void emitChoice(List<Node> parts) {
            int[] jumps = new int[parts.size()];
            for (int i = 0; i < parts.size() - 1; i++) {
                int split = split();
                code[split + 1] = size;
                emit(parts.get(i));
                jumps[i] = add(JUMP, 0);
                code[split + 2] = size;
            }
            emit(parts.get(parts.size() - 1));
            for (int i = 0; i < parts.size() - 1; i++) {
                code[jumps[i] + 1] = size;
            }
        }

        private void emitLook(Node.Look look) {
            int begin = look.negative() ? add(NOT, 0) : add(LOOK);
            if (look.behind()) {
                int[] range = Width.of(look.part());
                add(BACK, range[0], range[1]);
                emit(look.part());
                if (range[0] != range[1]) {
                    memoizable = false;
                    add(AT_LOOK);
                }
            } else {
                emit(look.part());
            }
            add(look.negative() ? NOT_END : LOOK_END);
            if (look.negative()) {
                code[begin + 1] = size;
            }
        }

        private void emitRepeat(Node.Repeat repeat) {
            boolean possessive = repeat.greed() == Node.Greed.POSSESSIVE;
            if (repeat.part() instanceof Node.OneOf one && repeat.greed() != Node.Greed.LAZY) {
                int run = possessive ? RUN_ALL : RUN;
                int at = add(run, set(one.set()), repeat.min(), repeat.max());
                if (repeat.min() == 0 && around.length > 0) {
                    unsureRuns.add(at);
                }
                return;
            }
            if (possessive) {
                add(ATOMIC);
            }
            boolean checked =
                    mayBeEmpty(repeat.part()) && InstructionCount.endsAtAnyEmptyRound(repeat);
            int slot = checked ? emptinessSlot() : -1;
            List<Integer> leaves = new ArrayList<>();
            for (int i = 0; i < repeat.min(); i++) {
                emitRound(repeat, slot, leaves);
            }
            if (repeat.max() < 0) {
                emitLoop(repeat);
            } else {
                emitOptional(repeat, slot, leaves);
            }
            leaves.forEach(leave -> code[leave + 2] = size);
            if (possessive) {
                add(ATOMIC_END);
            }
        }

        /** A slot for the place where a round began. */
        private int emptinessSlot() {
            memoizable &= around.length < MOST_ROUNDS;
            return slots++;
        }

        /** One round; with a slot, one that leaves the repetition if it was empty. */
        private void emitRound(Node.Repeat repeat, int slot, List<Integer> leaves) {
            if (slot < 0) {
                emit(repeat.part());
                return;
            }
            add(SAVE, slot);
            int[] outer = around;
            if (memoizable) {
                around = Arrays.copyOf(outer, outer.length + 1);
                around[outer.length] = slot;
            }
            emit(repeat.part());
            around = outer;
            leaves.add(add(LEAVE_IF_EMPTY, slot, 0));
        }

        /** L: split body, end; body; jump L. */
        private void emitLoop(Node.Repeat repeat) {
            boolean lazy = repeat.greed() == Node.Greed.LAZY;
            int split = split();
            code[split + (lazy ? 2 : 1)] = size;
            List<Integer> leaves = new ArrayList<>();
            emitRound(repeat, mayBeEmpty(repeat.part()) ? emptinessSlot() : -1, leaves);
            add(JUMP, split);
            code[split + (lazy ? 1 : 2)] = size;
            leaves.forEach(leave -> code[leave + 2] = size);
        }

        private void emitOptional(Node.Repeat repeat, int slot, List<Integer> leaves) {
            boolean lazy = repeat.greed() == Node.Greed.LAZY;
            int[] ends = new int[repeat.max() - repeat.min()];
            for (int i = 0; i < ends.length; i++) {
                int split = split();
                code[split + (lazy ? 2 : 1)] = size;
                emitRound(repeat, slot, leaves);
                ends[i] = split + (lazy ? 1 : 2);
            }
            for (int end : ends) {
                code[end] = size;
            }
        }
    }

    /** How many characters a node can match. */
    private static final class Width {
        private static final int MANY = 1_000_000;

        static int[] of(Node node) {
            if (node instanceof Node.OneOf) {
                return new int[] {1, 1};
            } else if (node instanceof Node.Sequence sequence) {
                int[] sum = {0, 0};
                for (Node part : sequence.parts()) {
                    int[] w = of(part);
                    sum[0] = Math.min(MANY, sum[0] + w[0]);
                    sum[1] = Math.min(MANY, sum[1] + w[1]);
                }
                return sum;
            } else if (node instanceof Node.Choice choice) {
                int[] any = {MANY, 0};
                for (Node part : choice.parts()) {
                    int[] w = of(part);
                    any[0] = Math.min(any[0], w[0]);
                    any[1] = Math.max(any[1], w[1]);
                }
                return any;
            } else if (node instanceof Node.Repeat repeat) {
                int[] w = of(repeat.part());
                long most = repeat.max() < 0 ? MANY : (long) w[1] * repeat.max();
                return new int[] {
                    (int) Math.min(MANY, (long) w[0] * repeat.min()), (int) Math.min(MANY, most)
                };
            } else if (node instanceof Node.Group group) {
                return of(group.part());
            } else if (node instanceof Node.Atomic atomic) {
                return of(atomic.part());
            } else if (node instanceof Node.Reference || node instanceof Node.Absent) {
                return new int[] {0, MANY};
            }
            return new int[] {0, 0};
        }
    }
}
