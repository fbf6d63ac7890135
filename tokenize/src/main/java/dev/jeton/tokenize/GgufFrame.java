package dev.jeton.tokenize;

import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.TemplateProcessing;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a GGUF file says stands around a text, as a post-processor. */
final class GgufFrame {
    private final GgufVocabulary vocabulary;
    private int defaultBos = GgufVocabulary.NONE;
    private int defaultEos = GgufVocabulary.NONE;
    private final SortedMap<String, TemplateProcessing.Tokens> special = new TreeMap<>();

    GgufFrame(GgufVocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The ids where the file names none. */
    GgufFrame withDefaults(int bos, int eos) {
        defaultBos = bos;
        defaultEos = eos;
        return this;
    }

    /** Begin and end of text, as flags of the file ask for them; null for neither. */
    @Nullable PostProcessor of(boolean addBos, boolean addEos, boolean twoEnds) {
        if (!addBos && !addEos) {
            return null;
        }
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        if (addBos) {
            before.add(token("add_bos_token", "bos_token_id", defaultBos));
        }
        if (addEos) {
            after.add(token("add_eos_token", "eos_token_id", defaultEos));
        }
        return twoEnds ? template(before, after, after, 0) : template(before, after, before, 1);
    }

    /** BERT's classifier and separator, which are always there. */
    PostProcessor ofBert() {
        int cls = vocabulary.find("bos_token_id", GgufVocabulary.NONE);
        if (cls == GgufVocabulary.NONE) {
            cls = vocabulary.find("cls_token_id", 101);
        }
        // The misspelling is the key's.
        int sep = vocabulary.find("seperator_token_id", 102);
        if (cls == GgufVocabulary.NONE || sep == GgufVocabulary.NONE) {
            throw new TokenizerException(
                    vocabulary.file()
                            + ": a vocabulary of the kind bert needs"
                            + " tokenizer.ggml.bos_token_id and"
                            + " tokenizer.ggml.seperator_token_id.");
        }
        return template(List.of(name(cls)), List.of(name(sep)), List.of(), 1);
    }

    /** One text between {@code before} and {@code after}, the second behind {@code between}. */
    private TemplateProcessing template(
            List<String> before, List<String> after, List<String> between, int secondType) {
        List<TemplateProcessing.Part> single = new ArrayList<>();
        add(single, before, 0);
        single.add(new TemplateProcessing.Text(false, 0));
        add(single, after, 0);
        List<TemplateProcessing.Part> pair = new ArrayList<>(single);
        add(pair, between, secondType);
        pair.add(new TemplateProcessing.Text(true, secondType));
        add(pair, after, secondType);
        return new TemplateProcessing(single, pair, special);
    }

    private static void add(List<TemplateProcessing.Part> parts, List<String> tokens, int typeId) {
        tokens.forEach(token -> parts.add(new TemplateProcessing.Special(token, typeId)));
    }

    private String token(String flag, String key, int otherwise) {
        int id = vocabulary.find(key, otherwise);
        if (id == GgufVocabulary.NONE) {
            throw new TokenizerException(
                    String.format(
                            "%s: tokenizer.ggml.%s is on, but tokenizer.ggml.%s is missing.",
                            vocabulary.file(), flag, key));
        }
        return name(id);
    }

    private String name(int id) {
        String token = vocabulary.tokens().get(id);
        special.put(token, new TemplateProcessing.Tokens(token, List.of(id), List.of(token)));
        return token;
    }
}
