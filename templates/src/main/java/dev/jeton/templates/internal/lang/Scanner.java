package dev.jeton.templates.internal.lang;

import dev.jeton.templates.internal.value.PyChars;
import dev.jeton.templates.internal.value.PyError;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts a template into segments and does the whitespace control: Jinja2's {@code Lexer} with
 * trim_blocks and lstrip_blocks on.
 *
 * <ul>
 *   <li>{@code -} strips all white space on its side, {@code +} keeps it.
 *   <li>trim_blocks: one line break after a tag or comment is dropped (not after a {@code raw} tag,
 *       but after {@code endraw}).
 *   <li>lstrip_blocks: white space between the start of a line and a tag or comment is dropped, not
 *       before an expression and not after text on the same line.
 *   <li>A delimiter ends its segment only where brackets are balanced and outside strings.
 * </ul>
 */
public final class Scanner {
    private static final int TAG = 1;
    private static final int COMMENT = 2;
    private static final int EXPRESSION = 3;
    private static final int RAW = 4;

    static final String PRINT_END = "end of print statement";
    static final String TAG_END = "end of statement block";

    private final String text;
    private final int length;
    private final boolean lenient;
    private final List<Segment> segments = new ArrayList<>();
    private int pos;

    /** Whether the last match ended with a line break. */
    private boolean lineStarting = true;

    private Scanner(String text, boolean lenient) {
        this.text = text;
        this.lenient = lenient;
        this.length = text.length();
    }

    public static List<Segment> scan(Source source) {
        Scanner scanner = new Scanner(source.text(), false);
        scanner.run();
        return scanner.segments;
    }

    /**
     * The segments up to the first that cannot be read; the tokens of that one end with an {@code
     * ERROR} or {@code EOF}. Jinja2's lexer is lazy: an error of the parser before that place comes
     * first.
     */
    public static List<Segment> scanLeniently(Source source) {
        Scanner scanner = new Scanner(source.text(), true);
        try {
            scanner.run();
        } catch (PyError e) {
            Token error = new Token(Token.Type.ERROR, "", e, e.position());
            scanner.segments.add(
                    new Segment(Segment.Kind.EXPRESSION, "", List.of(error), e.position()));
        }
        return scanner.segments;
    }

    private void run() {
        while (pos < length) {
            int start = nextDelimiter(pos);
            if (start < 0) {
                addData(pos, length);
                return;
            }
            int kind = kindAt(start);
            int body = kind == RAW ? rawBodyStart(start) : start + 2;
            char sign = sign(start + 2);
            if (kind != RAW && sign != 0) {
                body++;
            }
            addData(pos, strippedEnd(pos, start, sign, kind != EXPRESSION));
            lineStarting = text.charAt(body - 1) == '\n';
            pos = body;
            switch (kind) {
                case RAW -> raw();
                case COMMENT -> comment(start);
                default -> tokens(kind == EXPRESSION, start);
            }
        }
    }

    private int nextDelimiter(int from) {
        for (int i = text.indexOf('{', from);
                i >= 0 && i + 1 < length;
                i = text.indexOf('{', i + 1)) {
            char c = text.charAt(i + 1);
            if (c == '{' || c == '%' || c == '#') {
                return i;
            }
        }
        return -1;
    }

    private int kindAt(int start) {
        char c = text.charAt(start + 1);
        if (c == '{') {
            return EXPRESSION;
        }
        if (c == '#') {
            return COMMENT;
        }
        return rawBodyStart(start) >= 0 ? RAW : TAG;
    }

    /** The offset after {@code {% raw %}} at {@code start}, or -1 if another tag is there. */
    private int rawBodyStart(int start) {
        int i = skipSpace(start + 2 + (sign(start + 2) != 0 ? 1 : 0));
        if (!text.startsWith("raw", i)) {
            return -1;
        }
        i = skipSpace(i + 3);
        if (text.startsWith("-%}", i)) {
            return skipSpace(i + 3);
        }
        return text.startsWith("%}", i) ? i + 2 : -1;
    }

    private char sign(int at) {
        char c = at < length ? text.charAt(at) : 0;
        return c == '-' || c == '+' ? c : 0;
    }

