package dev.jeton.templates.lint;

import dev.jeton.templates.internal.lang.Segment;
import dev.jeton.templates.internal.lang.Source;
import dev.jeton.templates.internal.lang.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something between delimiters, where it stands in the source. What is between two pieces is text.
 *
 * @param start the offset of the first delimiter
 * @param end the offset behind the last delimiter
 * @param open the sign at the first delimiter: {@code -}, {@code +} or 0
 * @param close the sign at the last delimiter
 * @param tokens the tokens of an expression or a tag, closed by {@code END}
 */
record Piece(Kind kind, int start, int end, char open, char close, List<Token> tokens) {
    enum Kind {
        EXPRESSION,
        TAG,
        COMMENT,
        /** {@code {% raw %}} to {@code {% endraw %}}. */
        RAW
    }

    private static final Pattern RAW =
            Pattern.compile("\\{%[-+]?\\s*raw\\s*-?%}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern END_RAW =
            Pattern.compile("\\{%[-+]?\\s*endraw\\s*([-+]?)%}", Pattern.UNICODE_CHARACTER_CLASS);

    /** The name of a tag; empty for the others. */
    String tag() {
        return kind == Kind.TAG ? tokens.get(0).text() : "";
    }

    boolean isTag(String name) {
        return tag().equals(name);
    }

    /** Whether the piece ends a line without trace: trim_blocks. */
    boolean trimsLineBreak() {
        return kind != Kind.EXPRESSION && close == 0;
    }

    /** The pieces of a source that has been scanned without an error. */
    static List<Piece> of(Source source, List<Segment> segments) {
        String text = source.text();
        List<Piece> pieces = new ArrayList<>();
        int segment = 0;
        int pos = 0;
        for (int start = nextDelimiter(text, pos); start >= 0; start = nextDelimiter(text, pos)) {
            while (segment < segments.size()
                    && (segments.get(segment).position() < start
                            || segments.get(segment).kind() == Segment.Kind.DATA)) {
                segment++;
            }
            Piece piece =
                    segment < segments.size() && segments.get(segment).position() == start
                            ? ofSegment(text, segments.get(segment))
                            : withoutTokens(text, start);
            pieces.add(piece);
            pos = piece.end();
        }
        return pieces;
    }

    private static int nextDelimiter(String text, int from) {
        for (int i = text.indexOf('{', from);
                i >= 0 && i + 1 < text.length();
                i = text.indexOf('{', i + 1)) {
            if ("{%#".indexOf(text.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    private static char sign(String text, int at) {
        char c = at >= 0 && at < text.length() ? text.charAt(at) : 0;
        return c == '-' || c == '+' ? c : 0;
    }

    private static Piece ofSegment(String text, Segment segment) {
        List<Token> tokens = segment.tokens();
        int last = tokens.get(tokens.size() - 1).position();
        char close = sign(text, last);
        Kind kind = segment.kind() == Segment.Kind.EXPRESSION ? Kind.EXPRESSION : Kind.TAG;
        int start = segment.position();
        int end = last + (close == 0 ? 2 : 3);
        return new Piece(kind, start, end, sign(text, start + 2), close, tokens);
    }

    private static Piece withoutTokens(String text, int start) {
        char open = sign(text, start + 2);
        int body = start + (open == 0 ? 2 : 3);
        if (text.charAt(start + 1) == '#') {
            int end = text.indexOf("#}", body);
            char close = end > body ? sign(text, end - 1) : 0;
            return new Piece(Kind.COMMENT, start, end + 2, open, close, List.of());
        }
        Matcher raw = RAW.matcher(text);
        int from = raw.find(start) ? raw.end() : body;
        Matcher end = END_RAW.matcher(text);
        if (!end.find(from)) {
            throw new IllegalStateException("raw without end at " + start);
        }
        char close = end.group(1).isEmpty() ? 0 : end.group(1).charAt(0);
        return new Piece(Kind.RAW, start, end.end(), open, close, List.of());
    }
}
