package dev.jeton.templates;

import dev.jeton.templates.internal.value.Origins;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** Which runs of the caller's text each token has. Tokens and runs both go from left to right. */
final class TokenMap {
    private final Rendering rendering;
    private final Encoding encoding;
    private final Map<Integer, ChatSources.Field> fields = new HashMap<>();

    TokenMap(Rendering rendering, Encoding encoding) {
        this.rendering = rendering;
        this.encoding = encoding;
    }

    /** The first run that ends behind a char. */
    private int firstRun(int behind) {
        Origins origins = rendering.origins();
        int low = 0;
        int high = origins.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (origins.end(middle) > behind) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    int[] mask(IntPredicate message) {
        Origins origins = rendering.origins();
        ChatSources sources = rendering.sources();
        int[] mask = new int[encoding.size()];
        for (int token = 0; token < mask.length; token++) {
            int end = encoding.end(token);
            for (int run = firstRun(encoding.start(token));
                    run < origins.count() && origins.start(run) < end && mask[token] == 0;
                    run++) {
                int of = sources.messageOf(origins.source(run));
                boolean counts = of >= 0 && !sources.isRole(origins.source(run));
                mask[token] = counts && message.test(of) ? 1 : 0;
            }
        }
        return mask;
    }

    List<TextSource> sources(int token) {
        Origins origins = rendering.origins();
        List<TextSource> found = new ArrayList<>(1);
        int start = encoding.start(token);
        int end = encoding.end(token);
        for (int run = firstRun(start); run < origins.count(); run++) {
            if (origins.start(run) >= end) {
                break;
            }
            found.add(source(run, start, end));
        }
        return List.copyOf(found);
    }

    /** The part of a run that is in {@code [start, end)}, as chars of its field. */
    private TextSource source(int run, int start, int end) {
        Origins origins = rendering.origins();
        int from = origins.sourceStart(run);
        int to = origins.sourceEnd(run);
        if (origins.end(run) - origins.start(run) == to - from) {
            int first = from;
            from = first + Math.max(start, origins.start(run)) - origins.start(run);
            to = first + Math.min(end, origins.end(run)) - origins.start(run);
        }
        ChatSources.Field field = field(origins.source(run));
        return new TextSource(field.message(), field.path(), field.key(), from, to);
    }

    private ChatSources.Field field(int source) {
        synchronized (fields) {
            return fields.computeIfAbsent(source, s -> rendering.sources().field(s));
        }
    }

    List<Span> tokens(Predicate<TextSource> wanted) {
        List<Span> spans = new ArrayList<>();
        int from = -1;
        for (int token = 0; token <= encoding.size(); token++) {
            boolean in = token < encoding.size() && sources(token).stream().anyMatch(wanted);
            if (in && from < 0) {
                from = token;
            } else if (!in && from >= 0) {
                spans.add(new Span(from, token));
                from = -1;
            }
        }
        return List.copyOf(spans);
    }
}
