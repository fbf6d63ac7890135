package dev.jeton.tokenize.internal.pattern;

import dev.jeton.tokenize.internal.unicode.CodePointSet;
import java.util.ArrayList;
import java.util.List;

/**
 * How many instructions Oniguruma makes of a part. That decides whether it writes a repetition out
 * or counts its rounds, which shows where rounds are empty: an empty round ends a counted
 * repetition, however many it asks for. The rules are those of {@code compile_length_tree} in
 * {@code regcomp.c} of version 6.9.
 */
final class InstructionCount {
    private static final int MOST_WRITTEN_OUT = 10;
    private static final int MOST_STRING_BYTES = 100;

    /** An upper bound of what matters, so that sums do not overflow. */
    private static final long MANY = 1_000_000;

    private InstructionCount() {}

    /** Whether the first rounds, those that must be, end the repetition when they are empty. */
    static boolean endsAtAnyEmptyRound(Node.Repeat repeat) {
        long body = of(repeat.part());
        if (repeat.max() < 0 && repeat.min() == 1) {
            return body > MOST_WRITTEN_OUT;
        }
        return isCounted(repeat, body);
    }

    private static boolean isCounted(Node.Repeat repeat, long body) {
        if (repeat.max() < 0) {
            return repeat.min() > 1 && body * repeat.min() > MOST_WRITTEN_OUT;
        }
        if (repeat.greed() == Node.Greed.LAZY) {
            return repeat.max() > 1 || repeat.min() == 1;
        }
        return repeat.max() > 1 && (body + 1) * repeat.max() > MOST_WRITTEN_OUT;
    }

    private static long of(Node node) {
        return Math.min(MANY, count(node));
    }

    private static long count(Node node) {
        if (node instanceof Node.Sequence sequence) {
            return ofSequence(sequence);
        } else if (node instanceof Node.Choice choice) {
            long sum = 2L * (choice.parts().size() - 1);
            for (Node part : choice.parts()) {
                sum += of(part);
            }
            return sum;
        } else if (node instanceof Node.Repeat repeat) {
            return ofRepeat(repeat);
        } else if (node instanceof Node.Group group) {
            return 2 + of(group.part());
        } else if (node instanceof Node.Atomic atomic) {
            return ofAtomic(atomic.part());
        } else if (node instanceof Node.Look look) {
            return ofLook(look);
        } else if (node instanceof Node.Absent absent) {
            return 20 + of(absent.part());
        }
        return 1;
    }

    /** Characters side by side are one instruction where they have equally many bytes. */
    private static long ofSequence(Node.Sequence sequence) {
        long sum = 0;
        int widthBefore = 0;
        for (Node part : sequence.parts()) {
            int width = characterBytes(part);
            if (width == 0 || width != widthBefore) {
                sum += of(part);
            }
            widthBefore = width;
        }
        return sum;
    }

    /** The bytes of a part that is one character, or 0. */
    private static int characterBytes(Node node) {
        if (!(node instanceof Node.OneOf one) || one.set().rangeCount() != 1) {
            return 0;
        }
        int c = one.set().rangeStart(0);
        if (one.set().rangeEnd(0) != c) {
            return 0;
        }
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }

    private static long ofRepeat(Node.Repeat repeat) {
        if (repeat.greed() == Node.Greed.POSSESSIVE) {
            return ofAtomic(
                    new Node.Repeat(repeat.part(), repeat.min(), repeat.max(), Node.Greed.GREEDY));
        }
        long body = of(repeat.part());
        if (body == 0 || repeat.max() == 0) {
            return 0;
        }
        long string = ofString(repeat);
        if (string > 0) {
            return string;
        }
        boolean any =
                repeat.part() instanceof Node.OneOf one
                        && (one.set().equals(CharSets.NOT_NEWLINE)
                                || one.set().equals(CodePointSet.ALL));
        boolean greedy = repeat.greed() == Node.Greed.GREEDY;
        if (isCounted(repeat, body)) {
            return 2 + checked(repeat, body);
        }
        if (repeat.max() < 0) {
            if (any && greedy) {
                return 1 + body * repeat.min();
            }
            boolean entered = repeat.min() == 1 && body > MOST_WRITTEN_OUT;
            return (entered ? 1 : body * repeat.min()) + 2 + checked(repeat, body);
        }
        return greedy ? body * repeat.min() + (body + 1) * (repeat.max() - repeat.min()) : 2 + body;
    }

    private static long checked(Node.Repeat repeat, long body) {
        return Program.mayBeEmpty(repeat.part()) ? body + 2 : body;
    }

    /** A string a fixed number of times is one longer string; 0 if it is none. */
    private static long ofString(Node.Repeat repeat) {
        List<Node> parts =
                repeat.part() instanceof Node.Sequence sequence
                        ? sequence.parts()
                        : List.of(repeat.part());
        int bytes = 0;
        for (Node part : parts) {
            int width = characterBytes(part);
            if (width == 0) {
                return 0;
            }
            bytes += width;
        }
        boolean fixed = repeat.min() == repeat.max() && repeat.min() > 1;
        if (!fixed || (long) bytes * repeat.min() > MOST_STRING_BYTES) {
            return 0;
        }
        List<Node> all = new ArrayList<>();
        for (int i = 0; i < repeat.min(); i++) {
            all.addAll(parts);
        }
        return ofSequence(new Node.Sequence(all));
    }

    private static long ofAtomic(Node part) {
        if (part instanceof Node.Repeat repeat
                && repeat.greed() == Node.Greed.GREEDY
                && repeat.max() < 0
                && repeat.min() <= 1
                && repeat.part() instanceof Node.OneOf) {
            return repeat.min() + 4L;
        }
        return 2 + of(part);
    }

    private static long ofLook(Node.Look look) {
        long body = of(look.part());
        if (!look.behind()) {
            return body + (look.negative() ? 5 : 2);
        }
        if (Program.hasOneWidth(look.part())) {
            return body + (look.negative() ? 6 : 3);
        }
        return body + (look.negative() ? 14 : 12);
    }
}
