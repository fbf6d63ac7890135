package dev.jeton.templates;

import dev.jeton.tokenize.Encoding;
import java.util.List;

/** A rendered and encoded chat. Immutable. */
public final class ChatEncoding {
    private final String text;
    private final Encoding encoding;
    private final List<String> warnings;

    ChatEncoding(String text, Encoding encoding, List<String> warnings) {
        this.text = text;
        this.encoding = encoding;
        this.warnings = List.copyOf(warnings);
    }

    /** A copy of the ids of the prompt. */
    public int[] ids() {
        return encoding.ids();
    }

    /** The rendered text. */
    public String text() {
        return text;
    }

    /** The tokens with their offsets into {@link #text()}. */
    public Encoding encoding() {
        return encoding;
    }

    /** What a caller should know, such as variables that the template never reads. */
    public List<String> warnings() {
        return warnings;
    }
}
