package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.JsonLines;
import dev.jeton.cli.parity.NotReplayableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts that rows name by {@code text_ref}: a line of a texts file, or a block of code points.
 *
 * <p>Thread-safe. Blocks are kept, since every tokenizer of a folder goes through the same ones.
 */
final class GoldenTexts {
    private static final int MAX_KEPT_CHARS = 16 << 20;

    private final Path folder;
    private final Map<String, List<String>> files = new LinkedHashMap<>();
    private final Map<String, String> blocks = new LinkedHashMap<>();
    private int keptChars;

    GoldenTexts(Path folder) {
        this.folder = folder;
    }

    /** The text of a row: {@code text_ref} where it is given, else {@code text}. */
    String of(ObjectNode row) {
        String reference = Rows.optionalText(row, "text_ref");
        return reference == null ? Rows.text(row, "text") : byReference(reference);
    }

    private String byReference(String reference) {
        if (reference.startsWith("cp:")) {
            return block(reference);
        }
        int colon = reference.lastIndexOf(':');
        if (colon < 0) {
            throw new NotReplayableException("unknown text_ref " + reference);
        }
        List<String> lines = lines(reference.substring(0, colon));
        int line = number(reference.substring(colon + 1), 10, reference);
        if (line < 1 || line > lines.size()) {
            throw new NotReplayableException(
                    "text_ref " + reference + ": the file has " + lines.size() + " lines");
        }
        return lines.get(line - 1);
    }

    private synchronized List<String> lines(String file) {
        return files.computeIfAbsent(file, this::read);
    }

    private List<String> read(String file) {
        // the rows name texts.jsonl.gz; a folder may hold it unpacked
        @Nullable Path path = JsonLines.find(folder, file.replaceFirst("\\.gz$", ""));
        if (path == null) {
            throw new NotReplayableException(file + " is not in the folder");
        }
        List<String> texts = new ArrayList<>();
        try (JsonLines lines = JsonLines.open(path)) {
            for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
                JsonNode text = line.parse().path("text");
                texts.add(text.asText());
            }
        }
        return texts;
    }

    private synchronized String block(String reference) {
        String kept = blocks.get(reference);
        if (kept != null) {
            return kept;
        }
        int dash = reference.indexOf('-');
        if (dash < 0) {
            throw new NotReplayableException("unknown text_ref " + reference);
        }
        int from = number(reference.substring(3, dash), 16, reference);
        int to = number(reference.substring(dash + 1), 16, reference);
        if (from > to || to > Character.MAX_CODE_POINT + 1) {
            throw new NotReplayableException(
                    "text_ref " + reference + " is no range of code points");
        }
        StringBuilder text = new StringBuilder();
        for (int cp = from; cp < to; cp++) {
            if (cp < Character.MIN_SURROGATE || cp > Character.MAX_SURROGATE) {
                text.append('a').appendCodePoint(cp).append("b ");
            }
        }
        String block = text.toString();
        if (keptChars + block.length() <= MAX_KEPT_CHARS) {
            keptChars += block.length();
            blocks.put(reference, block);
        }
        return block;
    }

    private static int number(String digits, int radix, String reference) {
        try {
            return Integer.parseInt(digits, radix);
        } catch (NumberFormatException e) {
            throw new NotReplayableException("unknown text_ref " + reference);
        }
    }
}
