package dev.jeton.templates.internal.lang;

import dev.jeton.templates.internal.value.PyError;

/**
 * Escapes of string literals. Jinja2 encodes the literal with {@code backslashreplace} and decodes
 * it with Python's {@code unicode-escape}, so a backslash before a non-ASCII character becomes a
 * backslash and the character's escape in plain letters.
 */
final class StringEscapes {
    private final String raw;
    private final int position;
    private final StringBuilder out;
    private int i;

    private StringEscapes(String raw, int position) {
        this.raw = raw;
        this.position = position;
        this.out = new StringBuilder(raw.length());
    }

    static String decode(String raw, int position) {
        StringEscapes escapes = new StringEscapes(raw, position);
        escapes.run();
        return escapes.out.toString();
    }

    private void run() {
        while (i < raw.length()) {
            char c = raw.charAt(i++);
            if (c == '\\') {
                escape();
            } else {
                out.append(c);
            }
        }
    }

    private void escape() {
        int codePoint = raw.codePointAt(i);
        i += Character.charCount(codePoint);
        switch (codePoint) {
            case '\n' -> {}
            case '\\', '\'', '"' -> out.append((char) codePoint);
            case 'a' -> out.append('\u0007');
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'v' -> out.append('\u000b');
            case 'x' -> hex(2, "truncated \\xXX escape");
            case 'u' -> hex(4, "truncated \\uXXXX escape");
            case 'U' -> hex(8, "truncated \\UXXXXXXXX escape");
            case 'N' -> named();
            default -> other(codePoint);
        }
    }

    private void hex(int digits, String error) {
        int value = 0;
        for (int k = 0; k < digits; k++) {
            int digit =
                    i < raw.length() && raw.charAt(i) < 128
                            ? Character.digit(raw.charAt(i), 16)
                            : -1;
            if (digit < 0) {
                throw PyError.syntax(error, position);
            }
            value = value * 16 + digit;
            i++;
        }
        if (value < 0 || value > Character.MAX_CODE_POINT) {
            throw PyError.syntax("illegal Unicode character", position);
        }
        out.appendCodePoint(value);
    }

    private void named() {
        int close = raw.indexOf('}', i);
        if (i >= raw.length() || raw.charAt(i) != '{' || close < 0) {
            throw PyError.syntax("malformed \\N character escape", position);
        }
        try {
            out.appendCodePoint(Character.codePointOf(raw.substring(i + 1, close)));
        } catch (IllegalArgumentException e) {
            throw PyError.syntax("unknown Unicode character name", position);
        }
        i = close + 1;
    }

    private void other(int codePoint) {
        if (codePoint >= '0' && codePoint <= '7') {
            int value = codePoint - '0';
            for (int k = 0; k < 2 && i < raw.length(); k++) {
                char c = raw.charAt(i);
                if (c < '0' || c > '7') {
                    break;
                }
                value = value * 8 + (c - '0');
                i++;
            }
            out.append((char) value);
            return;
        }
        out.append('\\');
        if (codePoint < 128) {
            out.append((char) codePoint);
        } else if (codePoint < 256) {
            out.append(String.format("x%02x", codePoint));
        } else {
            out.append(String.format(codePoint < 65536 ? "u%04x" : "U%08x", codePoint));
        }
    }
}
