package dev.jeton.templates;

import dev.jeton.templates.internal.value.Origins;
import java.util.Arrays;

/**
 * The ranges of a rendered chat in which no added token may match: the caller's text, but for what
 * {@link AllowedTokens} allows there.
 *
 * <p>An allowed token stands between two ranges, empty ones if need be: they keep a match from
 * reaching beyond it, so that the caller's text cannot become a control token together with the
 * template's text beside it. White space has no such borders: a blank line that the caller begins
 * and the template ends is one token, as it is in transformers.
 */
final class CallerRanges {
    private final String text;
    private final AllowedTokens allowed;
    private int[] ranges = new int[64];
    private int size;

    private CallerRanges(String text, AllowedTokens allowed) {
        this.text = text;
        this.allowed = allowed;
    }

    /** Pairs of from and to in chars. */
    static int[] plain(Rendering rendering, RoleOfMessage roles, AllowedTokens allowed) {
        CallerRanges ranges = new CallerRanges(rendering.text(), allowed);
        Origins origins = rendering.origins();
        ChatSources sources = rendering.sources();
        for (int run = 0; run < origins.count(); run++) {
            int message = sources.messageOf(origins.source(run));
            boolean assistant = message >= 0 && roles.of(message).equals("assistant");
            ranges.addRun(origins.start(run), origins.end(run), assistant);
        }
        return Arrays.copyOf(ranges.ranges, ranges.size);
    }

    /** The role of each message of a chat. */
    @FunctionalInterface
    interface RoleOfMessage {
        String of(int message);
    }

    private void addRun(int start, int end, boolean assistant) {
        if (allowed.isEmpty(assistant)) {
            add(start, end);
            return;
        }
        int from = start;
        int i = start;
        while (i < end) {
            int length = allowed.lengthAt(text, i, end, assistant);
            if (length > 0) {
                add(from, i);
                add(i + length, i + length);
                from = i + length;
                i = from;
            } else if (allowed.isBlank(text.charAt(i))) {
                if (from < i) {
                    add(from, i);
                }
                from = i + 1;
                i = from;
            } else {
                i++;
            }
        }
        if (from < end) {
            add(from, end);
        }
    }

    private void add(int from, int to) {
        if (size > 0 && ranges[size - 1] == from) {
            ranges[size - 1] = to;
            return;
        }
        if (size + 2 > ranges.length) {
            ranges = Arrays.copyOf(ranges, 2 * ranges.length);
        }
        ranges[size++] = from;
        ranges[size++] = to;
    }
}
