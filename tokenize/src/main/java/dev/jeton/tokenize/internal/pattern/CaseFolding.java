package dev.jeton.tokenize.internal.pattern;

import dev.jeton.tokenize.internal.unicode.CaseFolds;
import dev.jeton.tokenize.internal.unicode.CodePointSet;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code (?i)} makes of literals and classes, as Oniguruma does: characters are equal if their
 * Unicode case foldings are, and a character that folds to several (ß to ss) equals these.
 */
final class CaseFolding {
    private CaseFolding() {}

    /** The characters that equal {@code codePoint} one to one. */
    static CodePointSet equalTo(int codePoint) {
        CodePointSet set = CodePointSet.range(codePoint, codePoint);
        for (int other : CaseFolds.equalTo(codePoint)) {
            set = set.or(CodePointSet.range(other, other));
        }
        return set;
    }

    /** A class with all that equals one of its members one to one. */
    static CodePointSet close(CodePointSet set) {
        return set.or(CaseFolds.equalToAny(set));
    }

    /** A class under {@code (?i)}: also the sequences that members fold to. */
    static Node closeNode(CodePointSet set) {
        List<Node> choices = new ArrayList<>();
        choices.add(new Node.OneOf(close(set)));
        for (int[] folded : CaseFolds.sequencesOf(set)) {
            choices.add(sequence(folded));
        }
        return choices.size() == 1 ? choices.get(0) : new Node.Choice(choices);
    }

    private static Node sequence(int[] codePoints) {
        List<Node> parts = new ArrayList<>();
        for (int cp : codePoints) {
            parts.add(new Node.OneOf(equalTo(cp)));
        }
        return new Node.Sequence(parts);
    }

    /** A literal under {@code (?i)}. */
    static Node literal(int[] text) {
        List<Node> parts = new ArrayList<>();
        int i = 0;
        while (i < text.length) {
            int used = 0;
            for (int length = Math.min(3, text.length - i); length >= 2 && used == 0; length--) {
                CodePointSet single = CaseFolds.foldingTo(text, i, length);
                if (!single.isEmpty()) {
                    List<Node> apart = new ArrayList<>();
                    for (int j = i; j < i + length; j++) {
                        apart.add(new Node.OneOf(equalTo(text[j])));
                    }
                    parts.add(
                            new Node.Choice(
                                    List.of(new Node.Sequence(apart), new Node.OneOf(single))));
                    used = length;
                }
            }
            if (used == 0) {
                parts.add(closeNode(CodePointSet.range(text[i], text[i])));
                used = 1;
            }
            i += used;
        }
        return parts.size() == 1 ? parts.get(0) : new Node.Sequence(parts);
    }
}
