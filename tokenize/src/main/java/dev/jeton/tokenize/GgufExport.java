package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.gguf.GgufMetadataWriter;
import dev.jeton.tokenize.model.Merges;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.BertNormalizer;
import dev.jeton.tokenize.pipeline.BertPreTokenizer;
import dev.jeton.tokenize.pipeline.Metaspace;
import dev.jeton.tokenize.pipeline.Nfc;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.Precompiled;
import dev.jeton.tokenize.pipeline.Prepend;
import dev.jeton.tokenize.pipeline.Replace;
import dev.jeton.tokenize.pipeline.RobertaProcessing;
import dev.jeton.tokenize.pipeline.WhitespaceSplit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;

/**
 * Writes a tokenizer as the metadata {@code tokenizer.ggml.*} that llama.cpp reads, as its
 * converter does: the counterpart of {@link GgufTokenizerReader}. Used once.
 */
final class GgufExport {
    private static final String FORMAT = "A GGUF file";
    private static final String PREFIX = GgufVocabulary.PREFIX;
    private static final int UNUSED = 5;

    /** What no merge makes is chosen last. */
    private static final float LAST = -1e9f;

    /** Of names for the same stages, those that llama.cpp's own vocabularies have. */
    private static final List<String> USUAL_NAMES =
            List.of(
                    "gpt-2",
                    "llama-bpe",
                    "qwen2",
                    "gpt-4o",
                    "tekken",
                    "deepseek-v3",
                    "smollm",
                    "dbrx",
                    "stablelm2",
                    "mpt",
                    "roberta-bpe",
                    "qwen35");

    private final ExportSource source;
    private final List<String> losses = new ArrayList<>();
    private final GgufMetadataWriter file = new GgufMetadataWriter();
    private final List<String> tokens = new ArrayList<>();
    private final int[] types;
    private final Map<String, Integer> ids = new HashMap<>();

    GgufExport(Tokenizer tokenizer) {
        source = new ExportSource(tokenizer);
        SortedMap<Integer, String> byId = source.tokens(FORMAT);
        types = new int[byId.lastKey() + 1];
        Arrays.fill(types, UNUSED);
        for (int id = 0; id < types.length; id++) {
            String token = byId.get(id);
            tokens.add(token == null ? "[PAD" + id + "]" : token);
            types[id] = token == null ? UNUSED : GgufVocabulary.NORMAL;
            ids.putIfAbsent(tokens.get(id), id);
        }
        tokenizer
                .addedTokens()
                .forEach(
                        (id, token) ->
                                types[id] =
                                        token.special()
                                                ? GgufVocabulary.CONTROL
                                                : GgufVocabulary.USER_DEFINED);
    }

    TokenizerExport export() {
        String type = source.model().type();
        header(type.equals("WordPiece") ? "bert" : "llama");
        switch (type) {
            case "BPE" -> bpe();
            case "Unigram" -> unigram();
            case "WordPiece" -> wordPiece();
            default -> throw source.cannot(FORMAT, "its model is " + type + ".");
        }
        losses.addAll(source.lostFlags());
        losses.addAll(source.lostLengths());
        losses.add("the decoder, which the kind of vocabulary decides");
        return new TokenizerExport(
                source.tokenizer(), Map.of("vocabulary.gguf", file.toBytes()), losses, true);
    }

    /** What llama.cpp asks of a file before it looks at the vocabulary. */
    private void header(String architecture) {
        String at = architecture + ".";
        file.text("general.architecture", architecture)
                .count(at + "context_length", 8)
                .count(at + "embedding_length", 8)
                .count(at + "block_count", 1)
                .count(at + "feed_forward_length", 8)
                .count(at + "attention.head_count", 1)
                .number(at + "attention.layer_norm_rms_epsilon", 1e-5f)
                .number(at + "attention.layer_norm_epsilon", 1e-5f)
                .flag(at + "attention.causal", false);
    }

    private void kind(String name, String pre) {
        file.text(PREFIX + "model", name).text(PREFIX + "pre", pre);
    }

    private void tokensAndTypes() {
        file.texts(PREFIX + "tokens", tokens).integers(PREFIX + "token_type", types);
    }

