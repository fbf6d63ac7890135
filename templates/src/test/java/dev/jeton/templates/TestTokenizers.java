package dev.jeton.templates;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.model.ByteAlphabet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small byte-level tokenizer that gets the control tokens of any template. */
final class TestTokenizers {
    /** Every id from here on is an added token. */
    static final int FIRST_ADDED;

    private static final Pattern MARKER =
            Pattern.compile(
                    "<\\|?/?[\\p{L}_][\\p{L}\\p{N}_:|-]{0,40}\\|?>|\\[/?[A-Z_]{2,30}]|<<?/?SYS>>?"
                            + "|<｜[^｜>\\s]{1,40}｜>");
    private static final List<String> MERGES =
            List.of("h e", "t he", "u s", "e r", "us er", "Ċ Ċ", "Ġ a", "< |", "| >", "i m", "Ġ Ġ");
    private static final Tokenizer BASE;

    static {
        BASE = load();
        FIRST_ADDED = BASE.vocabularySize(true);
    }

    private TestTokenizers() {}

    /** The bytes and a few merges, with these tokens added. */
    static Tokenizer with(List<AddedToken> tokens) {
        return BASE.withAddedTokens(tokens);
    }

    /**
     * The control tokens of a template: its special tokens, and what looks like one in its source;
     * every third of the latter is not special.
     */
    static List<AddedToken> tokensOf(String source, Map<String, String> specialTokens) {
        Set<String> special = new LinkedHashSet<>(specialTokens.values());
        special.remove("");
        List<AddedToken> tokens = new ArrayList<>();
        special.forEach(token -> tokens.add(AddedToken.special(token)));
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = MARKER.matcher(source);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        found.removeAll(special);
        for (String token : found) {
            boolean ordinary = tokens.size() % 3 == 2;
            tokens.add(AddedToken.special(token).withSpecial(!ordinary));
        }
        return tokens;
    }

    private static Tokenizer load() {
        List<String> pieces = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            pieces.add(String.valueOf(ByteAlphabet.charOf(b)));
        }
        for (String merge : MERGES) {
            pieces.add(merge.replace(" ", ""));
        }
        StringBuilder vocabulary = new StringBuilder();
        for (int id = 0; id < pieces.size(); id++) {
            String piece = pieces.get(id).replace("\\", "\\\\").replace("\"", "\\\"");
            vocabulary.append(id == 0 ? "\"" : ",\"").append(piece).append("\":").append(id);
        }
        String merges = "\"" + String.join("\",\"", MERGES) + "\"";
        String byteLevel =
                "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":false,"
                        + "\"use_regex\":true}";
        String json =
                "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],"
                        + "\"normalizer\":null,\"pre_tokenizer\":"
                        + byteLevel
                        + ",\"post_processor\":null,\"decoder\":"
                        + byteLevel
                        + ",\"model\":{\"type\":\"BPE\",\"dropout\":null,\"unk_token\":null,"
                        + "\"continuing_subword_prefix\":null,\"end_of_word_suffix\":null,"
                        + "\"fuse_unk\":false,\"byte_fallback\":false,\"vocab\":{"
                        + vocabulary
                        + "},\"merges\":["
                        + merges
                        + "]}}";
        return Tokenizers.loader().load(json.getBytes(StandardCharsets.UTF_8), "test");
    }
}
