package dev.jeton.templates.lint;

import dev.jeton.templates.internal.lang.Segment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What stands between two pieces.
 *
 * @param lead what is dropped at its start; all of it where nothing is kept
 * @param kept what is printed
 * @param keptStart the offset of that in the source
 * @param trail what is dropped at its end
 */
record Gap(String lead, String kept, int keptStart, String trail) {

    /** Walks over the texts of a scan, gap after gap. */
    static final class Finder {
        private final String text;
        private final List<Segment> segments;
        private int next;

        Finder(String text, List<Segment> segments) {
            this.text = text;
            this.segments = segments;
        }

        Gap between(@Nullable Piece before, Piece piece) {
            return of(before == null ? 0 : before.end(), piece.start());
        }

        /** The rest of the source. */
        Gap after(@Nullable Piece before) {
            return of(before == null ? 0 : before.end(), text.length());
        }

        private Gap of(int from, int to) {
            while (next < segments.size() && segments.get(next).position() < from) {
                next++;
            }
            if (next < segments.size()
                    && segments.get(next).kind() == Segment.Kind.DATA
                    && segments.get(next).position() < to) {
                int start = segments.get(next).position();
                String kept = segments.get(next).data();
                return new Gap(
                        text.substring(from, start),
                        kept,
                        start,
                        text.substring(start + kept.length(), to));
            }
            return new Gap(text.substring(from, to), "", from, "");
        }
    }
}
