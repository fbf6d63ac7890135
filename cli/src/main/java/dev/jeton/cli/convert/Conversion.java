package dev.jeton.cli.convert;

import dev.jeton.sentencepiece.ConversionStyle;
import dev.jeton.sentencepiece.SentencePieceConversion;
import dev.jeton.sentencepiece.SentencePieceExport;
import dev.jeton.sentencepiece.SentencePieceOptions;
import dev.jeton.sentencepiece.SentencePieceProcessor;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.SpecialTokenPolicy;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.TokenizerExport;
import dev.jeton.tokenize.TokenizerExport.Format;
import dev.jeton.tokenize.Tokenizers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A tokenizer as files of another format, and as these are read again. */
public final class Conversion {
    private static final EncodeOptions BARE = EncodeOptions.defaults().withSpecialTokens(false);

    private static final EncodeOptions PLAIN =
            BARE.withSpecialTokenPolicy(SpecialTokenPolicy.plain());

    private final Tokenizer before;
    private final Tokenizer after;
    private final Map<String, byte[]> files;
    private final List<String> losses;
    private final EncodeOptions options;

    Conversion(
            Tokenizer before,
            Tokenizer after,
            Map<String, byte[]> files,
            List<String> losses,
            EncodeOptions options) {
        this.before = before;
        this.after = after;
        this.files = new LinkedHashMap<>(files);
        this.losses = List.copyOf(losses);
        this.options = options;
    }

    /** One file whose format does not have what stands around a text. */
    Conversion(Tokenizer before, Tokenizer after, String name, byte[] file, List<String> losses) {
        this(before, after, Map.of(name, file), losses, BARE);
    }

    /**
     * Converts to the format that the name asks for.
     *
     * @throws TokenizerException if this tokenizer has no such form, or there is no such format
     * @throws UnsupportedOperationException if one of its stages has no JSON form
     */
    public static Conversion of(Tokenizer tokenizer, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".tiktoken")) {
            return RankFile.of(tokenizer, name);
        } else if (lower.endsWith(".gguf")) {
            return of(TokenizerExport.of(tokenizer, Format.GGUF), name);
        } else if (lower.endsWith(".model")) {
            return model(tokenizer, name);
        } else if (lower.equals("vocab.txt")) {
            return of(TokenizerExport.of(tokenizer, Format.VOCAB_TXT), name);
        } else if (lower.equals("vocab.json")) {
            return of(TokenizerExport.of(tokenizer, Format.VOCAB_AND_MERGES), name);
        } else if (lower.startsWith("tekken") && lower.endsWith(".json")) {
            return of(TokenizerExport.of(tokenizer, Format.TEKKEN), name);
        } else if (lower.endsWith(".json")) {
            byte[] json = tokenizer.toJson().getBytes(StandardCharsets.UTF_8);
            Tokenizer after = Tokenizers.loader().load(json, name);
            Map<String, byte[]> files = Map.of(name, json);
            return new Conversion(tokenizer, after, files, List.of(), EncodeOptions.defaults());
        }
        throw new TokenizerException(
                "no such format can be written. Expected a name that ends in .json"
                        + " (tokenizer.json; tekken*.json; vocab.json with merges.txt), .gguf,"
                        + " .model or .tiktoken, or vocab.txt.");
    }

    /**
     * Converts a SentencePiece file, as itself or by way of a tokenizer.json.
     *
     * @throws TokenizerException if it has no form in the format that the name asks for
     * @throws IllegalArgumentException if a model of its type has no form in a tokenizer.json
     */
    public static Conversion of(SentencePieceProcessor model, String name) {
        Tokenizer before = model.tokenizer(SentencePieceOptions.none());
        if (name.toLowerCase(Locale.ROOT).endsWith(".model")) {
            return new Conversion(before, before, name, model.toBytes(), List.of());
        }
        SentencePieceConversion json =
                SentencePieceConversion.toTokenizerJson(model, ConversionStyle.EXACT);
        Conversion further = of(json.tokenizer(), name);
        List<String> losses = new ArrayList<>(json.losses());
        losses.addAll(further.losses());
        return new Conversion(before, further.after(), further.files(), losses, PLAIN);
    }

    private static Conversion of(TokenizerExport export, String name) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        export.files().forEach((key, bytes) -> files.put(files.isEmpty() ? name : key, bytes));
        EncodeOptions options =
                EncodeOptions.defaults().withSpecialTokens(export.keepsSpecialTokens());
        return new Conversion(export.original(), export.read(), files, export.losses(), options);
    }

    /** Control pieces are no text in a SentencePiece model. */
    private static Conversion model(Tokenizer tokenizer, String name) {
        SentencePieceExport export = SentencePieceExport.of(tokenizer);
        Tokenizer after = export.processor().tokenizer(SentencePieceOptions.none());
        Map<String, byte[]> files = Map.of(name, export.processor().toBytes());
        return new Conversion(
                tokenizer.withTruncation(Optional.empty()).withPadding(Optional.empty()),
                after,
                files,
                export.losses(),
                PLAIN);
    }

    /** The tokenizer as it was, without what the new format cannot hold. */
    public Tokenizer before() {
        return before;
    }

    /** The tokenizer that is read from the new files. */
    public Tokenizer after() {
        return after;
    }

    /** The new files by their names, the one asked for first; others lie beside it. */
    public Map<String, byte[]> files() {
        return files;
    }

    /** What of the tokenizer is not in the new file, a line each. */
    public List<String> losses() {
        return losses;
    }

    /** How texts are encoded by both where the new format keeps what it has. */
    public EncodeOptions options() {
        return options;
    }

    /** An empty list or a list of one. */
    static List<String> loss(boolean lost, String line) {
        return Optional.of(line).filter(any -> lost).stream().toList();
    }
}
