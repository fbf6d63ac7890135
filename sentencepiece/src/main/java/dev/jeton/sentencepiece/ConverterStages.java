package dev.jeton.sentencepiece;

import dev.jeton.tokenize.TokenizerBuilder;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.ByteFallback;
import dev.jeton.tokenize.pipeline.Decoder;
import dev.jeton.tokenize.pipeline.DecoderSequence;
import dev.jeton.tokenize.pipeline.Fuse;
import dev.jeton.tokenize.pipeline.Metaspace;
import dev.jeton.tokenize.pipeline.Metaspace.PrependScheme;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.NormalizerSequence;
import dev.jeton.tokenize.pipeline.PreTokenizerSequence;
import dev.jeton.tokenize.pipeline.Precompiled;
import dev.jeton.tokenize.pipeline.Prepend;
import dev.jeton.tokenize.pipeline.Replace;
import dev.jeton.tokenize.pipeline.Split;
import dev.jeton.tokenize.pipeline.SplitBehavior;
import dev.jeton.tokenize.pipeline.StripDecoder;
import dev.jeton.tokenize.pipeline.TemplateProcessing;
import dev.jeton.tokenize.pipeline.TextPattern;
import dev.jeton.tokenize.pipeline.WhitespaceSplit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The stages around the model of a converted tokenizer. */
final class ConverterStages {
    private static final int SPACE_SYMBOL = 0x2581;
    private static final String SPACE = Character.toString(SPACE_SYMBOL);

    private final SentencePieceProcessor model;
    private final ConversionStyle style;
    private final Vocabulary vocabulary;

    ConverterStages(SentencePieceProcessor model, ConversionStyle style, Vocabulary vocabulary) {
        this.model = model;
        this.style = style;
        this.vocabulary = vocabulary;
    }

    void addTo(TokenizerBuilder builder) {
        switch (style) {
            case EXACT -> addExact(builder);
            case LLAMA ->
                    builder.preTokenizer(new Metaspace(SPACE_SYMBOL, PrependScheme.FIRST, false))
                            .postProcessor(template(List.of(), List.of(), 1))
                            .decoder(bytesDecoder(true));
            case GEMMA ->
                    builder.normalizer(new Replace(TextPattern.literal(" "), SPACE))
                            .preTokenizer(
                                    new Split(
                                            TextPattern.literal(" "),
                                            SplitBehavior.MERGED_WITH_PREVIOUS,
                                            false))
                            .postProcessor(template(List.of(), List.of(), 1))
                            .decoder(bytesDecoder(false));
            case T5 -> {
                addWords(builder);
                builder.postProcessor(template(List.of(), List.of("</s>"), 0));
            }
            case XLM_ROBERTA -> {
                addWords(builder);
                builder.postProcessor(xlmRobertaTemplate());
            }
        }
    }

    private void addWords(TokenizerBuilder builder) {
        byte[] rules = model.file().normalizer.charsmap;
        // The reference makes this stage without rules, too, and then refuses its own file.
        if (rules.length > 0) {
            builder.normalizer(new Precompiled(rules, "tokenizer.json: normalizer"));
        }
        Metaspace spaces = new Metaspace(SPACE_SYMBOL, PrependScheme.ALWAYS, true);
        builder.preTokenizer(new PreTokenizerSequence(List.of(new WhitespaceSplit(), spaces)))
                .decoder(spaces);
    }

