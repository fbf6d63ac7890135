package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.kit.HardTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random rows for one tokenizer: each text is encoded, and its ids are decoded. */
final class RandomRows {
    private static final EncodeOptions BARE =
            EncodeOptions.defaults().withoutTruncation().withoutPadding();

    /** The most tokens of a tokenizer that is loaded for one row. */
    private static final int LOADS_FAST = 5_000;

    private final String name;
    private final Tokenizer tokenizer;
    private final Random random;
    private final HardTexts texts;
    private final int size;
    private final boolean normalizes;

    RandomRows(String name, Tokenizer tokenizer, Random random) {
        this.name = name;
        this.tokenizer = tokenizer;
        this.random = random;
        size = tokenizer.vocabularySize(true);
        List<String> own = new ArrayList<>();
        tokenizer.addedTokens().values().stream().limit(60).forEach(t -> own.add(t.content()));
        for (int i = 0; i < 30 && size > 0; i++) {
            tokenizer.tokenOf(random.nextInt(size)).filter(t -> !t.isEmpty()).ifPresent(own::add);
        }
        texts = new HardTexts(random, own);
        normalizes = !tokenizer.normalize("Éﬁ \u0001 e\u0301").equals("Éﬁ \u0001 e\u0301");
    }

    /** The rows of the next text. */
    List<ObjectNode> next() {
        String text = texts.next(random.nextInt(40) == 0 ? 2000 : 160);
        List<ObjectNode> rows = new ArrayList<>(3);
        rows.add(encode(text));
        rows.add(decode(ids(text)));
        switch (random.nextInt(24)) {
            case 0 -> rows.add(row("encode_pretokenized").set("words", words(text)));
            case 1 -> rows.add(row("pre_tokenize").put("text", text));
            case 2 -> rows.add(row("encode").put("text", text).put("encode_special_tokens", true));
            case 3, 4 -> {
                if (normalizes) {
                    rows.add(row("normalize").put("text", text));
                }
            }
            case 5 -> {
                if (size < LOADS_FAST) {
                    rows.add(modify(text));
                }
            }
            default -> {}
        }
        return rows;
    }

    /** Tokens of the text are added, some of them twice with other flags. */
    private ObjectNode modify(String text) {
        ObjectNode row = row("modify");
        ArrayNode calls = row.putArray("modify");
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            ArrayNode call = calls.addArray();
            call.add(random.nextBoolean() ? "add_tokens" : "add_special_tokens");
            ArrayNode tokens = call.addArray();
            for (int j = 1 + random.nextInt(4); j > 0; j--) {
                tokens.add(addedToken(text));
            }
        }
        row.putArray("texts").add(text).add(texts.next(60));
        return row;
    }

    private ObjectNode addedToken(String text) {
        int from = text.isEmpty() ? 0 : random.nextInt(text.length());
        int to = Math.min(text.length(), from + 1 + random.nextInt(3));
        // half a surrogate pair cannot be sent
        String content = text.substring(from, to).replaceAll("\\p{Cs}", "");
        ObjectNode token = Rows.outcome().put("content", content);
        for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
            token.put(flag, random.nextInt(3) == 0);
        }
        return token;
    }

    private ObjectNode row(String op) {
        return Rows.outcome().put("tokenizer", name).put("op", op);
    }

    private ObjectNode encode(String text) {
        ObjectNode row = row("encode").put("text", text);
        if (random.nextInt(8) == 0) {
            row.put("pair", texts.next(60));
        }
        if (random.nextInt(8) == 0) {
            row.put("add_special_tokens", false);
        }
        if (random.nextInt(10) == 0) {
            ObjectNode truncation = row.putObject("truncation");
            int length = random.nextInt(24);
            truncation.put("max_length", length);
            truncation.put("stride", length > 6 ? random.nextInt(3) : 0);
            truncation.put("strategy", "longest_first");
            truncation.put("direction", random.nextBoolean() ? "right" : "left");
        }
        if (random.nextInt(20) == 0) {
            row.putObject("padding").put("length", random.nextInt(30));
        }
        return row;
    }

    private ObjectNode decode(int[] ids) {
        boolean stream = random.nextInt(4) == 0;
        ObjectNode row = row(stream ? "decode_stream" : "decode");
        row.set("decode_ids", Rows.unsigned(ids));
        return row.put("skip_special_tokens", random.nextBoolean());
    }

    private int[] ids(String text) {
        if (random.nextInt(4) == 0 && size > 0) {
            return random.ints(random.nextInt(12), 0, size + 1).toArray();
        }
        try {
            int[] ids = tokenizer.encodeIds(text, BARE);
            return ids.length > 400 ? java.util.Arrays.copyOf(ids, 400) : ids;
        } catch (TokenizerException e) {
            return new int[0]; // the row that encodes the text compares the error
        }
    }

    private static ArrayNode words(String text) {
        ArrayNode words = JsonNodeFactory.instance.arrayNode();
        for (String word : text.split(" ", 9)) {
            words.add(word);
        }
        return words;
    }
}
