package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.model.IdBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The post-processor {@code TemplateProcessing}: texts and special tokens in the order that a
 * template gives.
 *
 * @param single the template of a single text
 * @param pair the template of a pair
 * @param specialTokens the special tokens of the templates by their names
 */
public record TemplateProcessing(
        List<Part> single, List<Part> pair, SortedMap<String, Tokens> specialTokens)
        implements PostProcessor {
    /** Copies the lists. */
    public TemplateProcessing {
        single = List.copyOf(single);
        pair = List.copyOf(pair);
        SortedMap<String, Tokens> sorted = new TreeMap<>(TemplateProcessing::compareCodePoints);
        sorted.putAll(specialTokens);
        specialTokens = Collections.unmodifiableSortedMap(sorted);
    }

    /** The order in which the reference saves them; that of strings puts U+10000 before U+E000. */
    private static int compareCodePoints(String a, String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }

    /** One place of a template. */
    public sealed interface Part permits Text, Special {
        /** The type id of the tokens that come here. */
        int typeId();
    }

    /**
     * The place of a text.
     *
     * @param second whether it is the second text, {@code B}
     * @param typeId the type id of its tokens
     */
    public record Text(boolean second, int typeId) implements Part {}

    /**
     * The place of a special token.
     *
     * @param name its name in {@link TemplateProcessing#specialTokens()}
     * @param typeId the type id of its tokens
     */
    public record Special(String name, int typeId) implements Part {}

    /**
     * The tokens that a name stands for.
     *
     * @param id the name once more; a file may have another one here, which has no effect
     * @param ids their ids
     * @param tokens their texts
     */
    public record Tokens(String id, List<Integer> ids, List<String> tokens) {
        /** Copies the lists. */
        public Tokens {
            ids = List.copyOf(ids);
            tokens = List.copyOf(tokens);
        }

        private int[] idArray() {
            return ids.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    @Override
    public int addedTokens(boolean forPair) {
        int sum = 0;
        for (Part part : forPair ? pair : single) {
            Tokens tokens = part instanceof Special s ? specialTokens.get(s.name()) : null;
            sum += tokens == null ? 0 : tokens.ids().size();
        }
        return sum;
    }

    @Override
    public List<Encoding> process(List<Encoding> encodings, boolean addSpecialTokens) {
        if (encodings.size() > 2) {
            throw new TokenizerException(
                    "TemplateProcessing joins one or two encodings, but the post-processor before"
                            + " it made "
                            + encodings.size()
                            + ". The reference fails here, too.");
        }
        OffsetUnit unit = PostProcessor.unitOf(encodings);
        List<Encoding> result = new ArrayList<>();
        List<Encoding> texts = new ArrayList<>(encodings);
        for (Part part : encodings.size() == 2 ? pair : single) {
            if (part instanceof Text text) {
                int i = text.second() ? 1 : 0;
                if (i >= texts.size()) {
                    throw new TokenizerException(
                            "TemplateProcessing: the template of a single text has the second"
                                    + " text, $B.");
                }
                texts.set(i, texts.get(i).withTypeId(text.typeId()).withSequence(i));
                result.add(texts.get(i));
            } else if (addSpecialTokens && part instanceof Special special) {
                Tokens tokens = tokens(special.name());
                result.add(
                        Encoding.ofSpecialTokens(
                                tokens.idArray(), tokens.tokens(), special.typeId(), unit));
            }
        }
        if (result.isEmpty()) {
            result.add(Encoding.ofSpecialTokens(new int[0], List.of(), 0, unit));
        }
        return result;
    }

    private Tokens tokens(String name) {
        Tokens tokens = specialTokens.get(name);
        if (tokens == null) {
            throw new TokenizerException(
                    "TemplateProcessing: the template has \""
                            + name
                            + "\", which is not in special_tokens.");
        }
        return tokens;
    }

    @Override
    public @Nullable Surroundings surroundings() {
        IdBuffer before = new IdBuffer(4);
        IdBuffer after = new IdBuffer(4);
        boolean seen = false;
        for (Part part : single) {
            if (part instanceof Text text) {
                if (seen || text.second()) {
                    return null;
                }
                seen = true;
            } else if (part instanceof Special special) {
                Tokens tokens = specialTokens.get(special.name());
                if (tokens == null) {
                    return null;
                }
                int[] ids = tokens.idArray();
                (seen ? after : before).addAll(ids, 0, ids.length);
            }
        }
        return seen ? new Surroundings(before.toArray(), after.toArray()) : null;
    }

    @Override
    public Map<String, Object> json() {
        Map<String, Object> tokens = new LinkedHashMap<>();
        for (Map.Entry<String, Tokens> entry : specialTokens.entrySet()) {
            Object[] ids =
                    Arrays.stream(entry.getValue().idArray())
                            .mapToObj(Integer::toUnsignedLong)
                            .toArray();
            tokens.put(
                    entry.getKey(),
                    Json.object(
                            "id", entry.getValue().id(),
                            "ids", List.of(ids),
                            "tokens", entry.getValue().tokens()));
        }
        return Json.object(
                "type",
                "TemplateProcessing",
                "single",
                single.stream().map(TemplateProcessing::json).toList(),
                "pair",
                pair.stream().map(TemplateProcessing::json).toList(),
                "special_tokens",
                tokens);
    }

    private static Map<String, Object> json(Part part) {
        long typeId = Integer.toUnsignedLong(part.typeId());
        if (part instanceof Text text) {
            return Json.object(
                    "Sequence", Json.object("id", text.second() ? "B" : "A", "type_id", typeId));
        }
        String name = ((Special) part).name();
        return Json.object("SpecialToken", Json.object("id", name, "type_id", typeId));
    }
}