    /** What the settings of the file say, as near as the stages of a tokenizer.json come. */
    private void addExact(TokenizerBuilder builder) {
        NormalizerSpec spec = model.file().normalizer;
        List<Normalizer> normalizers = new ArrayList<>();
        if (spec.charsmap.length > 0) {
            normalizers.add(new Precompiled(spec.charsmap, "tokenizer.json: normalizer"));
        }
        if (spec.removeExtraWhitespaces) {
            // Ruby's ^ and $ are those of lines, so \A and \z.
            String end = spec.escapeWhitespaces ? "[ " + SPACE + "]+" : " +";
            normalizers.add(new Replace(TextPattern.regex("\\A +|" + end + "\\z"), ""));
            normalizers.add(new Replace(TextPattern.regex(" {2,}"), " "));
        }
        boolean suffix = spec.addDummyPrefix && model.file().trainer.treatWhitespaceAsSuffix;
        boolean prefix = spec.addDummyPrefix && !suffix;
        // Text behind an added token must get no prefix of its own; only Metaspace can do that,
        // but puts none before a text that begins with a space either.
        boolean metaspace =
                prefix
                        && spec.escapeWhitespaces
                        && spec.removeExtraWhitespaces
                        && model.pieces().userDefined() != null;
        if (prefix && !metaspace) {
            normalizers.add(new Prepend(spec.escapeWhitespaces ? SPACE : " "));
        }
        if (spec.escapeWhitespaces && !metaspace) {
            normalizers.add(new Replace(TextPattern.literal(" "), SPACE));
        }
        if (suffix) {
            String space = spec.escapeWhitespaces ? SPACE : " ";
            normalizers.add(new Replace(TextPattern.regex("(?<=(?m:.))\\z"), space));
        }
        if (!normalizers.isEmpty()) {
            builder.normalizer(new NormalizerSequence(normalizers));
        }
        if (metaspace) {
            builder.preTokenizer(new Metaspace(SPACE_SYMBOL, PrependScheme.FIRST, false));
        }
        builder.decoder(bytesDecoder(spec.addDummyPrefix || spec.removeExtraWhitespaces));
    }

    private static Decoder bytesDecoder(boolean dropsFirstSpace) {
        List<Decoder> stages = new ArrayList<>();
        stages.add(new Replace(TextPattern.literal(SPACE), " "));
        stages.add(new ByteFallback());
        stages.add(new Fuse());
        if (dropsFirstSpace) {
            stages.add(new StripDecoder(' ', 1, 0));
        }
        return new DecoderSequence(stages);
    }

    private TemplateProcessing template(List<String> before, List<String> after, int secondType) {
        List<TemplateProcessing.Part> single = new ArrayList<>();
        List<TemplateProcessing.Part> pair = new ArrayList<>();
        for (int text = 0; text < 2; text++) {
            List<TemplateProcessing.Part> parts = new ArrayList<>();
            int type = text == 0 ? 0 : secondType;
            before.forEach(token -> parts.add(new TemplateProcessing.Special(token, type)));
            parts.add(new TemplateProcessing.Text(text == 1, type));
            after.forEach(token -> parts.add(new TemplateProcessing.Special(token, type)));
            if (text == 0) {
                single.addAll(parts);
            }
            pair.addAll(parts);
        }
        return new TemplateProcessing(single, pair, specials(before, after));
    }

    private TemplateProcessing xlmRobertaTemplate() {
        TemplateProcessing.Part begin = new TemplateProcessing.Special("<s>", 0);
        TemplateProcessing.Part end = new TemplateProcessing.Special("</s>", 0);
        TemplateProcessing.Part first = new TemplateProcessing.Text(false, 0);
        TemplateProcessing.Part second = new TemplateProcessing.Text(true, 0);
        return new TemplateProcessing(
                List.of(begin, first, end),
                List.of(begin, first, end, end, second, end),
                specials(List.of("<s>"), List.of("</s>")));
    }

    private SortedMap<String, TemplateProcessing.Tokens> specials(
            List<String> before, List<String> after) {
        SortedMap<String, TemplateProcessing.Tokens> tokens = new TreeMap<>();
        List<String> all = new ArrayList<>(before);
        all.addAll(after);
        for (String token : all) {
            int id = vocabulary.idOf(token);
            tokens.put(token, new TemplateProcessing.Tokens(token, List.of(id), List.of(token)));
        }
        return tokens;
    }
}
