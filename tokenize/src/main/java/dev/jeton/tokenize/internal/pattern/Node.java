package dev.jeton.tokenize.internal.pattern;

import dev.jeton.tokenize.internal.unicode.CodePointSet;
import java.util.List;

/** A part of a parsed pattern. */
sealed interface Node {
    /** Matches the empty string. */
    Node EMPTY = new Sequence(List.of());

    /** One character of a set. */
    record OneOf(CodePointSet set) implements Node {}

    /** Parts one after the other. */
    record Sequence(List<Node> parts) implements Node {}

    /** The first part that matches. */
    record Choice(List<Node> parts) implements Node {}

    /** How a repetition goes on. */
    enum Greed {
        GREEDY,
        LAZY,
        POSSESSIVE
    }

    /** A part several times; {@code max} is -1 for any number. */
    record Repeat(Node part, int min, int max, Greed greed) implements Node {}

    /** A part whose place is kept for references. */
    record Group(Node part, int number) implements Node {}

    /** A part that is not entered again once it matched. */
    record Atomic(Node part) implements Node {}

    /** A condition on what follows or, with {@code behind}, on what comes before. */
    record Look(Node part, boolean behind, boolean negative) implements Node {}

    /** A condition on a place. */
    enum Place implements Node {
        LINE_START,
        LINE_END,
        TEXT_START,
        TEXT_END,
        TEXT_END_OR_LAST_LINE_END,
        SEARCH_START,
        WORD_BOUNDARY,
        NO_WORD_BOUNDARY,
        CLUSTER_BOUNDARY,
        NO_CLUSTER_BOUNDARY
    }

    /** The match starts here. */
    record Keep() implements Node {}

    /** What a group matched, once more. */
    record Reference(List<Integer> groups, boolean ignoreCase) implements Node {}

    /** The longest text in which the part does not occur, or less of it. */
    record Absent(Node part) implements Node {}
}
