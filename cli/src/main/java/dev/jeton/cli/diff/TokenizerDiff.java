package dev.jeton.cli.diff;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Explanation;
import dev.jeton.tokenize.StageInfo;
import dev.jeton.tokenize.StageInfo.Kind;
import dev.jeton.tokenize.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds the shortest texts of which two tokenizers make different ids. For one thread. */
public final class TokenizerDiff {
    private final Tokenizer a;
    private final Tokenizer b;
    private final EncodeOptions options;
    private final int max;
    private final Map<String, Difference> found = new LinkedHashMap<>();
    private long texts;

    /**
     * A search that has not begun.
     *
     * @param options how texts are encoded by both
     * @param max it ends when so many texts are found
     */
    public TokenizerDiff(Tokenizer a, Tokenizer b, EncodeOptions options, int max) {
        this.a = a;
        this.b = b;
        this.options = options;
        this.max = max;
    }

    /**
     * A text on which they differ.
     *
     * @param text no part of it can be left out
     * @param first what the first makes of it
     * @param second what the second makes of it
     * @param reason the first stage after which they differ
     */
    public record Difference(String text, Outcome first, Outcome second, String reason) {}

    /** Tries a text; returns whether to go on. */
    public boolean test(String text) {
        texts++;
        if (!Outcome.agree(a, b, text, options)) {
            String small = Shrinker.shrink(text, shorter -> !Outcome.agree(a, b, shorter, options));
            found.computeIfAbsent(small, this::difference);
        }
        return found.size() < max;
    }

    /** Tries the texts that are made for such searches; {@code tries} of them are random. */
    public void search(long seed, int tries) {
        Iterator<String> made = new TextSource(a, b, seed).texts(tries);
        while (found.size() < max && made.hasNext()) {
            test(made.next());
        }
    }

    /** How many texts were tried. */
    public long texts() {
        return texts;
    }

    /** What was found, the shortest first. */
    public List<Difference> found() {
        List<Difference> sorted = new ArrayList<>(found.values());
        sorted.sort(
                Comparator.comparingInt(
                                (Difference d) -> d.text().codePointCount(0, d.text().length()))
                        .thenComparing(Difference::text));
        return sorted;
    }

    private Difference difference(String text) {
        Outcome first = Outcome.of(a, text, options);
        Outcome second = Outcome.of(b, text, options);
        String reason =
                first.error().isEmpty() && second.error().isEmpty()
                        ? reason(text)
                        : "one of them refuses the text";
        return new Difference(text, first, second, reason);
    }

    /** Compares the two walks through the stages, kind by kind. */
    private String reason(String text) {
        Map<Kind, List<String>> first = states(a.explain(text, options));
        Map<Kind, List<String>> second = states(b.explain(text, options));
        for (Kind kind : Kind.values()) {
            List<String> one = first.getOrDefault(kind, List.of());
            List<String> other = second.getOrDefault(kind, List.of());
            if (!one.equals(other)) {
                String stage = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
                return stage + ": " + types(a, kind) + " and " + types(b, kind);
            }
        }
        return "vocabulary: the same tokens have other ids";
    }

    private static String types(Tokenizer tokenizer, Kind kind) {
        String types =
                tokenizer.stages().stream()
                        .filter(stage -> stage.kind() == kind)
                        .map(StageInfo::type)
                        .collect(Collectors.joining(", "));
        return types.isEmpty() ? "none" : types;
    }

    /** The texts of the parts after the last stage of each kind; a missing kind changes nothing. */
    private static Map<Kind, List<String>> states(Explanation explanation) {
        Map<Kind, List<String>> states = new EnumMap<>(Kind.class);
        List<String> now = List.of(explanation.text());
        Iterator<Explanation.Step> steps = explanation.steps().iterator();
        Explanation.Step step = steps.hasNext() ? steps.next() : null;
        for (Kind kind : Kind.values()) {
            while (step != null && step.stage().kind() == kind) {
                now = step.parts().stream().map(Explanation.Part::text).toList();
                step = steps.hasNext() ? steps.next() : null;
            }
            states.put(kind, now);
        }
        return states;
    }
}
