package dev.jeton.tokenize;

import dev.jeton.tokenize.model.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a text or of a pair of texts, with everything known about them. Immutable.
 *
 * <p>Offsets are in the unit that the call asked for ({@link EncodeOptions#offsetUnit()}). Ids,
 * type ids and offsets are as in Hugging Face's {@code Encoding}, whose odd corners are kept: after
 * {@link #truncate} it is no longer known which text a token comes from.
 */
public final class Encoding {
    /** Stands where a template names an id without a token. */
    @SuppressWarnings("StringOperationCanBeSimplified")
    private static final String NO_TOKEN = new String("");

    /** In {@link #wordIds()} and {@link #sequenceIds()}: the token belongs to none. */
    public static final int NONE = -1;

    final int[] ids;
    final int[] typeIds;

    /** Tokens that are known; null entries are looked up by their id when asked for. */
    private final @Nullable String[] tokens;

    private final @Nullable Vocabulary names;
    final int[] words;
    final int[] offsets;
    final int[] specialMask;
    final int[] attention;
    final OffsetUnit unit;
    private final SequenceRanges sequences;
    private final List<Encoding> overflowing;

    private Encoding(
            Columns columns,
            @Nullable Vocabulary names,
            OffsetUnit unit,
            SequenceRanges sequences,
            List<Encoding> overflowing) {
        this.ids = columns.ids;
        this.typeIds = columns.typeIds;
        this.tokens = columns.tokens;
        this.words = columns.words;
        this.offsets = columns.offsets;
        this.specialMask = columns.specialMask;
        this.attention = columns.attention;
        this.names = names;
        this.unit = unit;
        this.sequences = sequences;
        this.overflowing = Collections.unmodifiableList(overflowing);
    }

    /** The arrays of an encoding, parallel to each other ({@code offsets} twice as long). */
    private static final class Columns {
        final int[] ids;
        final int[] typeIds;
        final @Nullable String[] tokens;
        final int[] words;
        final int[] offsets;
        final int[] specialMask;
        final int[] attention;

        Columns(
                int[] ids,
                int[] typeIds,
                @Nullable String[] tokens,
                int[] words,
                int[] offsets,
                int[] specialMask,
                int[] attention) {
            this.ids = ids;
            this.typeIds = typeIds;
            this.tokens = tokens;
            this.words = words;
            this.offsets = offsets;
            this.specialMask = specialMask;
            this.attention = attention;
        }
    }

    /**
     * Tokens of a text: no special tokens, all attended.
     *
     * @param tokens texts of tokens; null entries are looked up in the vocabulary
     * @param offsets start and end of each token
     */
    static Encoding ofText(
            int[] ids,
            @Nullable String[] tokens,
            int[] offsets,
            int[] words,
            int typeId,
            @Nullable Vocabulary names,
            OffsetUnit unit) {
        int n = ids.length;
        Columns columns =
                new Columns(
                        ids, filled(n, typeId), tokens, words, offsets, new int[n], filled(n, 1));
        return new Encoding(columns, names, unit, SequenceRanges.NONE, List.of());
    }

    /**
     * Special tokens: masked as such, with offsets 0, in no word and no text.
     *
     * @param tokens the texts of the ids; there may be fewer, as the reference takes such a
     *     template: the ids behind have none and are left out of {@link #tokens()}
     * @throws IllegalArgumentException if there are more tokens than ids
     */
    public static Encoding ofSpecialTokens(
            int[] ids, List<String> tokens, int typeId, OffsetUnit unit) {
        int n = ids.length;
        if (tokens.size() > n) {
            throw new IllegalArgumentException(
                    "There are " + n + " ids, but " + tokens.size() + " tokens.");
        }
        String[] texts = Arrays.copyOf(tokens.toArray(new String[0]), n);
        Arrays.fill(texts, tokens.size(), n, NO_TOKEN);
        Columns columns =
                new Columns(
                        ids.clone(),
                        filled(n, typeId),
                        texts,
                        filled(n, NONE),
                        new int[2 * n],
                        filled(n, 1),
                        filled(n, 1));
        return new Encoding(columns, null, unit, SequenceRanges.NONE, List.of());
    }

    private static int[] filled(int n, int value) {
        int[] array = new int[n];
        if (value != 0) {
            Arrays.fill(array, value);
        }
        return array;
    }

    private Encoding with(
            int[] newTypeIds,
            int[] newOffsets,
            SequenceRanges newSequences,
            List<Encoding> newOverflowing) {
        Columns columns =
                new Columns(ids, newTypeIds, tokens, words, newOffsets, specialMask, attention);
        return new Encoding(columns, names, unit, newSequences, newOverflowing);
    }

    /** A copy in which every token has this type id; overflowing parts are left as they are. */
    public Encoding withTypeId(int typeId) {
        return with(filled(size(), typeId), offsets, sequences, overflowing);
    }

    /**
     * A copy in which no token is special, each is attended, and none comes from a text;
     * overflowing parts are left.
     */
    public Encoding withoutMasks() {
        Columns columns =
                new Columns(
                        ids, typeIds, tokens, words, offsets, new int[size()], filled(size(), 1));
        return new Encoding(columns, names, unit, SequenceRanges.NONE, overflowing);
    }

    /** A copy whose tokens all come from this text; overflowing parts are left as they are. */
    public Encoding withSequence(int sequence) {
        return with(typeIds, offsets, sequences.with(sequence, 0, size()), overflowing);
    }

    /** A copy with other offsets: start, end, start, end, ... */
    public Encoding withOffsets(int[] newOffsets) {
        if (newOffsets.length != offsets.length) {
            throw new IllegalArgumentException(
                    "There are "
                            + newOffsets.length
                            + " offsets, expected "
                            + offsets.length
                            + ".");
        }
        return with(typeIds, newOffsets.clone(), sequences, overflowing);
    }

    /** A copy with other overflowing parts. */
    public Encoding withOverflowing(List<Encoding> newOverflowing) {
        return with(typeIds, offsets, sequences, List.copyOf(newOverflowing));
    }

    /** A copy with the tokens in the opposite order; overflowing parts are turned as well. */
    public Encoding reversed() {
        int n = size();
        int[] offsetPairs = new int[2 * n];
        @Nullable String[] texts = new String[n];
        for (int i = 0; i < n; i++) {
            texts[i] = tokens[n - 1 - i];
            offsetPairs[2 * i] = offsets[2 * (n - 1 - i)];
            offsetPairs[2 * i + 1] = offsets[2 * (n - 1 - i) + 1];
        }
        Columns columns =
                new Columns(
                        reversed(ids),
                        reversed(typeIds),
                        texts,
                        reversed(words),
                        offsetPairs,
                        reversed(specialMask),
                        reversed(attention));
        List<Encoding> parts = overflowing.stream().map(Encoding::reversed).toList();
        return new Encoding(columns, names, unit, sequences.reversed(n), parts);
    }

    private static int[] reversed(int[] array) {
        int[] turned = new int[array.length];
        for (int i = 0; i < array.length; i++) {
            turned[i] = array[array.length - 1 - i];
        }
        return turned;
    }

    /** The number of tokens. */
    public int size() {
        return ids.length;
    }

    /** A copy of the token ids. */
    public int[] ids() {
        return ids.clone();
    }

    /** The id of token {@code index}. */
    public int id(int index) {
        return ids[index];
    }

    /** The token at {@code index}; where white space was swallowed, the matched text. */
    public String token(int index) {
        String token = tokens[index];
        if (token == null) {
            token = names == null ? "" : Objects.requireNonNullElse(names.tokenOf(ids[index]), "");
            tokens[index] = token; // a race writes the same value twice
        }
        return token;
    }

    /** The instance counts, not the content: a token may be empty. */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"})
    private static boolean isNoToken(String token) {
        return token == NO_TOKEN;
    }

    /** The tokens; where an added token swallowed white space, the matched text. */
    public List<String> tokens() {
        List<String> all = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            String token = token(i);
            if (!isNoToken(token)) {
                all.add(token);
            }
        }
        return Collections.unmodifiableList(all);
    }

    /** A copy of the offsets: start and end of the first token, start and end of the second, ... */
    public int[] offsets() {
        return offsets.clone();
    }

    /** The unit of {@link #offsets()}. */
    public OffsetUnit offsetUnit() {
        return unit;
    }

    /** Where token {@code index} begins in its text. */
    public int start(int index) {
        return offsets[2 * index];
    }

    /** Where token {@code index} ends in its text. */
    public int end(int index) {
        return offsets[2 * index + 1];
    }

    /**
     * A copy of the type ids: 0 for the first text, 1 for the second, unless a template differs.
     */
    public int[] typeIds() {
        return typeIds.clone();
    }

    /** 1 for tokens, 0 for padding. */
    public int[] attentionMask() {
        return attention.clone();
    }

    /** 1 for tokens that the post-processor added and for padding, 0 for tokens of the text. */
    public int[] specialTokensMask() {
        return specialMask.clone();
    }

    /** The index of the word of each token, or {@link #NONE}. */
    public int[] wordIds() {
        return words.clone();
    }

    /** 0 or 1 for the text that each token comes from, or {@link #NONE}. */
    public int[] sequenceIds() {
        int[] result = filled(size(), NONE);
        for (int sequence = 0; sequence < sequenceCount(); sequence++) {
            Span range = range(sequence);
            Arrays.fill(result, range.start(), range.end(), sequence);
        }
        return result;
    }

    /** The parts that truncation cut off. */
    public List<Encoding> overflowing() {
        return overflowing;
    }

    /** The number of texts in it; 1 where that is not known. */
    public int sequenceCount() {
        return Math.max(1, sequences.count());
    }

    /** The tokens of a text; all of them where nothing is known about it. */
    private Span range(int sequence) {
        return sequences.get(sequence).orElseGet(() -> new Span(0, size()));
    }

    /** The token that covers a position of the text. */
    public OptionalInt charToToken(int position, int sequence) {
        Span range = range(sequence);
        for (int i = range.start(); i < range.end(); i++) {
            if (position >= start(i) && position < end(i)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The word that covers a position of the text. */
    public OptionalInt charToWord(int position, int sequence) {
        OptionalInt token = charToToken(position, sequence);
        return token.isPresent() ? tokenToWord(token.getAsInt()) : token;
    }

    /** The tokens of a word. */
    public Optional<Span> wordToTokens(int word, int sequence) {
        Span range = range(sequence);
        int first = -1;
        int last = -1;
        for (int i = range.start(); i < range.end() && words[i] <= word; i++) {
            if (words[i] == word) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        return first < 0 ? Optional.empty() : Optional.of(new Span(first, last + 1));
    }

    /** Where a word stands in its text. */
    public Optional<Span> wordToChars(int word, int sequence) {
        return wordToTokens(word, sequence)
                .map(tokenSpan -> new Span(start(tokenSpan.start()), end(tokenSpan.end() - 1)));
    }

    /** Where a token stands in its text; empty for tokens that come from no text. */
    public Optional<Span> tokenToChars(int token) {
        if (token >= size() || tokenToSequence(token).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Span(start(token), end(token)));
    }

    /** The word of a token. */
    public OptionalInt tokenToWord(int token) {
        boolean inText = token < size() && tokenToSequence(token).isPresent();
        return inText && words[token] != NONE ? OptionalInt.of(words[token]) : OptionalInt.empty();
    }

    /** The text that a token comes from: 0 or 1. */
    public OptionalInt tokenToSequence(int token) {
        if (token < 0 || token > size()) {
            return OptionalInt.empty();
        }
        return sequences.count() == 0 ? OptionalInt.of(0) : sequences.find(token);
    }

    /**
     * A copy cut to {@code maxLength} tokens; the rest becomes {@link #overflowing()}, in windows
     * that share {@code stride} tokens with the one before.
     *
     * @throws IllegalArgumentException if {@code stride >= maxLength} and something has to be cut
     */
    public Encoding truncate(int maxLength, int stride, Direction direction) {
        int n = size();
        if (maxLength >= n) {
            return this;
        }
        if (maxLength == 0) {
            return part(0, 0).withOverflowing(List.of(this));
        }
        if (stride >= maxLength) {
            throw new IllegalArgumentException(
                    "Truncation: stride is "
                            + stride
                            + ", but must be less than the "
                            + maxLength
                            + " tokens that a part has (maxLength less the special tokens, or the"
                            + " share of one text of a pair).");
        }
        List<Encoding> parts = new ArrayList<>();
        int step = maxLength - stride;
        if (direction == Direction.RIGHT) {
            int stop = 0;
            for (int start = 0; stop < n; start += step) {
                stop = Math.min(start + maxLength, n);
                parts.add(part(start, stop));
            }
        } else {
            int start = n;
            for (int stop = n; start > 0; stop -= step) {
                start = Math.max(0, stop - maxLength);
                parts.add(part(start, stop));
            }
        }
        return parts.get(0).withOverflowing(parts.subList(1, parts.size()));
    }

    private Encoding part(int from, int to) {
        Columns columns =
                new Columns(
                        Arrays.copyOfRange(ids, from, to),
                        Arrays.copyOfRange(typeIds, from, to),
                        Arrays.copyOfRange(tokens, from, to),
                        Arrays.copyOfRange(words, from, to),
                        Arrays.copyOfRange(offsets, 2 * from, 2 * to),
                        Arrays.copyOfRange(specialMask, from, to),
                        Arrays.copyOfRange(attention, from, to));
        return new Encoding(columns, names, unit, SequenceRanges.NONE, List.of());
    }

    /**
     * A copy filled up to {@code length} tokens, overflowing parts too; its own length is unused.
     */
    public Encoding pad(Padding padding, int length) {
        List<Encoding> parts = new ArrayList<>(overflowing.size());
        for (Encoding part : overflowing) {
            parts.add(part.pad(padding, length));
        }
        int missing = length - size();
        if (missing <= 0) {
            return with(typeIds, offsets, sequences, parts);
        }
        Columns columns =
                new Columns(
                        filled(missing, padding.padId()),
                        filled(missing, padding.padTypeId()),
                        new String[missing],
                        filled(missing, NONE),
                        new int[2 * missing],
                        filled(missing, 1),
                        new int[missing]);
        Arrays.fill(columns.tokens, padding.padToken());
        Encoding pads = new Encoding(columns, null, unit, SequenceRanges.NONE, List.of());
        Encoding bare = with(typeIds, offsets, sequences, List.of());
        Encoding result =
                padding.direction() == Direction.LEFT
                        ? join(pads, bare, false)
                        : join(bare, pads, false);
        return result.with(result.typeIds, result.offsets, result.sequences, parts);
    }

    /**
     * One encoding out of several. Their overflowing parts are combined each with each.
     *
     * @param growingOffsets whether the offsets of each go on from the end of the one before
     * @throws IllegalArgumentException if there are none, or they have different offset units
     */
    public static Encoding merge(List<Encoding> encodings, boolean growingOffsets) {
        if (encodings.isEmpty()) {
            throw new IllegalArgumentException("There are no encodings to merge.");
        }
        Encoding result = encodings.get(0);
        for (Encoding next : encodings.subList(1, encodings.size())) {
            result = result.mergedWith(next, growingOffsets);
        }
        return result;
    }

    private Encoding mergedWith(Encoding other, boolean growingOffsets) {
        List<Encoding> parts = new ArrayList<>();
        for (Encoding mine : overflowing) {
            parts.add(mine.mergedWith(other, growingOffsets));
            for (Encoding theirs : other.overflowing) {
                parts.add(mine.mergedWith(theirs, growingOffsets));
            }
        }
        for (Encoding theirs : other.overflowing) {
            parts.add(mergedWith(theirs, growingOffsets));
        }
        Encoding joined = join(this, other, growingOffsets);
        return joined.with(joined.typeIds, joined.offsets, joined.sequences, parts);
    }

    private static Encoding join(Encoding a, Encoding b, boolean growingOffsets) {
        if (a.unit != b.unit) {
            throw new IllegalArgumentException(
                    "Encodings with offsets in "
                            + a.unit
                            + " and "
                            + b.unit
                            + " cannot be merged.");
        }
        int[] offsets = joined(a.offsets, b.offsets);
        int last = a.offsets.length == 0 ? 0 : a.offsets[a.offsets.length - 1];
        if (growingOffsets && last != 0) {
            for (int i = a.offsets.length; i < offsets.length; i++) {
                offsets[i] += last;
            }
        }
        // Names differ only between tokenizers: then the tokens are looked up now.
        boolean oneSource = a.names == b.names || b.names == null || a.names == null;
        @Nullable String[] tokens = Arrays.copyOf(a.tokens, a.size() + b.size());
        System.arraycopy(b.tokens, 0, tokens, a.size(), b.size());
        if (!oneSource) {
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = i < a.size() ? a.token(i) : b.token(i - a.size());
            }
        }
        Columns columns =
                new Columns(
                        joined(a.ids, b.ids),
                        joined(a.typeIds, b.typeIds),
                        tokens,
                        joined(a.words, b.words),
                        offsets,
                        joined(a.specialMask, b.specialMask),
                        joined(a.attention, b.attention));
        return new Encoding(
                columns,
                a.names == null ? b.names : a.names,
                a.unit,
                a.sequences.withAll(b.sequences, a.size()),
                List.of());
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Override
    public String toString() {
        return "Encoding[" + size() + " tokens, " + overflowing.size() + " overflowing]";
    }
}
