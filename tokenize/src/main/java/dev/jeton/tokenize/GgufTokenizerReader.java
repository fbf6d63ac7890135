package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.gguf.GgufFile;
import dev.jeton.tokenize.internal.json.ByteCoverage;
import dev.jeton.tokenize.internal.json.TokenizerFile;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.pipeline.ByteLevel;
import dev.jeton.tokenize.pipeline.Nfc;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.TemplateProcessing;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tokenizer of the metadata {@code tokenizer.ggml.*} of a GGUF file, with the same ids as
 * the tokenizer.json that the file was converted from.
 */
final class GgufTokenizerReader {
    private static final String PREFIX = "tokenizer.ggml.";

    /** Values of {@code token_type}. */
    private static final int CONTROL = 3;

    private static final int USER_DEFINED = 4;

    private final GgufFile file;
    private final String name;
    private final LoadLimits limits;

    private GgufTokenizerReader(GgufFile file, LoadLimits limits) {
        this.file = file;
        this.limits = limits;
        name = String.valueOf(file.path().getFileName());
    }

    static TokenizerFile read(GgufFile file, LoadLimits limits) {
        return new GgufTokenizerReader(file, limits).read();
    }

    private TokenizerFile read() {
        String kind = file.string(PREFIX + "model");
        if (!kind.equals("gpt2")) {
            throw new UnsupportedPartException(
                    name
                            + ": tokenizer.ggml.model is \""
                            + kind
                            + "\", which is not supported yet. Known kinds: gpt2.");
        }
        GgufPreTokenizer pre =
                GgufPreTokenizer.named(file.findString(PREFIX + "pre").orElse("default"), name);
        List<String> tokens = file.strings(PREFIX + "tokens");
        ModelSpec.Builder model =
                ModelSpec.builder(name)
                        .names("tokenizer.ggml", "tokens", "merges")
                        .maxVocabulary(Math.max(1, limits.maxVocabulary()))
                        .maxMerges(Math.max(1, limits.maxMerges()))
                        .type("BPE")
                        .option("ignore_merges", pre.ignoreMerges())
                        .vocabularyStarts()
                        .mergesStart();
        ByteCoverage bytes = new ByteCoverage();
        for (String token : tokens) {
            model.listedToken(token);
            bytes.add(token);
        }
        for (String merge : file.strings(PREFIX + "merges")) {
            model.mergeLine(merge);
        }
        return new TokenizerFile(
                null,
                null,
                addedTokens(tokens),
                pre.nfc() ? new Nfc() : null,
                pre.stages().get(),
                postProcessor(tokens, pre),
                new ByteLevel(true, true, true),
                model,
                bytes.isComplete());
    }

    /** Control tokens are special; user-defined ones are found in text as well. */
    private List<AddedToken> addedTokens(List<String> tokens) {
        List<AddedToken> added = new ArrayList<>();
        int[] types = file.findIntegers(PREFIX + "token_type").orElse(new int[0]);
        if (types.length != 0 && types.length != tokens.size()) {
            throw new TokenizerException(
                    name
                            + ": tokenizer.ggml.token_type has "
                            + types.length
                            + " elements. Expected "
                            + tokens.size()
                            + ", one for each of tokenizer.ggml.tokens.");
        }
        for (int id = 0; id < types.length; id++) {
            if (types[id] == CONTROL || types[id] == USER_DEFINED) {
                AddedToken token = AddedToken.special(tokens.get(id));
                added.add(types[id] == CONTROL ? token : token.withSpecial(false));
            }
        }
        if (added.size() > limits.maxAddedTokens()) {
            throw new TokenizerException(
                    String.format(
                            "%s: tokenizer.ggml.token_type marks %,d tokens as control or"
                                    + " user-defined, more than %,d (LoadLimits.maxAddedTokens).",
                            name, added.size(), limits.maxAddedTokens()));
        }
        return added;
    }

    private @Nullable PostProcessor postProcessor(List<String> tokens, GgufPreTokenizer pre) {
        boolean bos = file.findFlag(PREFIX + "add_bos_token").orElse(pre.addBos());
        boolean eos = file.findFlag(PREFIX + "add_eos_token").orElse(false);
        if (!bos && !eos) {
            return null;
        }
        SortedMap<String, TemplateProcessing.Tokens> special = new TreeMap<>();
        List<TemplateProcessing.Part> single = new ArrayList<>();
        List<TemplateProcessing.Part> pair = new ArrayList<>();
        String bosToken = bos ? token("bos_token_id", tokens, special) : "";
        String eosToken = eos ? token("eos_token_id", tokens, special) : "";
        for (int text = 0; text < 2; text++) {
            List<TemplateProcessing.Part> parts = new ArrayList<>();
            if (bos) {
                parts.add(new TemplateProcessing.Special(bosToken, text));
            }
            parts.add(new TemplateProcessing.Text(text == 1, text));
            if (eos) {
                parts.add(new TemplateProcessing.Special(eosToken, text));
            }
            if (text == 0) {
                single.addAll(parts);
            }
            pair.addAll(parts);
        }
        return new TemplateProcessing(single, pair, special);
    }

    private String token(
            String key, List<String> tokens, SortedMap<String, TemplateProcessing.Tokens> into) {
        long id = file.integer(PREFIX + key);
        if (id < 0 || id >= tokens.size()) {
            throw new TokenizerException(
                    name
                            + ": "
                            + PREFIX
                            + key
                            + " is "
                            + id
                            + ". Expected a number below "
                            + tokens.size()
                            + ", the number of tokenizer.ggml.tokens.");
        }
        String token = tokens.get((int) id);
        into.put(token, new TemplateProcessing.Tokens(token, List.of((int) id), List.of(token)));
        return token;
    }
}