    private void bpe() {
        List<String> cuts = source.byteLevelCuts();
        if (cuts == null) {
            sentencePieceBpe();
            return;
        }
        kind("gpt2", preName(cuts));
        tokensAndTypes();
        Vocabulary vocabulary = source.model().vocabulary();
        Merges merges = source.model().merges();
        List<String> lines = new ArrayList<>(merges.size());
        for (int i = 0; i < merges.size(); i++) {
            lines.add(
                    vocabulary.tokenOf(merges.left(i)) + " " + vocabulary.tokenOf(merges.right(i)));
        }
        file.texts(PREFIX + "merges", lines);
        frame();
    }

    private String preName(List<String> cuts) {
        boolean nfc = source.normalizers().equals(List.of(new Nfc()));
        boolean ignoreMerges = source.model().options().flag("ignore_merges", false);
        boolean twoEnds =
                StageInfos.postProcessors(source.tokenizer().parts().postProcessor()).stream()
                        .anyMatch(RobertaProcessing.class::isInstance);
        if (!nfc && !source.normalizers().isEmpty()) {
            throw source.cannot(
                    FORMAT,
                    "of byte-level BPE it cannot say the normalizers "
                            + ExportSource.names(source.normalizers())
                            + ".");
        }
        List<String> names = new ArrayList<>(USUAL_NAMES);
        names.addAll(GgufPreTokenizer.names());
        for (String name : names) {
            GgufPreTokenizer pre = GgufPreTokenizer.named(name, "");
            if (pre.patterns().equals(cuts)
                    && pre.nfc() == nfc
                    && pre.ignoreMerges() == ignoreMerges
                    && pre.twoEnds() == twoEnds
                    && !pre.spaceSymbol()) {
                return name;
            }
        }
        throw source.cannot(
                FORMAT,
                "llama.cpp has no name (tokenizer.ggml.pre) for the patterns "
                        + cuts
                        + (ignoreMerges ? " with ignore_merges" : "")
                        + (nfc ? " after NFC." : "."));
    }

    /** Begin and end of a text. */
    private void frame() {
        ExportSource.Frame frame = source.frame();
        if (frame == null) {
            losses.add("the post-processor");
            frame = ExportSource.Frame.NONE;
        }
        file.flag(PREFIX + "add_bos_token", frame.before() >= 0);
        file.flag(PREFIX + "add_eos_token", frame.after() >= 0);
        if (frame.before() >= 0) {
            file.count(PREFIX + "bos_token_id", frame.before());
        }
        if (frame.after() >= 0) {
            file.count(PREFIX + "eos_token_id", frame.after());
        }
    }

    /** Scores fall in the order in which merges make the pieces. */
    private void sentencePieceBpe() {
        boolean prefix = spaces();
        float[] scores = new float[tokens.size()];
        Arrays.fill(scores, LAST);
        Vocabulary vocabulary = source.model().vocabulary();
        Merges merges = source.model().merges();
        int rank = 0;
        for (int i = 0; i < merges.size(); i++) {
            int made = merges.result(i);
            if (scores[made] == LAST) {
                scores[made] = -rank++;
            }
        }
        for (int id = 0; id < types.length; id++) {
            String token = tokens.get(id);
            if (token.length() == 6 && token.startsWith("<0x") && token.endsWith(">")) {
                types[id] = GgufVocabulary.BYTE;
            }
        }
        kind("llama", "default");
        String unknown = source.model().options().string("unk_token");
        OptionalInt unknownId =
                unknown == null ? OptionalInt.empty() : source.tokenizer().idOf(unknown);
        unknownId.ifPresent(
                id -> {
                    types[id] = GgufVocabulary.UNKNOWN;
                    file.count(PREFIX + "unknown_token_id", id);
                });
        tokensAndTypes();
        file.numbers(PREFIX + "scores", scores);
        file.flag(PREFIX + "add_space_prefix", prefix);
        losses.add("the list of merges: " + vocabulary.size() + " scores stand for it");
        frame();
    }

    /** Whether a space is put before the text, which must have its spaces written as U+2581. */
    private boolean spaces() {
        List<Normalizer> normalizers = source.normalizers();
        List<PreTokenizer> cuts = source.preTokenizers();
        boolean replaces =
                normalizers.stream()
                        .anyMatch(n -> n instanceof Replace r && r.content().equals("\u2581"));
        boolean others =
                normalizers.stream().anyMatch(n -> !(n instanceof Replace || n instanceof Prepend));
        boolean metaspace = cuts.size() == 1 && cuts.get(0) instanceof Metaspace;
        if (others || !(replaces || metaspace)) {
            throw source.cannot(
                    FORMAT,
                    "BPE after "
                            + ExportSource.names(normalizers)
                            + " and "
                            + ExportSource.names(cuts)
                            + ".");
        }
        return normalizers.stream().anyMatch(Prepend.class::isInstance)
                || (metaspace
                        && ((Metaspace) cuts.get(0)).prependScheme()
                                != Metaspace.PrependScheme.NEVER);
    }

