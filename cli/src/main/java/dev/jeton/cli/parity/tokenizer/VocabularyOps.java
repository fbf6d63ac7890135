package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The ops that look at the vocabulary and at the file that would be saved. */
final class VocabularyOps {
    private VocabularyOps() {}

    static ObjectNode tokenToId(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        OptionalInt id = tokenizer.idOf(Rows.text(row, "token"));
        return id.isPresent()
                ? Rows.outcome().put("result", Integer.toUnsignedLong(id.getAsInt()))
                : Rows.outcome().putNull("result");
    }

    static ObjectNode idToToken(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        Optional<String> token = tokenizer.tokenOf((int) row.path("id").longValue());
        return token.isPresent()
                ? Rows.outcome().put("result", token.get())
                : Rows.outcome().putNull("result");
    }

    static ObjectNode vocabSize(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        boolean withAdded = row.path("with_added_tokens").asBoolean();
        return Rows.outcome().put("size", tokenizer.vocabularySize(withAdded));
    }

    static ObjectNode vocabHash(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        Map<String, Integer> vocabulary =
                tokenizer.vocabulary(row.path("with_added_tokens").asBoolean());
        List<Map.Entry<String, Integer>> entries = new ArrayList<>(vocabulary.entrySet());
        entries.sort(
                Comparator.comparingLong(
                                (Map.Entry<String, Integer> e) ->
                                        Integer.toUnsignedLong(e.getValue()))
                        .thenComparing(Map.Entry::getKey, VocabularyOps::compareByCodePoints));
        MessageDigest digest = Rows.sha256();
        for (Map.Entry<String, Integer> entry : entries) {
            String line = Integer.toUnsignedString(entry.getValue()) + "\t" + entry.getKey() + "\0";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        }
        return Rows.outcome().put("size", entries.size()).put("sha256", Rows.hex(digest));
    }

    /** As Python compares strings; {@link String#compareTo} compares UTF-16 units. */
    private static int compareByCodePoints(String a, String b) {
        return java.util.Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }

    static ObjectNode addedTokens(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        ObjectNode out = Rows.outcome();
        out.set("added", added(tokenizer));
        return out;
    }

    static ObjectNode added(Tokenizer tokenizer) {
        ObjectNode added = Rows.outcome();
        tokenizer
                .addedTokens()
                .forEach((id, token) -> added.set(Integer.toUnsignedString(id), json(token)));
        return added;
    }

    private static ObjectNode json(AddedToken token) {
        return Rows.outcome()
                .put("content", token.content())
                .put("single_word", token.singleWord())
                .put("lstrip", token.lstrip())
                .put("rstrip", token.rstrip())
                .put("normalized", token.normalized())
                .put("special", token.special());
    }

    static ObjectNode specialTokensToAdd(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        boolean pair = row.path("is_pair").asBoolean();
        return Rows.outcome().put("result", tokenizer.numSpecialTokensToAdd(pair));
    }

    static ObjectNode save(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        return Rows.outcome().put("json", tokenizer.toJson());
    }

    static ObjectNode saveHash(ObjectNode row, Tokenizer tokenizer, GoldenTexts texts) {
        byte[] bytes = tokenizer.toJson().getBytes(StandardCharsets.UTF_8);
        MessageDigest digest = Rows.sha256();
        digest.update(bytes);
        return Rows.outcome().put("bytes", bytes.length).put("sha256", Rows.hex(digest));
    }
}
