package dev.jeton.tokenize;

import dev.jeton.tokenize.Tiktoken.Unstable;
import dev.jeton.tokenize.internal.added.LongestMatcher;
import dev.jeton.tokenize.internal.utf8.Utf8;
import dev.jeton.tokenize.internal.utf8.Utf8Buffer;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.NormalizedString;
import dev.jeton.tokenize.pipeline.PreTokenizedString;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * tiktoken's {@code encode_with_unstable}: which tokens at the end of a text could become others if
 * the text went on, and into which.
 *
 * <p>The tokens of the last piece are unstable; of white space, those of all pieces at the end that
 * are only white space, because a pattern may join them. With their bytes {@code u}: every token
 * that begins with {@code u} is a completion. So is, for each way to cut {@code u} into {@code a}
 * and {@code b}, and each token {@code t} that begins with {@code b}, the encoding of {@code a + t}
 * up to the token that reaches the end of {@code u}. Last, white space at the end may be cut off by
 * the pattern. All tokens that begin with given bytes stand together in the sorted list of tokens.
 */
final class UnstableTokens {
    /** The cost grows with the square of it, and with the number of tokens that fit. */
    private static final int MAX_BYTES = 256;

    private final Tiktoken tiktoken;
    private final Parts parts;
    private byte[][] sorted = new byte[0][];

    UnstableTokens(Tiktoken tiktoken, Parts parts) {
        this.tiktoken = tiktoken;
        this.parts = parts;
    }

    private synchronized byte[][] sortedTokens() {
        if (sorted.length == 0) {
            Vocabulary vocabulary = parts.model().vocabulary();
            Map<Integer, byte[]> tokens = new LinkedHashMap<>();
            for (int entry = 0; entry < vocabulary.entryCount(); entry++) {
                int id = vocabulary.id(entry);
                byte[] bytes = new byte[vocabulary.rawByteCount(id)];
                vocabulary.copyRawTo(id, bytes, 0);
                tokens.put(id, bytes);
            }
            byte[][] all = tokens.values().toArray(new byte[0][]);
            Arrays.sort(all, Arrays::compareUnsigned);
            sorted = all;
        }
        return sorted;
    }

    List<byte[]> tokenByteValues() {
        List<byte[]> values = new ArrayList<>();
        for (byte[] token : sortedTokens()) {
            values.add(token.clone());
        }
        return values;
    }

    Unstable encode(CharSequence text, EncodeOptions options) {
        List<Integer> ids = new ArrayList<>();
        int last = encodePieces(text, options, ids);
        if (last > 0 && isBlank(ids.get(ids.size() - last))) {
            while (last < ids.size() && isBlank(ids.get(ids.size() - last - 1))) {
                last++;
            }
        }
        List<Integer> stable = List.copyOf(ids.subList(0, ids.size() - last));
        byte[] rest = bytes(ids.subList(ids.size() - last, ids.size()));
        if (rest.length > MAX_BYTES) {
            throw new TokenizerException(
                    String.format(
                            "The last word of the text has %,d bytes. Its continuations are found"
                                    + " up to %,d bytes only.",
                            rest.length, MAX_BYTES));
        }
        Set<List<Integer>> completions = new HashSet<>();
        if (rest.length > 0) {
            addWhole(rest, completions);
            addStraddling(rest, completions);
            addBlankCut(rest, completions);
        }
        return new Unstable(stable, completions);
    }

    /** Appends the ids of a text; returns how many of them belong to its last piece. */
    private int encodePieces(CharSequence text, EncodeOptions options, List<Integer> out) {
        Utf8Buffer buffer = new Utf8Buffer();
        buffer.set(text);
        options.specialTokenPolicy().check(buffer);
        byte[] utf8 = buffer.bytes();
        ModelSession session = parts.model().newSession();
        int[] last = new int[1];
        parts.added()
                .split(
                        utf8,
                        0,
                        buffer.length(),
                        false,
                        options.specialTokenPolicy(),
                        new int[0],
                        new LongestMatcher.Matches(),
                        (from, to, id) -> {
                            if (id != AddedVocabulary.TEXT) {
                                out.add((int) id);
                                last[0] = 0;
                            } else if (from < to) {
                                last[0] = encodeText(utf8, from, to, session, out);
                            }
                        });
        return last[0];
    }

    private int encodeText(byte[] utf8, int from, int to, ModelSession session, List<Integer> out) {
        PreTokenizedString pieces =
                PreTokenizedString.of(NormalizedString.of(utf8, 0, to).slice(from, to));
        parts.preTokenize(pieces);
        IdBuffer ids = new IdBuffer(64);
        int count = 0;
        for (int i = 0; i < pieces.size(); i++) {
            NormalizedString piece = pieces.piece(i);
            ids.clear();
            session.encode(piece.bytes(), piece.from(), piece.to(), ids);
            for (int j = 0; j < ids.size(); j++) {
                out.add(ids.get(j));
            }
            count = ids.size();
        }
        return count;
    }

