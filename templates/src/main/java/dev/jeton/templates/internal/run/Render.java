package dev.jeton.templates.internal.run;

import dev.jeton.templates.TemplateLimits;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.TextBuilder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The state of one rendering. */
public final class Render extends Budget {
    private final Clock clock;
    private final TextBuilder root = new TextBuilder(1024);
    private final List<int[]> generations = new ArrayList<>();
    private long outputCheck;
    private boolean autoescape;

    public Render(TemplateLimits limits, Clock clock) {
        super(limits);
        this.clock = clock;
        this.outputCheck = limits.maxOutputBytes() / 3;
    }

    public Clock clock() {
        return clock;
    }

    /** The text that is not captured by a macro or block. */
    public TextBuilder root() {
        return root;
    }

    /** What the assistant wrote: start and end in chars of the root text, length in code points. */
    public List<int[]> generations() {
        return generations;
    }

    /** Whether {@code {% autoescape true %}} is in force. */
    public boolean autoescape() {
        return autoescape;
    }

    public void setAutoescape(boolean value) {
        autoescape = value;
    }

    /** Checks the size of an output that has grown. */
    public void checkOutput(TextBuilder out) {
        if (out.length() <= outputCheck) {
            return;
        }
        long max = limits().maxOutputBytes();
        long bytes = utf8Length(out.chars());
        if (bytes > max) {
            throw PyError.limit(
                    "the rendered text is longer than "
                            + max
                            + " bytes (TemplateLimits.maxOutputBytes)");
        }
        outputCheck = Math.max(outputCheck, out.length() + (max - bytes) / 3 + 1);
    }

    private static long utf8Length(CharSequence chars) {
        long bytes = 0;
        for (int i = 0; i < chars.length(); i++) {
            char c = chars.charAt(i);
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
