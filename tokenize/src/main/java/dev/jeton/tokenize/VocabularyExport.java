package dev.jeton.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.json.JsonText;
import dev.jeton.tokenize.internal.pattern.KnownPatterns;
import dev.jeton.tokenize.model.Merges;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.BertNormalizer;
import dev.jeton.tokenize.pipeline.BertPreTokenizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes vocabulary files as the classes of transformers read them. */
final class VocabularyExport {
    private static final String CONFIG = "tokenizer_config.json";

    private VocabularyExport() {}

    /** A {@code vocab.txt}: a token a line, the line is the id. */
    static TokenizerExport wordPiece(Tokenizer tokenizer) {
        String format = "A vocab.txt";
        ExportSource source = new ExportSource(tokenizer);
        if (!source.model().type().equals("WordPiece")
                || source.normalizers().size() != 1
                || !(source.normalizers().get(0) instanceof BertNormalizer normalizer)
                || !source.preTokenizers().equals(List.of(new BertPreTokenizer()))) {
            throw source.cannot(format, "it holds BERT's WordPiece.");
        }
        StringBuilder lines = new StringBuilder();
        SortedMap<Integer, String> tokens = source.tokens(format);
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            if (token == null || !token.equals(token.strip()) || token.indexOf('\n') >= 0) {
                throw source.cannot(format, "the token with the id " + id + " is no line.");
            }
            lines.append(token).append('\n');
        }
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        config.put("do_lower_case", normalizer.lowercase());
        config.put("strip_accents", normalizer.stripAccents());
        config.put("tokenize_chinese_chars", normalizer.handleChineseChars());
        ExportSource.Frame frame = source.frame();
        if (frame != null && frame.before() >= 0 && frame.after() >= 0) {
            config.put("cls_token", tokens.get(frame.before()));
            config.put("sep_token", tokens.get(frame.after()));
        }
        config.put("unk_token", source.model().options().string("unk_token"));
        config.put("tokenizer_class", "BertTokenizer");
        List<String> losses = new ArrayList<>(source.lostFlags());
        losses.addAll(source.lostLengths());
        return export(
                source,
                losses,
                Map.entry("vocab.txt", lines.toString()),
                Map.entry(CONFIG, JsonText.of(config)));
    }

    /** A {@code vocab.json} and a {@code merges.txt}. */
    static TokenizerExport bpe(Tokenizer tokenizer) {
        String format = "A vocab.json with merges.txt";
        ExportSource source = new ExportSource(tokenizer);
        List<String> cuts = source.byteLevelCuts();
        if (!source.model().type().equals("BPE")
                || !List.of(KnownPatterns.GPT2).equals(cuts)
                || !source.normalizers().isEmpty()) {
            throw source.cannot(
                    format, "it holds GPT-2's BPE, with that cut and without normalizers.");
        }
        Vocabulary vocabulary = source.model().vocabulary();
        TreeMap<Integer, String> tokens = new TreeMap<>();
        for (int entry = 0; entry < vocabulary.entryCount(); entry++) {
            tokens.put(vocabulary.id(entry), vocabulary.token(entry));
        }
        Map<String, Object> vocab = new LinkedHashMap<>();
        tokens.forEach((id, token) -> vocab.put(token, id));
        Merges merges = source.model().merges();
        StringBuilder lines = new StringBuilder("#version: 0.2\n");
        for (int i = 0; i < merges.size(); i++) {
            lines.append(vocabulary.tokenOf(merges.left(i)))
                    .append(' ')
                    .append(vocabulary.tokenOf(merges.right(i)))
                    .append('\n');
        }
        Map<String, Object> added = new LinkedHashMap<>();
        tokenizer
                .addedTokens()
                .forEach((id, token) -> added.put(Integer.toUnsignedString(id), json(token)));
        Map<String, @Nullable Object> config =
                ExportSource.object(
                        "add_prefix_space",
                        false,
                        "added_tokens_decoder",
                        added,
                        "tokenizer_class",
                        "GPT2Tokenizer");
        for (String role : List.of("unk_token", "bos_token", "eos_token")) {
            config.put(role, null); // or the class adds its own
        }
        List<String> losses = new ArrayList<>(source.lostLengths());
        ExportSource.addIf(
                losses, !ExportSource.Frame.NONE.equals(source.frame()), "the post-processor");
        return export(
                source,
                losses,
                Map.entry("vocab.json", JsonText.of(vocab)),
                Map.entry("merges.txt", lines.toString()),
                Map.entry(CONFIG, JsonText.of(config)));
    }

    private static Map<String, @Nullable Object> json(AddedToken token) {
        return ExportSource.object(
                "content",
                token.content(),
                "single_word",
                token.singleWord(),
                "lstrip",
                token.lstrip(),
                "rstrip",
                token.rstrip(),
                "normalized",
                token.normalized(),
                "special",
                token.special());
    }

    @SafeVarargs
    private static TokenizerExport export(
            ExportSource source, List<String> losses, Map.Entry<String, String>... texts) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Map.Entry<String, String> text : texts) {
            files.put(text.getKey(), text.getValue().getBytes(UTF_8));
        }
        boolean frame = files.containsKey("vocab.txt");
        return new TokenizerExport(source.tokenizer(), files, losses, frame);
    }
}
