package dev.jeton.tokenize.internal.pattern;

import dev.jeton.tokenize.internal.unicode.CodePointSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Between which characters no match of a pattern can lie, and no search can tell what is behind.
 *
 * <p>The characters that a pattern reads are numbered; one <em>follows</em> another if some way
 * through the pattern reads it right behind (the automaton of Glushkov, "The abstract theory of
 * automata", 1961). Greed, atomic groups and priorities only leave ways out. So if no two numbers
 * that follow each other stand for the characters {@code a} and {@code b}, every search that has
 * read {@code a} fails at {@code b} as it fails at the end of the text, and of a text parted
 * between them both parts have the matches that they have together. What a look-ahead reads is read
 * as well, and a condition on a place counts as reading any character. Patterns that look back,
 * refer to groups or match nothing have no such borders.
 */
public final class PatternBorders {
    /** Patterns with more characters are not looked at: pairs of them are listed. */
    private static final int MAX_POSITIONS = 400;

    /** Thrown at what has no borders. */
    private static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit() {
            super(null, null, false, false);
        }
    }

    /** A part: with which positions it begins and ends, and whether it can be empty. */
    private record Ends(Set<Integer> first, Set<Integer> last, boolean nullable) {
        static Ends empty() {
            return new Ends(Set.of(), Set.of(), true);
        }
    }

    private final List<CodePointSet> sets = new ArrayList<>();

    /** What may follow each position. */
    private final List<Set<Integer>> follow = new ArrayList<>();

    private final CodePointSet read;
    private final CodePointSet sure;

    private PatternBorders(Node pattern) {
        Ends ends = ends(pattern, true);
        if (ends.nullable()) {
            throw new Unfit();
        }
        CodePointSet all = CodePointSet.EMPTY;
        for (CodePointSet set : sets) {
            all = all.or(set);
        }
        read = all;
        sure = sure(pattern);
    }

    /** The borders of a pattern, or null if it has none. */
    public static @Nullable PatternBorders of(String pattern) {
        try {
            return new PatternBorders(new PatternParser(pattern).parse());
        } catch (Unfit e) {
            return null;
        }
    }

    /** The borders of a pattern that is a fixed string, or null if that is empty. */
    public static @Nullable PatternBorders ofLiteral(String text) {
        List<Node> parts = new ArrayList<>();
        text.codePoints().forEach(c -> parts.add(new Node.OneOf(CodePointSet.range(c, c))));
        try {
            return new PatternBorders(new Node.Sequence(parts));
        } catch (Unfit e) {
            return null;
        }
    }

    /** Whether a search that has read {@code a} never reads {@code b} right behind it. */
    public boolean between(int a, int b) {
        for (int i = 0; i < sets.size(); i++) {
            if (sets.get(i).contains(a)) {
                for (int next : follow.get(i)) {
                    if (sets.get(next).contains(b)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** Whether a match begins at each {@code c} that no earlier match has taken. */
    public boolean isSure(int c) {
        return sure.contains(c);
    }

    /** Whether some match may have {@code c} in it. */
    public boolean reads(int c) {
        return read.contains(c);
    }

    private int position(CodePointSet set) {
        if (sets.size() == MAX_POSITIONS) {
            throw new Unfit();
        }
        sets.add(set);
        follow.add(new HashSet<>());
        return sets.size() - 1;
    }

    private void link(Set<Integer> before, Set<Integer> after) {
        for (int position : before) {
            follow.get(position).addAll(after);
        }
    }

    /**
     * Numbers the characters of a part.
     *
     * @param start whether the part may stand at the start of a match
     */
    private Ends ends(Node node, boolean start) {
        if (node instanceof Node.OneOf one) {
            Set<Integer> position = Set.of(position(one.set()));
            return new Ends(position, position, false);
        } else if (node instanceof Node.Sequence sequence) {
            return sequence(sequence.parts(), start);
        } else if (node instanceof Node.Choice choice) {
            return choice(choice.parts(), start);
        } else if (node instanceof Node.Repeat repeat) {
            return repeat(repeat, start);
        } else if (node instanceof Node.Group group) {
            return ends(group.part(), start);
        } else if (node instanceof Node.Atomic atomic) {
            return ends(atomic.part(), start);
        } else if (node instanceof Node.Look look && !look.behind()) {
            // It reads what it looks at, and what follows it reads the same place again.
            return new Ends(ends(look.part(), start).first(), Set.of(), true);
        } else if (node == Node.Place.TEXT_END || node == Node.Place.LINE_END) {
            return new Ends(Set.of(position(CodePointSet.ALL)), Set.of(), true);
        } else if (!start && node == Node.Place.WORD_BOUNDARY) {
            return new Ends(Set.of(position(CodePointSet.ALL)), Set.of(), true);
        }
        throw new Unfit();
    }

    private Ends choice(List<Node> parts, boolean start) {
        Set<Integer> first = new HashSet<>();
        Set<Integer> last = new HashSet<>();
        boolean nullable = false;
        for (Node part : parts) {
            Ends ends = ends(part, start);
            first.addAll(ends.first());
            last.addAll(ends.last());
            nullable |= ends.nullable();
        }
        return new Ends(first, last, nullable);
    }

    private Ends sequence(List<Node> parts, boolean start) {
        Set<Integer> first = new HashSet<>();
        Set<Integer> last = new HashSet<>();
        boolean nullable = true;
        for (Node part : parts) {
            Ends ends = ends(part, start && nullable);
            link(last, ends.first());
            if (nullable) {
                first.addAll(ends.first());
            }
            if (!ends.nullable()) {
                last.clear();
            }
            last.addAll(ends.last());
            nullable &= ends.nullable();
        }
        return new Ends(first, last, nullable);
    }

    private Ends repeat(Node.Repeat repeat, boolean start) {
        if (repeat.max() == 0) {
            return Ends.empty();
        }
        Ends ends = ends(repeat.part(), start);
        if (repeat.max() != 1) {
            link(ends.last(), ends.first());
        }
        return new Ends(ends.first(), ends.last(), ends.nullable() || repeat.min() == 0);
    }

    /** The characters at which the part matches whatever follows them. */
    private static CodePointSet sure(Node node) {
        if (node instanceof Node.OneOf one) {
            return one.set();
        } else if (node instanceof Node.Choice choice) {
            CodePointSet any = CodePointSet.EMPTY;
            for (Node part : choice.parts()) {
                any = any.or(sure(part));
            }
            return any;
        } else if (node instanceof Node.Repeat repeat) {
            return repeat.min() == 1 ? sure(repeat.part()) : CodePointSet.EMPTY;
        } else if (node instanceof Node.Group group) {
            return sure(group.part());
        } else if (node instanceof Node.Atomic atomic) {
            return sure(atomic.part());
        } else if (node instanceof Node.Sequence sequence) {
            return sureOf(sequence.parts());
        }
        return CodePointSet.EMPTY;
    }

    /** Those of the one part that must match, if the engine can leave the others out. */
    private static CodePointSet sureOf(List<Node> parts) {
        CodePointSet needed = CodePointSet.EMPTY;
        boolean found = false;
        for (Node part : parts) {
            boolean optional =
                    part instanceof Node.Repeat repeat
                            && repeat.min() == 0
                            && (found || repeat.greed() != Node.Greed.POSSESSIVE);
            if (!optional && found) {
                return CodePointSet.EMPTY;
            }
            if (!optional) {
                needed = sure(part);
                found = true;
            }
        }
        return needed;
    }
}
