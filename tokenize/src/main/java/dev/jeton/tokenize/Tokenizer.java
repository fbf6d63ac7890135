package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.json.TokenizerJsonWriter;
import dev.jeton.tokenize.internal.utf8.TextUnits;
import dev.jeton.tokenize.internal.utf8.Utf8Buffer;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.NormalizedString;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PreTokenizedString;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer: text to tokens and back. Immutable; share one instance between all threads.
 *
 * <p>Three calls with rising cost: {@link #count}, {@link #encodeIds}, {@link #encode}. Ids are
 * unsigned 32-bit numbers in an {@code int}.
 */
public final class Tokenizer {
    private final Parts parts;
    private final TextEncoder textEncoder;
    private final IdEncoder idEncoder;
    private final TokenDecoder decoder;
    private final SessionPool sessions;
    private final Seams seams;

    Tokenizer(Parts parts) {
        this.parts = parts;
        textEncoder = new TextEncoder(parts);
        idEncoder = new IdEncoder(parts);
        decoder = new TokenDecoder(parts);
        seams = new Seams(parts);
        sessions =
                new SessionPool(() -> new Session(parts.model().newSession(), parts.newCutter()));
    }

    /** The stages, for the classes of this package. */
    Parts parts() {
        return parts;
    }

    /** Encodes {@code text} with ids, tokens, offsets and masks. */
    public Encoding encode(CharSequence text) {
        return encode(text, EncodeOptions.defaults());
    }

    /** Encodes {@code text} with ids, tokens, offsets and masks. */
    public Encoding encode(CharSequence text, EncodeOptions options) {
        return encode(EncodeInput.text(text), options);
    }

    /** Encodes a pair of texts as the post-processor joins them. */
    public Encoding encode(CharSequence text, CharSequence pair, EncodeOptions options) {
        return encode(EncodeInput.pair(text, pair), options);
    }

    /** Encodes words that are cut already; offsets start again at 0 in each word. */
    public Encoding encodeWords(List<String> words, EncodeOptions options) {
        return encode(EncodeInput.words(words), options);
    }

    /** Encodes a pair of texts that are cut into words already. */
    public Encoding encodeWords(List<String> words, List<String> pairWords, EncodeOptions options) {
        return encode(EncodeInput.words(words, pairWords), options);
    }

    /** Encodes an input of any kind. */
    public Encoding encode(EncodeInput input, EncodeOptions options) {
        checkTruncation(options);
        return padded(List.of(encodeUnpadded(input, options)), options).get(0);
    }

    /** Encodes texts in order and pads them to a common length where padding is on. */
    public List<Encoding> encodeBatch(List<? extends CharSequence> texts, EncodeOptions options) {
        List<EncodeInput> inputs = new ArrayList<>(texts.size());
        for (CharSequence text : texts) {
            inputs.add(EncodeInput.text(text));
        }
        return encodeInputs(inputs, options);
    }

    /** Encodes inputs of any kind in order and pads them to a common length where padding is on. */
    public List<Encoding> encodeInputs(List<EncodeInput> inputs, EncodeOptions options) {
        checkTruncation(options);
        List<Encoding> encodings = new ArrayList<>(inputs.size());
        for (EncodeInput input : inputs) {
            // Each is padded for itself first, as in the reference: only then to the longest.
            encodings.addAll(padded(List.of(encodeUnpadded(input, options)), options));
        }
        return padded(encodings, options);
    }

    private List<Encoding> padded(List<Encoding> encodings, EncodeOptions options) {
        Optional<Padding> padding = options.padding(padding());
        padding.ifPresent(options.limits()::checkPadding);
        return padding.isPresent() && !encodings.isEmpty()
                ? Truncator.pad(encodings, padding.get())
                : encodings;
    }

    /** A truncation of a call, unlike that of a file, must leave room beside its stride. */
    private void checkTruncation(EncodeOptions options) {
        checkTruncation(options.truncation(Optional.empty()));
    }

    private void checkTruncation(Optional<Truncation> truncation) {
        if (truncation.isEmpty()) {
            return;
        }
        int added = numSpecialTokensToAdd(false);
        int room = truncation.get().maxLength() - added;
        if (room >= 0 && room < truncation.get().stride()) {
            throw new IllegalArgumentException(
                    "Truncation: stride is "
                            + truncation.get().stride()
                            + ", but must be at most "
                            + room
                            + " (maxLength "
                            + truncation.get().maxLength()
                            + " less "
                            + added
                            + " special tokens).");
        }
    }

    private Encoding encodeUnpadded(EncodeInput input, EncodeOptions options) {
        List<Encoding> encodings = new ArrayList<>(2);
        encodings.add(encodeSequence(input.first(), 0, input.words(), options));
        if (input.second().isPresent()) {
            encodings.add(encodeSequence(input.second().get(), 1, input.words(), options));
        }
        return postProcess(encodings, options);
    }

    private Encoding encodeSequence(
            List<CharSequence> text, int typeId, boolean words, EncodeOptions options) {
        Session session = sessions.take();
        List<Encoding> encodings = new ArrayList<>(text.size());
        for (int i = 0; i < text.size(); i++) {
            int word = words ? i : Encoding.NONE;
            encodings.add(textEncoder.encode(text.get(i), session, typeId, word, options));
        }
        sessions.giveBack(session);
        if (encodings.isEmpty()) {
            return Encoding.ofSpecialTokens(new int[0], List.of(), 0, options.offsetUnit());
        }
        return Encoding.merge(encodings, false);
    }

    private Encoding postProcess(List<Encoding> texts, EncodeOptions options) {
        List<Encoding> encodings = truncated(texts, options);
        PostProcessor processor = parts.postProcessor();
        if (processor == null) {
            return encodings.size() == 2
                    ? Encoding.merge(
                            List.of(
                                    encodings.get(0).withSequence(0),
                                    encodings.get(1).withSequence(1)),
                            false)
                    : encodings.get(0);
        }
        return Encoding.merge(
                processor.process(marked(encodings), options.addSpecialTokens()), false);
    }

    private List<Encoding> truncated(List<Encoding> texts, EncodeOptions options) {
        Optional<Truncation> truncation = options.truncation(truncation());
        if (truncation.isEmpty()) {
            return texts;
        }
        int added = options.addSpecialTokens() ? numSpecialTokensToAdd(texts.size() == 2) : 0;
        for (Encoding text : texts) {
            options.limits().checkWindows(truncation.get(), added, text.size());
        }
        try {
            return Truncator.truncate(texts, truncation.get(), added);
        } catch (IllegalArgumentException e) {
            if (options.truncation(Optional.empty()).isPresent()) {
                throw e;
            }
            throw new TokenizerException(
                    "The truncation of this tokenizer's file does not suit the text. "
                            + e.getMessage()
                            + " EncodeOptions or Tokenizer.withTruncation replace it.",
                    e);
        }
    }

    /** The encodings with their numbers, as post-processors want them. */
    private static List<Encoding> marked(List<Encoding> encodings) {
        List<Encoding> marked = new ArrayList<>(2);
        for (int i = 0; i < encodings.size(); i++) {
            Encoding encoding = encodings.get(i);
            List<Encoding> overflowing = new ArrayList<>(encoding.overflowing().size());
            for (Encoding part : encoding.overflowing()) {
                overflowing.add(part.withSequence(i));
            }
            marked.add(encoding.withTypeId(i).withSequence(i).withOverflowing(overflowing));
        }
        return marked;
    }

    /** What each stage makes of {@code text}, for people: slower than {@link #encode}. */
    public Explanation explain(CharSequence text) {
        return explain(text, EncodeOptions.defaults());
    }

    /** What each stage makes of {@code text}, with the options of {@link #encode}. */
    public Explanation explain(CharSequence text, EncodeOptions options) {
        checkTruncation(options);
        Explainer explainer = new Explainer(parts, textEncoder, options);
        Session session = sessions.take();
        explainer.explainText(text, session);
        sessions.giveBack(session);
        List<Encoding> tokens = List.of(encodeSequence(List.of(text), 0, false, options));
        explainer.add(StageInfos.of(parts.spec()), tokens.get(0));
        List<Encoding> shortened = truncated(tokens, options);
        options.truncation(truncation())
                .ifPresent(stage -> explainer.add(StageInfos.of(stage), shortened.get(0)));
        explainer.explainPostProcessors(marked(shortened));
        Encoding encoding = encode(text, options);
        options.padding(padding())
                .ifPresent(stage -> explainer.add(StageInfos.of(stage), encoding));
        return new Explanation(text.toString(), explainer.steps(), encoding);
    }

    /** The stages with their options, in the order of encoding; those of the decoder come last. */
    public List<StageInfo> stages() {
        return StageInfos.of(parts);
    }

    /** The ids of {@code text}, special tokens of the post-processor included. */
    public int[] encodeIds(CharSequence text) {
        return encodeIds(text, EncodeOptions.defaults());
    }

    /** The ids of {@code text}; offsets are not computed. */
    public int[] encodeIds(CharSequence text, EncodeOptions options) {
        PostProcessor.Surroundings around = surroundings(options);
        if (around == null) {
            return encode(text, options).ids();
        }
        Session session = sessions.take();
        IdBuffer ids = session.ids;
        ids.clear();
        around.addBefore(ids);
        idEncoder.encode(text, session, options, ids);
        around.addAfter(ids);
        int[] result = ids.toArray();
        sessions.giveBack(session);
        return result;
    }

    /**
     * Appends the ids of {@code text} to {@code out}, which may be used again and again: then
     * nothing is allocated for the ids.
     */
    public void encodeIds(CharSequence text, EncodeOptions options, IdBuffer out) {
        PostProcessor.Surroundings around = surroundings(options);
        if (around == null) {
            Encoding encoding = encode(text, options);
            out.addAll(encoding.ids, 0, encoding.size());
            return;
        }
        Session session = sessions.take();
        around.addBefore(out);
        idEncoder.encode(text, session, options, out);
        around.addAfter(out);
        sessions.giveBack(session);
    }

    /** The ids around those of a text, or null if more than that is to be done with them. */
    private PostProcessor.@Nullable Surroundings surroundings(EncodeOptions options) {
        if (options.truncation(truncation()).isPresent()
                || options.padding(padding()).isPresent()) {
            return null;
        }
        if (parts.postProcessor() == null) {
            return PostProcessor.Surroundings.NONE;
        }
        PostProcessor.Surroundings around = parts.postProcessor().surroundings();
        return around == null || options.addSpecialTokens()
                ? around
                : PostProcessor.Surroundings.NONE;
    }

    /** The number of ids that {@link #encodeIds(CharSequence)} returns, without building them. */
    public int count(CharSequence text) {
        return count(text, EncodeOptions.defaults());
    }

    /** The number of ids that {@link #encodeIds(CharSequence, EncodeOptions)} returns. */
    public int count(CharSequence text, EncodeOptions options) {
        PostProcessor.Surroundings around = surroundings(options);
        if (around == null) {
            return encode(text, options).size();
        }
        Session session = sessions.take();
        int count = idEncoder.count(text, session, options);
        sessions.giveBack(session);
        return count + around.size();
    }

    /**
     * The number of ids of {@code text}, unless it has more than {@code limit}.
     *
     * @return what {@link #count(CharSequence)} returns, or empty if that is more than {@code
     *     limit}
     */
    public OptionalInt countUpTo(CharSequence text, int limit) {
        return countUpTo(text, limit, EncodeOptions.defaults());
    }

    /**
     * The number of ids of {@code text}, unless it has more than {@code limit}. No ids are built.
     *
     * <p>The text is looked at in parts as long as the limit asks for: the cost does not depend on
     * what is behind. Where the stages do not tell where a text can be parted, or with plain
     * ranges, or a policy that refuses tokens, all of it is cut into pieces, but the model is not
     * asked behind the limit.
     *
     * @param limit 0 or more
     * @return what {@link #count(CharSequence, EncodeOptions)} returns, or empty if that is more
     *     than {@code limit}
     */
    public OptionalInt countUpTo(CharSequence text, int limit, EncodeOptions options) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 0 or more.");
        }
        PostProcessor.Surroundings around = surroundings(options);
        long count;
        if (around == null) {
            count = encode(text, options).size();
        } else if (Seams.mayPart(options)) {
            count = countParts(text, limit, around.size(), options);
        } else {
            Session session = sessions.take();
            int room = Math.max(0, limit - around.size());
            count = (long) idEncoder.countUpTo(text, session, options, room, false) + around.size();
            sessions.giveBack(session);
        }
        return count > limit ? OptionalInt.empty() : OptionalInt.of((int) count);
    }

    /** Counts part by part, with some characters more than as many ids surely need. */
    private long countParts(CharSequence text, int limit, int added, EncodeOptions options) {
        options.limits().checkText(text.length());
        long bytes = 0;
        long count = added;
        Session session = sessions.take();
        for (int at = 0; at < text.length() && count <= limit; ) {
            int room = (int) (limit - count);
            int wanted = (int) Math.min(text.length(), at + Math.max(512L, 4L * room));
            int end = seams.near(text, at, wanted, text.length());
            CharSequence part = text.subSequence(at, end);
            count += idEncoder.countUpTo(part, session, options, room, at > 0);
            bytes += session.text.length();
            options.limits().checkText(bytes);
            at = end;
        }
        sessions.giveBack(session);
        return count;
    }

    /**
     * Makes an index of {@code text} that tells how many ids its parts have.
     *
     * @see #countIndex(CharSequence, EncodeOptions)
     */
    public CountIndex countIndex(CharSequence text) {
        return countIndex(text, EncodeOptions.defaults());
    }

    /**
     * Makes an index of {@code text} that tells how many ids its parts have: in one pass over the
     * text. See {@link CountIndex} for what a question costs.
     *
     * @throws IllegalArgumentException if the options have plain ranges, which belong to one text
     */
    public CountIndex countIndex(CharSequence text, EncodeOptions options) {
        return CountIndex.of(new PartCounter(this, options), text.toString());
    }

    /** A counter for a text that grows at its ends; empty now. */
    public TokenCounter counter() {
        return counter(EncodeOptions.defaults());
    }

    /**
     * A counter for a text that grows at its ends; empty now.
     *
     * @throws IllegalArgumentException if the options have plain ranges, which belong to one text
     */
    public TokenCounter counter(EncodeOptions options) {
        return new TokenCounter(new PartCounter(this, options));
    }

    /**
     * This tokenizer on several threads, the calling one among them.
     *
     * @param threads 1 to 4096
     */
    public ParallelTokenizer parallel(int threads) {
        return new ParallelTokenizer(this, threads);
    }

    /** Appends the ids of a part, or of a whole text, without those of the post-processor. */
    void encodePart(CharSequence part, boolean goesOn, EncodeOptions options, IdBuffer out) {
        Session session = sessions.take();
        idEncoder.encodePart(part, session, options, goesOn, out);
        sessions.giveBack(session);
    }

    /** Appends the ids that the post-processor puts before a text, or those behind it. */
    void frame(EncodeOptions options, boolean before, IdBuffer out) {
        PostProcessor.Surroundings around = surroundings(options);
        if (around != null && before) {
            around.addBefore(out);
        } else if (around != null) {
            around.addAfter(out);
        }
    }

    /** Where texts can be parted. */
    Seams seams() {
        return seams;
    }

    /** The number of ids that a post-processor adds, or -1 if it does more than that. */
    int framed(EncodeOptions options) {
        PostProcessor.Surroundings around = surroundings(options);
        return around == null ? -1 : around.size();
    }

    /** The number of ids of a part, or of a whole text, without those of the post-processor. */
    int countPart(CharSequence part, boolean goesOn, EncodeOptions options) {
        Session session = sessions.take();
        int count = idEncoder.countUpTo(part, session, options, Integer.MAX_VALUE, goesOn);
        sessions.giveBack(session);
        return count;
    }

    /** The text of {@code ids}, special tokens included. Unknown ids are skipped. */
    public String decode(int... ids) {
        return decode(ids, false);
    }

    /** The text of {@code ids}. Unknown ids are skipped. */
    public String decode(int[] ids, boolean skipSpecialTokens) {
        return decoder.decode(ids, skipSpecialTokens);
    }

    /** The texts of several lists of ids, in order. */
    public List<String> decodeBatch(List<int[]> batch, boolean skipSpecialTokens) {
        return batch.stream().map(ids -> decode(ids, skipSpecialTokens)).toList();
    }

    /** The text that the decoder alone makes of tokens. */
    public String decodeTokens(List<String> tokens) {
        return decoder.decodeTokens(tokens);
    }

    /** A stream that continues after {@code promptIds} (may be empty). */
    public DecodeStream decodeStream(boolean skipSpecialTokens, int... promptIds) {
        return decoder.stream(skipSpecialTokens, promptIds);
    }

    /** The id of {@code token}, added tokens included. */
    public OptionalInt idOf(String token) {
        return parts.added().idOf(token);
    }

    /** The token with this id, added tokens included. */
    public Optional<String> tokenOf(int id) {
        return Optional.ofNullable(parts.added().tokenOf(id));
    }

    /**
     * The number of tokens. Without the added ones that is the number of the model's, of which a
     * list of pieces may have one twice; with them each is counted once (with {@link
     * Compat#HF_0_23} each entry of the list).
     */
    public int vocabularySize(boolean withAddedTokens) {
        Vocabulary vocabulary = parts.model().vocabulary();
        if (!withAddedTokens) {
            return vocabulary.entryCount();
        }
        int size = parts.added().countsEntries() ? vocabulary.entryCount() : vocabulary.size();
        for (String token : parts.added().ids().keySet()) {
            size += vocabulary.entryOf(token) == Vocabulary.NOT_FOUND ? 1 : 0;
        }
        return size;
    }

    /** All tokens with their ids, as a map made for this call. */
    public Map<String, Integer> vocabulary(boolean withAddedTokens) {
        Vocabulary vocabulary = parts.model().vocabulary();
        Map<String, Integer> all = new LinkedHashMap<>(2 * vocabulary.entryCount());
        for (int entry = 0; entry < vocabulary.entryCount(); entry++) {
            all.put(vocabulary.token(entry), vocabulary.id(entry));
        }
        if (withAddedTokens) {
            all.putAll(parts.added().ids());
        }
        return all;
    }

    /** The added tokens by their ids, which are sorted as unsigned numbers. */
    public SortedMap<Integer, AddedToken> addedTokens() {
        return parts.added().byId();
    }

    /** The text after the normalizer alone; the text itself where there is none. */
    public String normalize(CharSequence text) {
        NormalizedString normalized = normalizedString(text);
        if (parts.normalizer() != null) {
            parts.normalizer().normalize(normalized);
        }
        return normalized.toString();
    }

    private static NormalizedString normalizedString(CharSequence text) {
        Utf8Buffer buffer = new Utf8Buffer();
        buffer.set(text);
        return NormalizedString.of(buffer.bytes(), 0, buffer.length());
    }

    /** The pieces that the pre-tokenizer alone makes of {@code text}, which is not normalized. */
    public List<Piece> preTokenize(CharSequence text, OffsetUnit unit) {
        NormalizedString whole = normalizedString(text);
        TextUnits units =
                unit == OffsetUnit.UTF8_BYTE
                        ? TextUnits.bytes()
                        : TextUnits.of(whole.bytes(), whole.to(), unit == OffsetUnit.UTF16);
        PreTokenizedString pieces = PreTokenizedString.of(whole);
        if (parts.preTokenizer() != null) {
            parts.preTokenizer().preTokenize(pieces);
        }
        List<Piece> result = new ArrayList<>(pieces.size());
        int[] offsets = new int[2];
        for (int i = 0; i < pieces.size(); i++) {
            NormalizedString piece = pieces.piece(i);
            units.convert(piece.originalStart(), piece.originalEnd(), offsets, 0);
            result.add(new Piece(piece.toString(), offsets[0], offsets[1]));
        }
        return result;
    }

    /** The stage that changes texts first, if there is one. */
    public Optional<Normalizer> normalizer() {
        return Optional.ofNullable(parts.normalizer());
    }

    /** The stage that cuts texts into the pieces for the model, if there is one. */
    public Optional<PreTokenizer> preTokenizer() {
        return Optional.ofNullable(parts.preTokenizer());
    }

    /** What the model was made of: its tokens, merges, scores and options. */
    public ModelSpec modelSpec() {
        return parts.spec();
    }

    /** How many tokens the post-processor adds to a text or to a pair. */
    public int numSpecialTokensToAdd(boolean pair) {
        return parts.postProcessor() == null ? 0 : parts.postProcessor().addedTokens(pair);
    }

    /** The truncation of this tokenizer, from its file. */
    public Optional<Truncation> truncation() {
        return Optional.ofNullable(parts.truncation());
    }

    /** The padding of this tokenizer, from its file. */
    public Optional<Padding> padding() {
        return Optional.ofNullable(parts.padding());
    }

    /**
     * A tokenizer that cuts as given, or not at all; the model is shared.
     *
     * @throws IllegalArgumentException if the stride leaves no room in the length without special
     *     tokens
     */
    public Tokenizer withTruncation(Optional<Truncation> truncation) {
        checkTruncation(truncation);
        return new Tokenizer(parts.withTruncation(truncation.orElse(null)));
    }

    /** A tokenizer that pads as given, or not at all; the model is shared. */
    public Tokenizer withPadding(Optional<Padding> padding) {
        return new Tokenizer(parts.withPadding(padding.orElse(null)));
    }

    /** A tokenizer with another post-processor; the model is shared. */
    Tokenizer withPostProcessor(PostProcessor postProcessor) {
        return new Tokenizer(parts.withPostProcessor(postProcessor));
    }

    /**
     * A tokenizer with more added tokens; the model is shared. A token that the vocabulary has
     * keeps its id, the others get the next free ones; tokens that are there already get the new
     * flags.
     */
    public Tokenizer withAddedTokens(List<AddedToken> tokens) {
        return new Tokenizer(parts.withAdded(parts.added().with(tokens, parts.normalizer())));
    }

    /**
     * How many of these tokens {@link #withAddedTokens} would take: not the empty ones and those
     * that are there with the same flags.
     */
    public int countNewTokens(List<AddedToken> tokens) {
        return parts.added().newOnes(tokens).size();
    }

    /**
     * The tokenizer.json of this tokenizer, byte for byte as tokenizers 0.22.2 writes it. That has
     * no vocabulary if a token has the id 4294967295.
     *
     * @throws UnsupportedOperationException if it has a model or a stage that a tokenizer.json
     *     cannot describe, as that of a SentencePiece file
     */
    public String toJson() {
        return TokenizerJsonWriter.write(
                new TokenizerJsonWriter.Parts(
                        parts.truncation(),
                        parts.padding(),
                        addedTokens(),
                        parts.normalizer(),
                        parts.preTokenizer(),
                        parts.postProcessor(),
                        parts.decoder(),
                        parts.spec(),
                        parts.added().listed()));
    }

    /**
     * Writes {@link #toJson()} into a file that is replaced as a whole or not at all.
     *
     * @throws TokenizerException if it cannot be written, or would lose the vocabulary
     */
    public void save(Path file) {
        if (parts.spec().fileVocabulary().hasId(-1)) {
            throw new TokenizerException(
                    file
                            + " is not written: a token has the id 4294967295, and the format's own"
                            + " library would write no vocabulary then. Give it a lower id.");
        }
        Path absolute = file.toAbsolutePath();
        try {
            Path folder = Objects.requireNonNullElse(absolute.getParent(), absolute);
            Path temporary = Files.createTempFile(folder, "tokenizer", ".tmp");
            try {
                Files.writeString(temporary, toJson(), StandardCharsets.UTF_8);
                Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new TokenizerException(file + " cannot be written: " + e, e);
        }
    }
}
