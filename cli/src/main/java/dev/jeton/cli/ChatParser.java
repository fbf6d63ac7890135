package dev.jeton.cli;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/**
 * Says when a message is complete: not after a backslash at the end of the line, and not inside
 * {@code """}. Everything else in a message is plain text; there are no quotes and no escapes.
 */
final class ChatParser implements Parser {
    private static final String FENCE = "\"\"\"";

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        boolean enter = context == ParseContext.ACCEPT_LINE || context == ParseContext.SPLIT_LINE;
        if (enter && isOpen(line)) {
            throw new EOFError(-1, -1, "The message goes on");
        }
        return words(line, cursor);
    }

    @Override
    public boolean isEscapeChar(char ch) {
        return false;
    }

    private static boolean isOpen(String line) {
        if (line.startsWith(FENCE)) {
            return line.length() < 2 * FENCE.length() || !line.stripTrailing().endsWith(FENCE);
        }
        return line.endsWith("\\");
    }

    /** The message that the lines stand for. */
    static String message(String line) {
        String text = line.stripTrailing();
        if (text.startsWith(FENCE) && text.endsWith(FENCE) && text.length() >= 2 * FENCE.length()) {
            return text.substring(FENCE.length(), text.length() - FENCE.length()).strip();
        }
        return text.replace("\\\n", "\n").strip();
    }

    private static ParsedLine words(String line, int cursor) {
        List<String> words = new ArrayList<>();
        int index = -1;
        int inWord = 0;
        int at = 0;
        while (at <= line.length()) {
            int end = line.indexOf(' ', at);
            end = end < 0 ? line.length() : end;
            if (index < 0 && cursor <= end) {
                index = words.size();
                inWord = Math.max(0, cursor - at);
            }
            words.add(line.substring(at, end));
            at = end + 1;
        }
        return new Words(line, cursor, words, Math.max(0, index), inWord);
    }

    /** A line split at spaces. */
    private record Words(String line, int cursor, List<String> words, int wordIndex, int wordCursor)
            implements CompletingParsedLine {
        @Override
        public String word() {
            return words.get(wordIndex);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return word().length();
        }
    }
}