    private int skipSpace(int from) {
        int i = from;
        while (i < length && PyChars.isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The end of the text before a delimiter, after {@code -} and lstrip_blocks. */
    private int strippedEnd(int from, int to, char sign, boolean block) {
        if (sign == '-') {
            int end = to;
            while (end > from && PyChars.isSpace(text.charAt(end - 1))) {
                end--;
            }
            return end;
        }
        if (sign == '+' || !block) {
            return to;
        }
        // No further back than this piece of text: a source may be one line of a million tags.
        int line = to;
        while (line > from && text.charAt(line - 1) != '\n') {
            line--;
        }
        if (line == from && !lineStarting) {
            return to;
        }
        for (int i = line; i < to; i++) {
            if (!PyChars.isSpace(text.charAt(i))) {
                return to;
            }
        }
        return line;
    }

    private void addData(int from, int to) {
        if (to > from) {
            segments.add(new Segment(Segment.Kind.DATA, text.substring(from, to), List.of(), from));
        }
    }

    /**
     * Moves behind a closing delimiter: {@code -} strips white space, none drops one line break.
     */
    private void close(int end, char sign, boolean trimBlocks) {
        pos = end;
        if (sign == '-') {
            pos = skipSpace(end);
        } else if (sign == 0 && trimBlocks && end < length && text.charAt(end) == '\n') {
            pos = end + 1;
        }
        lineStarting = text.charAt(pos - 1) == '\n';
    }

    private void comment(int start) {
        int end = text.indexOf("#}", pos);
        if (end < 0) {
            // A comment without a character is no error to Jinja2.
            if (pos < length) {
                throw PyError.syntax("Missing end of comment tag", start);
            }
            return;
        }
        char sign = end > pos ? sign(end - 1) : 0;
        close(end + 2, sign, true);
    }

    private void raw() {
        int from = pos;
        for (int i = text.indexOf("{%", from); i >= 0; i = text.indexOf("{%", i + 1)) {
            char sign = sign(i + 2);
            int name = skipSpace(i + 2 + (sign != 0 ? 1 : 0));
            if (!text.startsWith("endraw", name)) {
                continue;
            }
            int end = skipSpace(name + 6);
            char endSign = sign(end);
            if (text.startsWith("%}", end + (endSign != 0 ? 1 : 0))) {
                addData(from, strippedEnd(from, i, sign, true));
                close(end + 2 + (endSign != 0 ? 1 : 0), endSign, true);
                return;
            }
        }
        if (from < length) {
            throw PyError.syntax("Missing end of raw directive", from);
        }
    }

    private void tokens(boolean expression, int start) {
        Segment.Kind kind = expression ? Segment.Kind.EXPRESSION : Segment.Kind.TAG;
        List<Token> tokens = new ArrayList<>();
        try {
            readTokens(expression, tokens);
        } catch (PyError e) {
            if (!lenient) {
                throw e;
            }
            tokens.add(new Token(Token.Type.ERROR, "", e, pos));
            pos = length;
        }
        Token.Type last = tokens.isEmpty() ? Token.Type.EOF : tokens.get(tokens.size() - 1).type();
        if (last != Token.Type.END && last != Token.Type.ERROR) {
            if (!lenient) {
                throw PyError.syntax("unexpected end of template", start);
            }
            // The line of the end is that of the last token.
            int at = tokens.isEmpty() ? start : tokens.get(tokens.size() - 1).position();
            tokens.add(new Token(Token.Type.EOF, "", "", at));
        }
        segments.add(new Segment(kind, "", List.copyOf(tokens), start));
    }

    /** Adds the tokens up to the closing delimiter, or all there are. */
    private void readTokens(boolean expression, List<Token> tokens) {
        String end = expression ? "}}" : "%}";
        Deque<Character> brackets = new ArrayDeque<>();
        Lexer lexer = new Lexer(text);
        while (pos < length) {
            if (brackets.isEmpty()) {
                char sign = sign(pos);
                boolean signed = sign == '-' || (sign == '+' && !expression);
                if (text.startsWith(end, pos + (signed ? 1 : 0))) {
                    String name = expression ? PRINT_END : TAG_END;
                    tokens.add(new Token(Token.Type.END, name, "", pos));
                    close(pos + 2 + (signed ? 1 : 0), signed ? sign : 0, !expression);
                    return;
                }
            }
            if (PyChars.isSpace(text.charAt(pos))) {
                pos++;
                continue;
            }
            Token token = lexer.tokenAt(pos);
            balance(token, brackets);
            tokens.add(token);
            pos = lexer.end();
        }
    }

    private static void balance(Token token, Deque<Character> brackets) {
        if (token.type() != Token.Type.OPERATOR || token.text().length() != 1) {
            return;
        }
        char c = token.text().charAt(0);
        switch (c) {
            case '(' -> brackets.push(')');
            case '[' -> brackets.push(']');
            case '{' -> brackets.push('}');
            case ')', ']', '}' -> {
                if (brackets.isEmpty()) {
                    throw PyError.syntax("unexpected '" + c + "'", token.position());
                }
                char expected = brackets.pop();
                if (expected != c) {
                    throw PyError.syntax(
                            "unexpected '" + c + "', expected '" + expected + "'",
                            token.position());
                }
            }
            default -> {}
        }
    }
}
