package dev.jeton.cli.loaders;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Seeded damage to a file: bits, bytes, cuts, repeats, parts of other files, odd JSON values. */
final class Mutation {
    private static final String[] VALUES = {
        "null",
        "true",
        "0",
        "-1",
        "4294967295",
        "4294967296",
        "1e999",
        "1.5",
        "\"\"",
        "\"\\ud800\"",
        "[]",
        "{}",
        "[[]]",
        "\"a\"",
        "2147483647",
        "[null]",
        "9223372036854775808",
        "\"BPE\"",
        "\"Unigram\"",
        "{\"type\":\"Sequence\"}",
        "{\"type\":\"Lowercase\"}",
        "\"OnlySecond\"",
        "{\"Regex\":\"(a*)*b\"}",
        "{\"String\":\"\"}",
        "1000000000"
    };

    private Mutation() {}

    /**
     * A damaged copy.
     *
     * @param other a file that parts are taken from
     */
    static byte[] of(byte[] file, byte[] other, Random random) {
        byte[] m = file.clone();
        for (int i = random.nextInt(3) == 0 ? 3 : 1; i > 0 && m.length > 0; i--) {
            m = once(m, other, random);
        }
        return m;
    }

    private static byte[] once(byte[] m, byte[] other, Random random) {
        if (m[0] == '{' && random.nextInt(3) > 0) {
            return withValue(m, other, random);
        }
        int at = random.nextInt(m.length);
        int most = random.nextBoolean() ? 8 : 300;
        int to = Math.min(m.length, at + 1 + random.nextInt(most));
        switch (random.nextInt(7)) {
            case 0 -> m[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> m[at] = (byte) random.nextInt();
            case 2 -> {
                return Arrays.copyOf(m, at);
            }
            case 3 -> {
                return replaced(m, at, to, new byte[0]);
            }
            case 4 -> {
                return replaced(m, at, at, Arrays.copyOfRange(m, at, to));
            }
            case 5 -> {
                int from = other.length == 0 ? 0 : random.nextInt(other.length);
                int end = Math.min(other.length, from + to - at);
                return replaced(m, at, to, Arrays.copyOfRange(other, from, end));
            }
            default -> { // numbers of binary formats
                byte[] number = new byte[random.nextBoolean() ? 4 : 8];
                Arrays.fill(number, (byte) (random.nextBoolean() ? 0xFF : 0));
                number[number.length - 1] = (byte) random.nextInt(128);
                return replaced(m, at, Math.min(m.length, at + number.length), number);
            }
        }
        return m;
    }

    /** Another JSON value, an odd one or one of the other file, in some place. */
    private static byte[] withValue(byte[] m, byte[] other, Random random) {
        String text = new String(m, StandardCharsets.ISO_8859_1);
        int from = someValue(text, random);
        String value = VALUES[random.nextInt(VALUES.length)];
        if (random.nextBoolean()) {
            String source = new String(other, StandardCharsets.ISO_8859_1);
            int start = someValue(source, random);
            value = source.substring(start, endOfValue(source, start));
        }
        int to = Math.min(m.length, endOfValue(text, from));
        return replaced(m, from, to, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A place behind some colon or comma, or the beginning. */
    private static int someValue(String text, Random random) {
        int before = -1;
        for (int tries = 0; tries < 20 && before < 0 && !text.isEmpty(); tries++) {
            int near = random.nextBoolean() ? Math.min(2000, text.length()) : text.length();
            before = text.indexOf(random.nextInt(3) == 0 ? ',' : ':', random.nextInt(near));
        }
        return before + 1;
    }

    private static int endOfValue(String text, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                if (--depth < 0) {
                    return i;
                }
            } else if (c == ',' && depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    private static byte[] replaced(byte[] m, int from, int to, byte[] by) {
        byte[] out = new byte[m.length - (to - from) + by.length];
        System.arraycopy(m, 0, out, 0, from);
        System.arraycopy(by, 0, out, from, by.length);
        System.arraycopy(m, to, out, from + by.length, m.length - to);
        return out;
    }
}
