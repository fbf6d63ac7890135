package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.bpe.BpeFactory;
import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.TokenizerBuilder;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.internal.trie.ByteTrie;
import dev.jeton.tokenize.internal.trie.ByteTrieBuilder;
import dev.jeton.tokenize.model.ModelFactory;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.unigram.UnigramFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a tokenizer.json of a model, as {@link ConversionStyle} tells. Used once. */
final class Converter {
    private static final int T5_SENTINELS = 100;

    private final SentencePieceProcessor model;
    private final Pieces pieces;
    private final ConversionStyle style;

    Converter(SentencePieceProcessor model, ConversionStyle style) {
        this.model = model;
        this.style = style;
        pieces = model.pieces();
    }

    SentencePieceConversion convert() {
        ModelType type = model.modelType();
        ModelType needed =
                switch (style) {
                    case EXACT -> type;
                    case LLAMA, GEMMA -> ModelType.BPE;
                    case T5, XLM_ROBERTA -> ModelType.UNIGRAM;
                };
        if (type != needed) {
            throw new IllegalArgumentException(
                    "The style "
                            + style
                            + " needs a model of the type "
                            + needed
                            + ", but "
                            + model.fileName()
                            + " is of the type "
                            + type
                            + ".");
        }
        if (type == ModelType.WORD) {
            throw new IllegalArgumentException(
                    model.fileName()
                            + " is of the type WORD, which a tokenizer.json cannot express.");
        }
        boolean bpe = type == ModelType.BPE;
        ModelSpec spec = bpe ? bpeSpec() : unigramSpec();
        ModelFactory factory = bpe ? new BpeFactory() : new UnigramFactory();
        TokenizerBuilder builder = Tokenizers.builder(spec, factory.create(spec));
        builder.addedTokens(addedTokens());
        new ConverterStages(model, style, spec.vocabulary()).addTo(builder);
        List<String> losses = new ConversionLosses(model, style).list();
        boolean keepsIds = style != ConversionStyle.XLM_ROBERTA;
        return new SentencePieceConversion(model, builder.build(), losses, keepsIds);
    }

    private String text(int id) {
        return Utf8Text.string(pieces.text(id));
    }

    private ModelSpec unigramSpec() {
        ModelSpec.Builder spec = ModelSpec.builder("tokenizer.json").type("Unigram");
        spec.vocabularyStarts();
        int first = 0;
        if (style == ConversionStyle.XLM_ROBERTA) {
            for (String piece : List.of("<s>", "<pad>", "</s>", "<unk>")) {
                spec.scoredPiece(piece, 0);
            }
            first = 3;
        }
        for (int id = first; id < pieces.size(); id++) {
            spec.scoredPiece(text(id), pieces.score(id));
        }
        if (style == ConversionStyle.XLM_ROBERTA) {
            spec.scoredPiece("<mask>", 0);
        }
        for (int i = T5_SENTINELS - 1; style == ConversionStyle.T5 && i >= 0; i--) {
            spec.scoredPiece("<extra_id_" + i + ">", 0);
        }
        long unknown =
                switch (style) {
                    case T5 -> 2;
                    case XLM_ROBERTA -> 3;
                    default -> pieces.unknownId();
                };
        boolean bytes = style == ConversionStyle.EXACT && pieces.byteFallback();
        return spec.option("unk_id", unknown).option("byte_fallback", bytes).build();
    }

    private ModelSpec bpeSpec() {
        ModelSpec.Builder spec = ModelSpec.builder("tokenizer.json").type("BPE").mergesStart();
        spec.vocabularyStarts();
        for (int id = 0; id < pieces.size(); id++) {
            spec.token(text(id), id);
        }
        for (int[] merge : merges()) {
            byte[] whole = pieces.text(merge[0]);
            int middle = merge[1];
            spec.merge(
                    new String(whole, 0, middle, UTF_8),
                    new String(whole, middle, whole.length - middle, UTF_8));
        }
        if (style != ConversionStyle.LLAMA) {
            String unknown = style == ConversionStyle.GEMMA ? "<unk>" : text(pieces.unknownId());
            spec.option("unk_token", unknown);
        }
        boolean bytes = style != ConversionStyle.EXACT || pieces.byteFallback();
        return spec.option("fuse_unk", true).option("byte_fallback", bytes).build();
    }

    /**
     * All ways to put a piece together from two others, as id and place of the cut: pieces in the
     * order of their ids, or with {@code EXACT} the best score first.
     */
    private List<int[]> merges() {
        ByteTrieBuilder builder = new ByteTrieBuilder();
        for (int id = 0; id < pieces.size(); id++) {
            if (merges(id)) {
                builder.put(pieces.text(id), id);
            }
        }
        ByteTrie trie = builder.build();
        List<Integer> order = new ArrayList<>();
        for (int id = 0; id < pieces.size(); id++) {
            if (merges(id) && !(style == ConversionStyle.EXACT && pieces.isUnused(id))) {
                order.add(id);
            }
        }
        if (style == ConversionStyle.EXACT) {
            order.sort(Comparator.comparingDouble(id -> -pieces.score(id)));
        }
        List<int[]> merges = new ArrayList<>();
        for (int id : order) {
            byte[] text = pieces.text(id);
            int node = ByteTrie.ROOT;
            for (int i = 0; i + 1 < text.length; ) {
                node = trie.next(node, text[i++]);
                if (node == ByteTrie.NONE) {
                    break;
                }
                boolean left = trie.value(node) != ByteTrie.NONE;
                int right = left ? trie.walk(ByteTrie.ROOT, text, i, text.length) : ByteTrie.NONE;
                if (right != ByteTrie.NONE && trie.value(right) != ByteTrie.NONE) {
                    merges.add(new int[] {id, i});
                }
            }
        }
        return merges;
    }

    /** Whether a piece takes part in merges; transformers asks for the text only. */
    private boolean merges(int id) {
        return style != ConversionStyle.EXACT
                || pieces.type(id) == PieceType.NORMAL
                || pieces.type(id) == PieceType.UNUSED;
    }

    /** Control and user-defined pieces, and the special tokens of the class. */
    private List<AddedToken> addedTokens() {
        Map<String, Boolean> special = new LinkedHashMap<>();
        List<String> ofClass =
                switch (style) {
                    case EXACT -> List.of();
                    case LLAMA -> List.of("<s>", "</s>", "<unk>");
                    case GEMMA -> List.of("<bos>", "<eos>", "<unk>", "<pad>", "<mask>");
                    case T5 -> List.of("</s>", "<unk>", "<pad>");
                    case XLM_ROBERTA -> List.of("<s>", "</s>", "<unk>", "<pad>", "<mask>");
                };
        ofClass.forEach(token -> special.put(token, true));
        for (int i = T5_SENTINELS - 1; style == ConversionStyle.T5 && i >= 0; i--) {
            special.put("<extra_id_" + i + ">", true);
        }
        for (int id = 0; id < pieces.size(); id++) {
            PieceType type = pieces.type(id);
            if (type == PieceType.CONTROL || type == PieceType.USER_DEFINED) {
                special.putIfAbsent(text(id), type == PieceType.CONTROL);
            }
        }
        List<AddedToken> added = new ArrayList<>();
        special.forEach((token, isSpecial) -> added.add(added(token, isSpecial)));
        return added;
    }

    private static AddedToken added(String token, boolean special) {
        return AddedToken.special(token).withSpecial(special);
    }
}
