package dev.jeton.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.added.LongestMatcher;
import dev.jeton.tokenize.internal.unicode.Characters;
import dev.jeton.tokenize.internal.utf8.Utf8;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.NormalizedString;
import dev.jeton.tokenize.pipeline.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The added tokens of a tokenizer and how they are found in text. Immutable.
 *
 * <p>There are two sets: tokens that are not normalized are looked for in the text as given, before
 * anything else; the others in what remains, after the normalizer, by their normalized content.
 */
final class AddedVocabulary {
    /** Receives the parts of a text. */
    @FunctionalInterface
    interface PartSink {
        /**
         * Takes the part {@code [from, to)}.
         *
         * @param id the id of the added token (unsigned), or {@link #TEXT}
         */
        void part(int from, int to, long id);
    }

    /** The id of parts that are text. */
    static final long TEXT = -1;

    /** One of the two sets with its automaton. */
    private static final class TokenSet {
        final LongestMatcher matcher;
        final List<byte[]> strings;
        final List<AddedToken> tokens;
        final int[] ids;

        TokenSet(List<byte[]> strings, List<AddedToken> tokens, int[] ids) {
            matcher = new LongestMatcher(strings);
            this.strings = strings;
            this.tokens = tokens;
            this.ids = ids;
        }

        static TokenSet of(List<byte[]> strings, List<AddedToken> tokens, List<Integer> ids) {
            return new TokenSet(
                    strings, tokens, ids.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private final Vocabulary model;
    private final Map<String, Integer> ids;

    /** By id as an unsigned number. */
    private final TreeMap<Long, AddedToken> byId;

    /** In the order given; of two with one content the first. */
    private final LinkedHashMap<String, AddedToken> specialTokens;

    private final List<AddedToken> ordinaryTokens;
    private final TokenSet raw;
    private final TokenSet normalized;

    /** Whether ids were given: then they may lie anywhere, and new ones come behind all. */
    private final boolean fixed;

    private final Compat compat;

    /**
     * What is matched, and stands in decoded text, where that is not the content; by id. Always
     * empty as 0.22 does it. As in 0.23 an entry outlives a token that is added again and is not
     * normalized then.
     */
    private final Map<Long, String> shown;

    private AddedVocabulary(
            AddedVocabulary base,
            Collection<AddedToken> more,
            Map<String, Integer> fixedIds,
            @Nullable Normalizer n) {
        model = base.model;
        compat = base.compat;
        fixed = base.fixed || !fixedIds.isEmpty();
        ids = new HashMap<>(base.ids);
        byId = new TreeMap<>(base.byId);
        shown = new HashMap<>(base.shown);
        specialTokens = new LinkedHashMap<>(base.specialTokens);
        ordinaryTokens = new ArrayList<>(base.ordinaryTokens);
        addAll(more, fixedIds, n);
        raw = tokenSet(false, null);
        normalized = tokenSet(true, n);
    }

    private AddedVocabulary(Vocabulary model, Compat compat) {
        this.model = model;
        this.compat = compat;
        fixed = false;
        ids = new HashMap<>();
        byId = new TreeMap<>();
        shown = new HashMap<>();
        specialTokens = new LinkedHashMap<>();
        ordinaryTokens = new ArrayList<>();
        raw = tokenSet(false, null);
        normalized = tokenSet(true, null);
    }

    /** No added tokens. */
    static AddedVocabulary empty(Vocabulary model) {
        return empty(model, Compat.HF_0_22);
    }

    /** No added tokens; those to come are treated as this version of the reference does. */
    static AddedVocabulary empty(Vocabulary model, Compat compat) {
        return new AddedVocabulary(model, compat);
    }

    /** These tokens and more. */
    AddedVocabulary with(Collection<AddedToken> more, @Nullable Normalizer normalizer) {
        return new AddedVocabulary(this, more, Map.of(), normalizer);
    }

    /** These tokens and more, some with ids given by content. */
    AddedVocabulary with(
            Collection<AddedToken> more,
            Map<String, Integer> fixedIds,
            @Nullable Normalizer normalizer) {
        return new AddedVocabulary(this, more, fixedIds, normalizer);
    }

    /**
     * Whether tokens are matched with their latest flags, and shown as they were matched: as 0.23
     * does. Ids that were given come from files that Hugging Face does not read.
     */
    private boolean latestCounts() {
        return compat == Compat.HF_0_23 && !fixed;
    }

    /** Whether the size of the whole vocabulary counts a piece that is listed twice as two. */
    boolean countsEntries() {
        return compat == Compat.HF_0_23;
    }

    private static String normalizedContent(AddedToken token, @Nullable Normalizer normalizer) {
        NormalizedString content = NormalizedString.of(token.content());
        if (normalizer != null) {
            normalizer.normalize(content);
        }
        return content.toString();
    }

    /** Those of {@code tokens} that {@link #with} would take, as the reference counts them. */
    List<AddedToken> newOnes(Collection<AddedToken> tokens) {
        return latestCounts() ? otherThanNow(tokens) : neverSeen(tokens);
    }

    /** A token whose flags go back to what they were before the call is taken. */
    private List<AddedToken> otherThanNow(Collection<AddedToken> tokens) {
        Set<String> contents = new HashSet<>(ids.keySet());
        Map<Object, AddedToken> now = new HashMap<>(byId);
        List<AddedToken> taken = new ArrayList<>();
        for (AddedToken token : tokens) {
            if (token.content().isEmpty()) {
                continue;
            }
            OptionalInt id = idOf(token.content());
            // A token without an id gets one of its own.
            Object key = id.isPresent() ? Integer.toUnsignedLong(id.getAsInt()) : token.content();
            boolean added = contents.add(token.content());
            AddedToken before = now.put(key, token);
            if (added || !token.equals(before)) {
                taken.add(token);
            }
        }
        return taken;
    }

    /** A token whose flags go back to what they were before the call is not taken. */
    private List<AddedToken> neverSeen(Collection<AddedToken> tokens) {
        Set<AddedToken> existing = new HashSet<>(byId.values());
        List<AddedToken> taken = new ArrayList<>();
        for (AddedToken token : tokens) {
            if (!token.content().isEmpty() && existing.add(token)) {
                taken.add(token);
            }
        }
        return taken;
    }

    private void addAll(
            Collection<AddedToken> tokens,
            Map<String, Integer> fixedIds,
            @Nullable Normalizer normalizer) {
        List<AddedToken> taken = newOnes(tokens);
        for (AddedToken token : tokens) {
            if (token.special() && !token.content().isEmpty()) {
                specialTokens.putIfAbsent(token.content(), token);
            }
        }
        long nextId = model.entryCount();
        if (!byId.isEmpty() && (byId.lastKey() >= nextId || nextId == 0)) {
            nextId = byId.lastKey() + 1;
        }
        if (fixed) {
            long behind = byId.isEmpty() ? 0 : byId.lastKey() + 1;
            nextId = Math.max(behind, Integer.toUnsignedLong(model.idLimit()));
        }
        for (AddedToken token : taken) {
            Integer given = fixedIds.get(token.content());
            if (given != null) {
                ids.put(token.content(), given);
                // o200k_harmony has an id with two names; the first is the one that is decoded
                byId.putIfAbsent(Integer.toUnsignedLong(given), token);
                continue;
            }
            OptionalInt known = idOf(token.content());
            long id = known.isPresent() ? Integer.toUnsignedLong(known.getAsInt()) : nextId++;
            ids.put(token.content(), (int) id);
            byId.put(id, token);
            if (latestCounts() && token.normalized()) {
                String content = normalizedContent(token, normalizer);
                if (!content.equals(token.content())) {
                    shown.put(id, content);
                }
            }
            if (!specialTokens.containsKey(token.content())) {
                ordinaryTokens.add(token);
            }
        }
    }

    private TokenSet tokenSet(boolean ofNormalized, @Nullable Normalizer normalizer) {
        return latestCounts()
                ? latestTokens(ofNormalized)
                : declaredTokens(ofNormalized, normalizer);
    }

    /** One token for each id. Of equal strings the first is found: that of the highest id. */
    private TokenSet latestTokens(boolean ofNormalized) {
        List<byte[]> strings = new ArrayList<>();
        List<AddedToken> tokens = new ArrayList<>();
        List<Integer> tokenIds = new ArrayList<>();
        byId.descendingMap()
                .forEach(
                        (id, token) -> {
                            if (token.normalized() == ofNormalized) {
                                String string =
                                        ofNormalized
                                                ? shown.getOrDefault(id, token.content())
                                                : token.content();
                                strings.add(string.getBytes(UTF_8));
                                tokens.add(token);
                                tokenIds.add((int) (long) id);
                            }
                        });
        return TokenSet.of(strings, tokens, tokenIds);
    }

    /** The tokens in the order given, each time that one was; special ones first. */
    private TokenSet declaredTokens(boolean ofNormalized, @Nullable Normalizer normalizer) {
        List<AddedToken> all = new ArrayList<>(specialTokens.values());
        all.addAll(ordinaryTokens);
        List<byte[]> strings = new ArrayList<>();
        List<AddedToken> tokens = new ArrayList<>();
        List<Integer> tokenIds = new ArrayList<>();
        for (AddedToken token : all) {
            if (token.normalized() == ofNormalized) {
                strings.add(normalizedContent(token, normalizer).getBytes(UTF_8));
                int id = idOf(token.content()).orElseThrow();
                tokenIds.add(id);
                AddedToken latest = byId.get(Integer.toUnsignedLong(id));
                // The flags are those of the last token with this id, unless ids were given.
                boolean other =
                        fixed && latest != null && !latest.content().equals(token.content());
                tokens.add(latest == null || other ? token : latest);
            }
        }
        return TokenSet.of(strings, tokens, tokenIds);
    }

    /** The id of a token, of the model's vocabulary too. */
    OptionalInt idOf(String token) {
        Integer id = ids.get(token);
        if (id != null) {
            return OptionalInt.of(id);
        }
        int entry = model.entryOf(token);
        return entry == Vocabulary.NOT_FOUND
                ? OptionalInt.empty()
                : OptionalInt.of(model.id(entry));
    }

    /** The token with this id, of the model's vocabulary too. */
    @Nullable String tokenOf(int id) {
        String added = addedTokenOf(id);
        return added == null ? model.tokenOf(id) : added;
    }

    /** The added token with this id as decoded text shows it. */
    @Nullable String addedTokenOf(int id) {
        long unsigned = Integer.toUnsignedLong(id);
        AddedToken token = byId.isEmpty() ? null : byId.get(unsigned);
        return token == null ? null : shown.getOrDefault(unsigned, token.content());
    }

    boolean isSpecial(String token) {
        return specialTokens.containsKey(token);
    }

    /** The tokens with ids of their own that the vocabulary does not have; one for each id. */
    Map<String, Integer> listed() {
        Map<String, Integer> listed = new HashMap<>();
        if (fixed) {
            byId.forEach(
                    (id, token) -> {
                        if (model.entryOf(token.content()) == Vocabulary.NOT_FOUND) {
                            listed.put(token.content(), (int) (long) id);
                        }
                    });
        }
        return listed;
    }

    /** The contents of the special tokens. */
    Set<String> specialContents() {
        return Collections.unmodifiableSet(specialTokens.keySet());
    }

    /** The contents and ids of all added tokens. */
    Map<String, Integer> ids() {
        return Collections.unmodifiableMap(ids);
    }

    /** The added tokens by their ids, sorted as unsigned numbers. */
    SortedMap<Integer, AddedToken> byId() {
        SortedMap<Integer, AddedToken> map = new TreeMap<>(Integer::compareUnsigned);
        byId.forEach((id, token) -> map.put((int) (long) id, token));
        return Collections.unmodifiableSortedMap(map);
    }

    /** Where the search for one of the two sets does not look across. */
    AddedBorders borders(boolean afterNormalizer) {
        TokenSet set = afterNormalizer ? normalized : raw;
        return new AddedBorders(set.strings, set.tokens);
    }

    /** Whether tokens are looked for in the text as given at all. */
    boolean hasRaw() {
        return !raw.matcher.isEmpty();
    }

    /** Whether tokens are looked for in the normalized text at all. */
    boolean hasNormalized() {
        return !normalized.matcher.isEmpty();
    }

    /**
     * Cuts {@code text[from, to)} into added tokens and text between them.
     *
     * @param afterNormalizer which of the two sets is looked for
     * @param plain ranges where nothing matches, in bytes: from, to, from, to, ...
     */
    void split(
            byte[] text,
            int from,
            int to,
            boolean afterNormalizer,
            SpecialTokenPolicy policy,
            int[] plain,
            LongestMatcher.Matches scratch,
            PartSink out) {
        TokenSet set = afterNormalizer ? normalized : raw;
        if (set.matcher.isEmpty()) {
            out.part(from, to, TEXT);
            return;
        }
        int first = scratch.count();
        int at = from;
        for (int i = 0; i < plain.length; i += 2) {
            int end = Math.min(to, plain[i]);
            if (at < end) {
                set.matcher.find(text, at, end, scratch);
            }
            at = Math.max(at, plain[i + 1]);
        }
        if (at < to) {
            set.matcher.find(text, at, to, scratch);
        }
        int last = scratch.count();
        int done = from;
        for (int m = first; m < last; m++) {
            int id = set.ids[scratch.string(m)];
            AddedToken token = set.tokens.get(scratch.string(m));
            int start = scratch.from(m);
            int stop = scratch.to(m);
            if (!allowed(token, policy)
                    || (token.singleWord() && !isSingleWord(text, from, to, start, stop))) {
                continue;
            }
            if (token.lstrip()) {
                // White space that the match before has taken stays with it.
                start = Math.max(done, spaceBefore(text, Math.min(done, start), start));
            }
            if (token.rstrip()) {
                stop = spaceAfter(text, stop, to);
            }
            if (start > stop) {
                continue; // swallowed as a whole by the match before; the reference panics
            }
            if (done < start) {
                out.part(done, start, TEXT);
            }
            out.part(start, stop, Integer.toUnsignedLong(id));
            done = stop;
        }
        scratch.truncate(first);
        if (done != to) {
            out.part(done, to, TEXT);
        }
    }

    private boolean allowed(AddedToken token, SpecialTokenPolicy policy) {
        if (policy.allowsAll()
                || !specialTokens.containsKey(token.content())
                || policy.allows(token.content())) {
            return true;
        }
        if (policy.refusesOthers()) {
            throw SpecialTokenPolicy.refused(token.content());
        }
        return false;
    }

    private static boolean isSingleWord(byte[] text, int from, int to, int start, int stop) {
        boolean wordBefore =
                start > from
                        && Characters.isWord(
                                Utf8.codePointAt(text, Utf8.charStart(text, from, start - 1)));
        return !wordBefore && !(stop < to && Characters.isWord(Utf8.codePointAt(text, stop)));
    }

    private static int spaceBefore(byte[] text, int from, int end) {
        int start = end;
        while (start > from) {
            int before = Utf8.charStart(text, from, start - 1);
            if (!Characters.isRegexSpace(Utf8.codePointAt(text, before))) {
                break;
            }
            start = before;
        }
        return start;
    }

    private static int spaceAfter(byte[] text, int from, int to) {
        int end = from;
        while (end < to && Characters.isRegexSpace(Utf8.codePointAt(text, end))) {
            end = Utf8.charEnd(text, end, to);
        }
        return end;
    }
}