    private boolean isBlank(int id) {
        for (byte b : tiktoken.bytesOf(id)) {
            if (b != ' ' && b != '\n' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private byte[] bytes(List<Integer> ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ids.forEach(id -> out.writeBytes(tiktoken.bytesOf(id)));
        return out.toByteArray();
    }

    /** The tokens that begin with all of the bytes. */
    private void addWhole(byte[] rest, Set<List<Integer>> completions) {
        byte[][] tokens = sortedTokens();
        for (int i = firstAtLeast(rest); i < tokens.length && startsWith(tokens[i], rest); i++) {
            completions.add(List.of(tiktoken.idOf(tokens[i], 0, tokens[i].length)));
        }
    }

    private void addStraddling(byte[] rest, Set<List<Integer>> completions) {
        byte[][] tokens = sortedTokens();
        for (int cut = 1; cut < rest.length; cut++) {
            byte[] tail = Arrays.copyOfRange(rest, cut, rest.length);
            int first = firstAtLeast(tail);
            for (int i = first; i < tokens.length && startsWith(tokens[i], tail); i++) {
                byte[] whole = Arrays.copyOf(rest, cut + tokens[i].length);
                System.arraycopy(tokens[i], 0, whole, cut, tokens[i].length);
                completions.add(upTo(rest.length, encodeBytes(whole)));
            }
        }
    }

    /** As a text where the bytes are one: the pattern might cut it. */
    private List<Integer> encodeBytes(byte[] bytes) {
        if (Utf8.firstMalformed(bytes) == bytes.length) {
            List<Integer> ids = new ArrayList<>();
            encodeText(bytes, 0, bytes.length, parts.model().newSession(), ids);
            return ids;
        }
        return merged(bytes, 0, bytes.length);
    }

    private List<Integer> upTo(int length, List<Integer> ids) {
        int covered = 0;
        for (int i = 0; i < ids.size(); i++) {
            covered += tiktoken.bytesOf(ids.get(i)).length;
            if (covered >= length) {
                return List.copyOf(ids.subList(0, i + 1));
            }
        }
        return List.copyOf(ids);
    }

    /** A blank at the end, behind something else, may become a piece of its own. */
    private void addBlankCut(byte[] rest, Set<List<Integer>> completions) {
        int start = Utf8.charStart(rest, 0, rest.length - 1);
        boolean whole =
                Utf8.firstMalformed(Arrays.copyOfRange(rest, start, rest.length))
                        == rest.length - start;
        if (start > 0 && whole && isWhiteSpace(Utf8.codePointAt(rest, start))) {
            List<Integer> ids = new ArrayList<>(merged(rest, 0, start));
            ids.addAll(merged(rest, start, rest.length));
            completions.add(List.copyOf(ids));
        }
    }

    /** The property White_Space, which has not changed since Unicode 6.3. */
    private static boolean isWhiteSpace(int c) {
        return (c >= 9 && c <= 13)
                || c == ' '
                || c == 0x85
                || c == 0xA0
                || c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    /**
     * The merging alone, without a look at the pattern or whether the bytes are a token: the
     * neighbours that are the token with the lowest rank become one, until none are.
     */
    private List<Integer> merged(byte[] bytes, int from, int to) {
        int[] ends = new int[to - from + 1];
        Arrays.setAll(ends, i -> from + i);
        int last = to - from;
        while (last > 1) {
            long best = Long.MAX_VALUE;
            int at = -1;
            for (int i = 0; i + 2 <= last; i++) {
                int id = tiktoken.idOf(bytes, ends[i], ends[i + 2]);
                if (id != Vocabulary.NOT_FOUND && Integer.toUnsignedLong(id) < best) {
                    best = Integer.toUnsignedLong(id);
                    at = i;
                }
            }
            if (at < 0) {
                break;
            }
            System.arraycopy(ends, at + 2, ends, at + 1, last - at - 1);
            last--;
        }
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < last; i++) {
            ids.add(tiktoken.idOf(bytes, ends[i], ends[i + 1]));
        }
        return ids;
    }

    private int firstAtLeast(byte[] prefix) {
        byte[][] tokens = sortedTokens();
        int low = 0;
        int high = tokens.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(tokens[middle], prefix) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static boolean startsWith(byte[] token, byte[] prefix) {
        return token.length >= prefix.length
                && Arrays.equals(token, 0, prefix.length, prefix, 0, prefix.length);
    }
}
