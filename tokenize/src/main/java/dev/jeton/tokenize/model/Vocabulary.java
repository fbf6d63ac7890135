package dev.jeton.tokenize.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a model and their ids. Instances never change and may be shared between threads.
 *
 * <p>A token is kept as the file writes it, in UTF-8. For byte-level models ({@link #byteLevel()})
 * the bytes that it stands for are kept as well ({@link ByteAlphabet}); they may end in the middle
 * of a character.
 *
 * <p>Ids may have gaps and need not be in order. Two tokens may share an id (then {@link #tokenOf}
 * gives the later one), and a list of pieces may hold one piece twice (then {@link #idOf} gives the
 * later id); both happen in real files.
 */
public final class Vocabulary {
    /** Returned where there is no such token. */
    public static final int NOT_FOUND = -1;

    private final ByteTable tokens;
    private final int[] ids;
    private final int distinct;
    private final IdIndex byId;
    private final boolean wide;

    /** The bytes behind the tokens, entry by entry; those of byte-level models only. */
    private final @Nullable ByteTable raw;

    /** One bit an entry of {@link #raw}: whether the token is written in the alphabet. */
    private final long[] pure;

    private Vocabulary(Builder builder, boolean byteLevel) {
        builder.table.trim();
        tokens = builder.table;
        ids = Arrays.copyOf(builder.ids, tokens.count);
        distinct = builder.distinct;
        byId = new IdIndex(ids);
        wide = builder.wide;
        pure = byteLevel ? new long[(tokens.count + 63) >>> 6] : new long[0];
        raw = byteLevel ? rawTable() : null;
    }

    private Vocabulary(Vocabulary other) {
        tokens = other.tokens;
        distinct = other.distinct;
        raw = other.raw;
        pure = other.pure;
        wide = false;
        ids = new int[tokens.count];
        Arrays.setAll(ids, entry -> other.byId.entryOf(other.ids[entry]));
        byId = new IdIndex(ids);
    }

    private ByteTable rawTable() {
        ByteTable table = new ByteTable(tokens.count, tokens.bytes.length);
        for (int entry = 0; entry < tokens.count; entry++) {
            int from = tokens.starts[entry];
            int to = tokens.starts[entry + 1];
            int at = table.tail();
            table.ensureTail(to - from);
            int length = ByteAlphabet.decode(tokens.bytes, from, to, table.bytes, at);
            if (length >= 0) {
                pure[entry >>> 6] |= 1L << entry;
                if (table.addTail(at + length) < 0) {
                    table.repeatTail(at + length);
                }
            } else {
                System.arraycopy(tokens.bytes, from, table.bytes, at, to - from);
                table.appendUnindexed(at + to - from);
            }
        }
        table.trim();
        return table;
    }

    /** Starts an empty vocabulary. */
    public static Builder builder() {
        return new Builder();
    }

    /** The number of distinct tokens. */
    public int size() {
        return distinct;
    }

    /**
     * One more than the highest id; 0 if there are no tokens; 2147483647 if the ids are {@linkplain
     * #wide() wide}.
     */
    public int idLimit() {
        return byId.limit();
    }

    /**
     * Whether an id is 2147483647 or more as an unsigned number. Such ids are negative in an {@code
     * int}, and 4294967295 looks like {@link #NOT_FOUND}: ask {@link #entryOf(String)} instead of
     * {@link #idOf(String)}. No model is given such a vocabulary (see {@link #dense()}).
     */
    public boolean wide() {
        return wide;
    }

    /** Whether two tokens share an id, so that an id does not tell the token. */
    public boolean sharesIds() {
        return byId.shared();
    }

    /**
     * The same tokens with an entry as the id of each, one for all that share an id: what a model
     * works with if ids are wide.
     */
    public Vocabulary dense() {
        return new Vocabulary(this);
    }

    /** The entry of {@code token} as the file writes it, or {@link #NOT_FOUND}. */
    public int entryOf(String token) {
        if (hasLoneSurrogate(token)) {
            return NOT_FOUND; // getBytes would look for a question mark
        }
        byte[] utf8 = token.getBytes(UTF_8);
        return Math.max(NOT_FOUND, tokens.find(utf8, 0, utf8.length));
    }

    private static boolean hasLoneSurrogate(String token) {
        for (int i = 0; i < token.length(); i++) {
            if (Character.isSurrogate(token.charAt(i))) {
                if (Character.charCount(token.codePointAt(i)) == 1) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** Whether the tokens are written in the {@link ByteAlphabet} and stand for bytes. */
    public boolean byteLevel() {
        return raw != null;
    }

    /** The id of {@code token} as the file writes it, or {@link #NOT_FOUND}. */
    public int idOf(String token) {
        int entry = entryOf(token);
        return entry < 0 ? NOT_FOUND : ids[entry];
    }

    /**
     * The id of the token that the file writes as {@code utf8[from, to)}, or {@link #NOT_FOUND}.
     * Allocates nothing.
     */
    public int idOf(byte[] utf8, int from, int to) {
        int entry = tokens.find(utf8, from, to);
        return entry < 0 ? NOT_FOUND : ids[entry];
    }

    /**
     * The id of the token that stands for exactly the bytes {@code bytes[from, to)}, or {@link
     * #NOT_FOUND}. Only for byte-level vocabularies. Allocates nothing.
     */
    public int idOfRaw(byte[] bytes, int from, int to) {
        int entry = requireRaw().find(bytes, from, to);
        return entry < 0 ? NOT_FOUND : ids[entry];
    }

    /** The token as the file writes it, or null where no token has this id. */
    public @Nullable String tokenOf(int id) {
        int entry = byId.entryOf(id);
        return entry < 0 ? null : token(entry);
    }

    /** Whether a token has this id. */
    public boolean hasId(int id) {
        return byId.entryOf(id) >= 0;
    }

    /** The number of bytes of the token as the file writes it; -1 where no token has this id. */
    public int byteCount(int id) {
        int entry = byId.entryOf(id);
        return entry < 0 ? -1 : tokens.length(entry);
    }

    /** Stores the token as the file writes it from {@code into[at]} on; returns the end. */
    public int copyTo(int id, byte[] into, int at) {
        return copy(tokens, id, into, at);
    }

    /**
     * Whether every character of the token is in the {@link ByteAlphabet}. False for other
     * vocabularies and where no token has this id.
     */
    public boolean isRaw(int id) {
        int entry = byId.entryOf(id);
        return raw != null && entry >= 0 && ((pure[entry >>> 6] >>> entry) & 1) != 0;
    }

    /**
     * The number of bytes that the token stands for; -1 where no token has this id. A token with a
     * character that is not in the alphabet stands for its own UTF-8, as in the reference's
     * decoder. Only for byte-level vocabularies.
     */
    public int rawByteCount(int id) {
        int entry = byId.entryOf(id);
        return entry < 0 ? -1 : requireRaw().length(entry);
    }

    /** Stores the bytes that the token stands for from {@code into[at]} on; returns the end. */
    public int copyRawTo(int id, byte[] into, int at) {
        return copy(requireRaw(), id, into, at);
    }

    private int copy(ByteTable table, int id, byte[] into, int at) {
        int entry = byId.entryOf(id);
        if (entry < 0) {
            throw new IllegalArgumentException("No token has the id " + id + ".");
        }
        int from = table.starts[entry];
        int length = table.starts[entry + 1] - from;
        System.arraycopy(table.bytes, from, into, at, length);
        return at + length;
    }

    /** The number of entries in file order; more than {@link #size()} if a list repeats a piece. */
    public int entryCount() {
        return tokens.count;
    }

    /** The token of an entry in file order, from 0. */
    public String token(int entry) {
        Objects.checkIndex(entry, tokens.count);
        return new String(tokens.bytes, tokens.starts[entry], tokens.length(entry), UTF_8);
    }

    /** The id of an entry in file order, from 0. */
    public int id(int entry) {
        return ids[entry];
    }

    private ByteTable requireRaw() {
        if (raw == null) {
            throw new IllegalStateException("The vocabulary is not byte-level.");
        }
        return raw;
    }

    /** Collects tokens in file order. Not thread-safe. */
    public static final class Builder {
        private final ByteTable table = new ByteTable(1024, 8192);
        private int[] ids = new int[1024];
        private int distinct;
        private boolean wide;
        private boolean built;

        private Builder() {}

        /** Sets the id of a token, as a JSON object does: a later id replaces an earlier one. */
        public Builder put(String token, int id) {
            return set(table.addTail(writeTail(token)), id);
        }

        /** Sets the id of the token {@code utf8[from, to)}; a later id replaces an earlier one. */
        public Builder put(byte[] utf8, int from, int to, int id) {
            return set(table.addTail(writeTail(utf8, from, to)), id);
        }

        /**
         * Appends a token of a list, as Unigram files have it: an earlier one keeps its id as well.
         */
        public Builder append(String token, int id) {
            return append(writeTail(token), id);
        }

        /**
         * Appends the token {@code utf8[from, to)} of a list; an earlier one keeps its id as well.
         */
        public Builder append(byte[] utf8, int from, int to, int id) {
            return append(writeTail(utf8, from, to), id);
        }

        private Builder append(int end, int id) {
            int entry = table.addTail(end);
            if (entry >= 0) {
                return set(entry, id);
            }
            distinct--;
            return set(table.repeatTail(end), id);
        }

        private Builder set(int added, int id) {
            if (built) {
                throw new IllegalStateException("The vocabulary is built already.");
            }
            wide |= id < 0 || id == Integer.MAX_VALUE;
            int entry = added < 0 ? -1 - added : added;
            if (entry >= ids.length) {
                ids = Arrays.copyOf(ids, entry + (entry >> 1) + 16);
            }
            ids[entry] = id;
            if (added >= 0) {
                distinct++;
            }
            return this;
        }

        int entryCount() {
            return table.count;
        }

        int byteCount() {
            return table.tail();
        }

        private int writeTail(byte[] utf8, int from, int to) {
            Objects.checkFromToIndex(from, to, utf8.length);
            table.ensureTail(to - from);
            System.arraycopy(utf8, from, table.bytes, table.tail(), to - from);
            return table.tail() + to - from;
        }

        private int writeTail(String token) {
            table.ensureTail(Math.multiplyExact(token.length(), 3));
            byte[] bytes = table.bytes;
            int at = table.tail();
            for (int i = 0; i < token.length(); i++) {
                int c = token.charAt(i);
                if (c < 0x80) {
                    bytes[at++] = (byte) c;
                } else if (c < 0x800) {
                    bytes[at++] = (byte) (0xC0 | (c >> 6));
                    bytes[at++] = (byte) (0x80 | (c & 0x3F));
                } else {
                    int codePoint = token.codePointAt(i);
                    if (codePoint >= 0x10000) {
                        i++;
                        bytes[at++] = (byte) (0xF0 | (codePoint >> 18));
                        bytes[at++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
                    } else {
                        bytes[at++] = (byte) (0xE0 | (codePoint >> 12));
                    }
                    bytes[at++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
                    bytes[at++] = (byte) (0x80 | (codePoint & 0x3F));
                }
            }
            return at;
        }

        /**
         * Builds the vocabulary; the builder cannot be used again.
         *
         * @param byteLevel whether the tokens are written in the {@link ByteAlphabet}
         */
        public Vocabulary build(boolean byteLevel) {
            if (built) {
                throw new IllegalStateException("The vocabulary is built already.");
            }
            built = true;
            return new Vocabulary(this, byteLevel);
        }
    }
}
