package dev.jeton.templates.lint;

import dev.jeton.templates.internal.lang.Segment;
import dev.jeton.templates.internal.lang.Source;
import java.util.List;

/** Rules about white space that is printed although it looks like layout. */
final class LayoutRules {
    private LayoutRules() {}

    static void check(Source source, List<Segment> segments, Findings findings) {
        Gap.Finder gaps = new Gap.Finder(source.text(), segments);
        Piece before = null;
        for (Piece piece : Piece.of(source, segments)) {
            Gap gap = gaps.between(before, piece);
            boolean expression = piece.kind() == Piece.Kind.EXPRESSION;
            if (expression && piece.open() != '-' && before != null && isIndentation(gap)) {
                findings.add(
                        LintRule.PRINTED_INDENTATION,
                        piece.start(),
                        "the white space before this expression is printed");
            }
            boolean tags = before != null && before.kind() != Piece.Kind.EXPRESSION && !expression;
            if (tags && gap.kept().isBlank() && gap.kept().indexOf('\n') >= 0) {
                findings.add(
                        LintRule.PRINTED_BLANK_LINE, gap.keptStart(), "this empty line is printed");
            }
            before = piece;
        }
    }

    /** Whether the gap ends with spaces on a line of their own. */
    private static boolean isIndentation(Gap gap) {
        String kept = gap.kept();
        int line = kept.lastIndexOf('\n') + 1;
        String spaces = kept.substring(line);
        return !spaces.isEmpty() && spaces.isBlank() && (line > 0 || gap.lead().endsWith("\n"));
    }
}