    private void unigram() {
        List<Normalizer> normalizers = source.normalizers();
        List<PreTokenizer> cuts = source.preTokenizers();
        boolean plain =
                normalizers.stream()
                        .allMatch(n -> n instanceof Precompiled || n instanceof Replace);
        List<PreTokenizer> marks = cuts.stream().filter(Metaspace.class::isInstance).toList();
        boolean words = cuts.stream().anyMatch(WhitespaceSplit.class::isInstance);
        if (!plain || marks.size() != 1 || cuts.size() > (words ? 2 : 1)) {
            throw source.cannot(
                    FORMAT,
                    "Unigram after "
                            + ExportSource.names(normalizers)
                            + " and "
                            + ExportSource.names(cuts)
                            + ".");
        }
        double[] given = source.model().scores();
        float[] scores = new float[tokens.size()];
        for (int entry = 0; entry < given.length; entry++) {
            scores[entry] = (float) given[entry];
        }
        int unknown = (int) source.model().options().integer("unk_id", 0);
        types[unknown] = GgufVocabulary.UNKNOWN;
        kind("t5", "default");
        tokensAndTypes();
        Metaspace space = (Metaspace) marks.get(0);
        file.numbers(PREFIX + "scores", scores)
                .count(PREFIX + "unknown_token_id", unknown)
                .flag(
                        PREFIX + "add_space_prefix",
                        space.prependScheme() != Metaspace.PrependScheme.NEVER)
                .flag(
                        PREFIX + "remove_extra_whitespaces",
                        words || normalizers.stream().anyMatch(Replace.class::isInstance));
        for (Normalizer stage : normalizers) {
            if (stage instanceof Precompiled rules) {
                file.bytes(PREFIX + "precompiled_charsmap", rules.compiled());
            }
        }
        frame();
    }

    private void wordPiece() {
        List<Normalizer> normalizers = source.normalizers();
        boolean bert =
                normalizers.size() == 1
                        && normalizers.get(0) instanceof BertNormalizer
                        && source.preTokenizers().equals(List.of(new BertPreTokenizer()));
        String unknown = source.model().options().string("unk_token");
        ExportSource.Frame frame = source.frame();
        if (!bert || unknown == null || !ids.containsKey(unknown)) {
            throw source.cannot(
                    FORMAT,
                    "of WordPiece it knows BertNormalizer and BertPreTokenizer only, not "
                            + ExportSource.names(normalizers)
                            + " and "
                            + ExportSource.names(source.preTokenizers())
                            + ".");
        }
        if (frame == null || frame.before() < 0 || frame.after() < 0) {
            throw source.cannot(FORMAT, "BERT's texts stand between [CLS] and [SEP] there.");
        }
        Set<String> seen = new HashSet<>();
        for (int id = 0; id < types.length; id++) {
            String token = tokens.get(id);
            if (types[id] != GgufVocabulary.CONTROL) {
                token = token.startsWith("##") ? token.substring(2) : "\u2581" + token;
            }
            // "##" is no continuation, and would have no text.
            if (token.isEmpty() || !seen.add(token)) {
                losses.add("the token " + tokens.get(id) + ", as another one looks like it");
                token = "[PAD" + id + "]";
                types[id] = UNUSED;
            }
            tokens.set(id, token);
        }
        kind("bert", "default");
        tokensAndTypes();
        BertNormalizer normalizer = (BertNormalizer) normalizers.get(0);
        Boolean strips = normalizer.stripAccents();
        file.count(PREFIX + "token_type_count", 2)
                .count(PREFIX + "unknown_token_id", ids.getOrDefault(unknown, 0))
                .count(PREFIX + "bos_token_id", frame.before())
                .count(PREFIX + "seperator_token_id", frame.after())
                .flag(PREFIX + "normalizer.lowercase", normalizer.lowercase())
                .flag(
                        PREFIX + "normalizer.strip_accents",
                        strips == null ? normalizer.lowercase() : strips);
        for (String role : List.of("pad", "mask")) {
            Integer id = ids.get("[" + (role.equals("pad") ? "PAD" : "MASK") + "]");
            if (id != null) {
                file.count(PREFIX + (role.equals("pad") ? "padding" : role) + "_token_id", id);
            }
        }
    }
}
