package dev.jeton.tokenize;

import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.SpecialToken;
import dev.jeton.tokenize.pipeline.TemplateProcessing;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the places of a template; the pair begins as the single text does. */
final class TemplateBuilder {
    private final List<TemplateProcessing.Part> parts = new ArrayList<>();
    private List<TemplateProcessing.Part> single = List.of();
    private final SortedMap<String, TemplateProcessing.Tokens> tokens = new TreeMap<>();

    TemplateBuilder special(SpecialToken token, int type) {
        String content = token.token();
        parts.add(new TemplateProcessing.Special(content, type));
        tokens.put(
                content,
                new TemplateProcessing.Tokens(content, List.of(token.id()), List.of(content)));
        return this;
    }

    TemplateBuilder text(int number) {
        return text(number, number);
    }

    TemplateBuilder text(int number, int type) {
        parts.add(new TemplateProcessing.Text(number == 1, type));
        return this;
    }

    /** What stands in the single text alone is done; the pair begins anew. */
    TemplateBuilder beginPair() {
        single = List.copyOf(parts);
        parts.clear();
        return this;
    }

    TemplateBuilder endOfSingle() {
        single = List.copyOf(parts);
        return this;
    }

    PostProcessor build() {
        return new TemplateProcessing(single, parts, tokens);
    }
}
