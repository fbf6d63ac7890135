package dev.jeton.tokenize.internal.ranks;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.json.TokenizerFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/**
 * Reads a {@code .tiktoken} file: on each line a token in Base64, a space, and its rank. Pattern
 * and special tokens are not in the file.
 */
public final class RankFileReader {
    /** A file that is looked at more closely begins with a line of at most this many bytes. */
    private static final int LONGEST_FIRST_LINE = 1024;

    private final String file;
    private final byte[] bytes;
    private final RankModel model;
    private int line = 1;

    private RankFileReader(byte[] bytes, String file, LoadLimits limits) {
        this.file = file;
        this.bytes = bytes;
        model = new RankModel(file, "tokens", limits);
    }

    /** Whether the file begins with a line of a rank file. */
    public static boolean recognizes(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n' && end < LONGEST_FIRST_LINE) {
            end++;
        }
        String first = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).strip();
        return first.matches("[A-Za-z0-9+/]+={0,2}[ \t]+[0-9]{1,10}");
    }

    /**
     * Reads a rank file.
     *
     * @param name the file's name, for messages
     * @param pattern what cuts the text, in the syntax of Rust's fancy-regex
     * @param special contents and ids of the special tokens
     * @throws TokenizerException if the file is broken or over a limit
     */
    public static TokenizerFile read(
            byte[] bytes,
            String name,
            String pattern,
            Map<String, Integer> special,
            LoadLimits limits) {
        RankFileReader reader = new RankFileReader(bytes, name, limits);
        reader.readLines();
        return reader.model.build(pattern, special, null);
    }

    private void readLines() {
        int from = 0;
        while (from < bytes.length) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
            if (from < to) {
                readLine(from, to);
            }
            from = end + 1;
            line++;
        }
        if (model.size() == 0) {
            throw new TokenizerException(file + ": there is no token in the file.");
        }
    }

    private void readLine(int from, int to) {
        int space = from;
        while (space < to && bytes[space] != ' ' && bytes[space] != '\t') {
            space++;
        }
        int number = space;
        while (number < to && (bytes[number] == ' ' || bytes[number] == '\t')) {
            number++;
        }
        long rank = number < to && to - number <= 10 ? 0 : -1;
        for (int i = number; i < to && rank >= 0; i++) {
            int digit = bytes[i] - '0';
            rank = digit < 0 || digit > 9 ? -1 : 10 * rank + digit;
        }
        if (rank < 0 || rank > 0xFFFF_FFFFL) {
            throw broken("a number from 0 to 4294967295 behind the token and a space");
        }
        byte[] token;
        try {
            token = Base64.getDecoder().decode(Arrays.copyOfRange(bytes, from, space));
        } catch (IllegalArgumentException e) {
            throw broken("a token in Base64");
        }
        model.add(token, (int) rank, "line " + line);
    }

    private TokenizerException broken(String expected) {
        return new TokenizerException(
                file + ": line " + line + " is not \"TOKEN RANK\". Expected " + expected + ".");
    }
}
