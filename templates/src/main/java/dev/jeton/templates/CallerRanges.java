package dev.jeton.templates;

import dev.jeton.templates.internal.value.Origins;
import dev.jeton.tokenize.AddedToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The ranges of a rendered chat in which no added token may match: the caller's text, but for
 * tokens in messages of the assistant that are not special and that the template writes itself.
 */
final class CallerRanges {
    private CallerRanges() {}

    /** Pairs of from and to in chars. */
    static int[] plain(
            Rendering rendering,
            List<ChatMessage> messages,
            String template,
            Map<Integer, AddedToken> added) {
        List<String> allowed = new ArrayList<>();
        for (AddedToken token : added.values()) {
            if (!token.special() && template.contains(token.content())) {
                allowed.add(token.content());
            }
        }
        Origins origins = rendering.origins();
        List<Integer> ranges = new ArrayList<>();
        for (int run = 0; run < origins.count(); run++) {
            int message = origins.source(run);
            boolean assistant =
                    message >= 0
                            && message < messages.size()
                            && messages.get(message).role().equals("assistant");
            int from = origins.start(run);
            int to = Math.min(origins.end(run), rendering.text().length());
            if (assistant && !allowed.isEmpty()) {
                from = cutAllowed(rendering.text(), from, to, allowed, ranges);
            }
            add(ranges, from, to);
        }
        return ranges.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Adds what lies before and between allowed tokens; returns the start of the rest. */
    private static int cutAllowed(
            String text, int start, int to, List<String> allowed, List<Integer> ranges) {
        int from = start;
        for (int i = start; i < to; i++) {
            for (String token : allowed) {
                if (i + token.length() <= to && text.startsWith(token, i)) {
                    add(ranges, from, i);
                    from = i + token.length();
                    i = from - 1;
                    break;
                }
            }
        }
        return from;
    }

    private static void add(List<Integer> ranges, int from, int to) {
        if (from >= to) {
            return;
        }
        int last = ranges.size() - 1;
        if (last > 0 && ranges.get(last) == from) {
            ranges.set(last, to);
        } else {
            ranges.add(from);
            ranges.add(to);
        }
    }
}
