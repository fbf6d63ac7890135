package dev.jeton.tokenize.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.TokenizerException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a tokenizer file says about its model, whatever its format: the type, the vocabulary, the
 * merges or scores, and the options. A loader fills the {@linkplain #builder builder} while it
 * reads; a {@link ModelFactory} makes a model of the result.
 *
 * <pre>{@code
 * ModelSpec spec = ModelSpec.builder("tokenizer.json")
 *         .type("BPE")
 *         .token("a", 0).token("b", 1).token("ab", 2)
 *         .merge("a", "b")
 *         .option("unk_token", null)
 *         .build();
 * }</pre>
 */
public final class ModelSpec {
    private final String file;
    private final String path;
    private final String type;
    private final boolean byteLevel;
    private final boolean hasVocabulary;
    private final boolean hasMerges;
    private final Vocabulary fileVocabulary;
    private final Vocabulary vocabulary;
    private final Merges merges;
    private final double[] scores;
    private final ModelOptions options;

    private ModelSpec(Builder b) {
        file = b.file;
        path = b.path;
        type = b.type;
        byteLevel = b.byteLevel;
        hasVocabulary = b.hasVocabulary;
        hasMerges = b.hasMerges;
        options = new ModelOptions(b.file, b.path, b.options);
        fileVocabulary = b.vocabulary.build(b.byteLevel);
        vocabulary = fileVocabulary.wide() ? fileVocabulary.dense() : fileVocabulary;
        merges =
                b.mergesByRank
                        ? RankMerges.of(vocabulary, b)
                        : b.mergeLines.resolve(b, vocabulary, options);
        scores = Arrays.copyOf(b.scores, b.scoreCount);
    }

    /**
     * Starts a description.
     *
     * @param file the name that messages begin with, for example {@code "tokenizer.json"}
     */
    public static Builder builder(String file) {
        return new Builder(file);
    }

    /** The name of the file, for messages. */
    public String file() {
        return file;
    }

    /** Where in the file the model stands, for messages: {@code "model"} in a tokenizer.json. */
    public String path() {
        return path;
    }

    /** The type, for example {@code "BPE"}. */
    public String type() {
        return type;
    }

    /** True where pieces arrive as raw bytes because a ByteLevel stage comes before the model. */
    public boolean byteLevel() {
        return byteLevel;
    }

    /** Whether the file has a vocabulary, be it empty. */
    public boolean hasVocabulary() {
        return hasVocabulary;
    }

    /** Whether the file has a list of merges, be it empty. */
    public boolean hasMerges() {
        return hasMerges;
    }

    /**
     * The tokens and their ids; byte-level if {@link #byteLevel()}. The ids are those of the file
     * unless they are {@linkplain Vocabulary#wide() wide}: then {@linkplain Vocabulary#dense()
     * dense} ones, which the pipeline turns into those of the file.
     */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The tokens and their ids as the file has them, be they wide. */
    public Vocabulary fileVocabulary() {
        return fileVocabulary;
    }

    /** The merges in the order of their ranks. */
    public Merges merges() {
        return merges;
    }

    /** The score of each entry of the vocabulary in file order; empty if the file has none. */
    public double[] scores() {
        return scores.clone();
    }

    /** The other options of the model. */
    public ModelOptions options() {
        return options;
    }

    /** Collects a description while a file is read. Not thread-safe. */
    public static final class Builder {
        private final String file;
        private String path = "model";
        private String vocabularyName = "vocab";
        private String mergesName = "merges";
        private String type = "";
        private boolean byteLevel;
        private boolean hasVocabulary;
        private boolean hasMerges;
        private boolean mergesByRank;
        private final Vocabulary.Builder vocabulary = Vocabulary.builder();
        private final MergeLines mergeLines = new MergeLines();
        private double[] scores = new double[0];
        private int scoreCount;
        private final Map<String, Object> options = new LinkedHashMap<>();
        private int maxVocabulary = 4_000_000;
        private int maxMerges = 8_000_000;
        private long maxTokenBytes = 256L << 20;

        private Builder(String file) {
            this.file = file;
        }

        /**
         * The places that messages name; without this call {@code model}, {@code vocab} and {@code
         * merges}. A GGUF reader says {@code ("tokenizer.ggml", "tokens", "merges")}.
         */
        public Builder names(String path, String vocabularyName, String mergesName) {
            this.path = path;
            this.vocabularyName = vocabularyName;
            this.mergesName = mergesName;
            return this;
        }

        /** The most tokens taken; named {@code LoadLimits.maxVocabulary} in messages. */
        public Builder maxVocabulary(int max) {
            maxVocabulary = (int) requirePositive(max);
            return this;
        }

        /** The most merges taken; named {@code LoadLimits.maxMerges} in messages. */
        public Builder maxMerges(int max) {
            maxMerges = (int) requirePositive(max);
            return this;
        }

        /**
         * The most bytes that all tokens, and again all merges, may have together; named {@code
         * LoadLimits.maxTokenBytes} in messages.
         */
        public Builder maxTokenBytes(long max) {
            maxTokenBytes = Math.min(requirePositive(max), 1L << 30);
            return this;
        }

        private static long requirePositive(long max) {
            if (max <= 0) {
                throw new IllegalArgumentException("The limit is " + max + ", expected 1 or more.");
            }
            return max;
        }

        /** The type of the model. */
        public Builder type(String type) {
            this.type = type;
            return this;
        }

        /** The type given so far; empty if none was. */
        public String type() {
            return type;
        }

        /**
         * Whether pieces will arrive as raw bytes ({@link ModelSession}). May be set until the end.
         */
        public Builder byteLevel(boolean byteLevel) {
            this.byteLevel = byteLevel;
            return this;
        }

        /** Says that the file has a vocabulary, even if no token follows. */
        public Builder vocabularyStarts() {
            hasVocabulary = true;
            return this;
        }

        /** Says that the file has merges, even if none follows. */
        public Builder mergesStart() {
            hasMerges = true;
            return this;
        }

        /**
         * Says that the ids are the ranks of the merges, as in tiktoken's files: every way to cut a
         * token into two tokens is a merge, and those of one token share its rank. For byte-level
         * models only; {@link #merge} has no effect then.
         */
        public Builder mergesByRank() {
            mergesByRank = true;
            hasMerges = true;
            return this;
        }

        /** Whether the file has a vocabulary so far. */
        public boolean hasVocabulary() {
            return hasVocabulary;
        }

        /** Whether the file has merges so far. */
        public boolean hasMerges() {
            return hasMerges;
        }

        /** A token and its id, as an entry of a JSON object: a later id replaces an earlier one. */
        public Builder token(String token, int id) {
            vocabulary.put(token, id);
            return checkVocabulary();
        }

        /** A token in UTF-8 and its id; a later id replaces an earlier one. */
        public Builder token(byte[] utf8, int from, int to, int id) {
            vocabulary.put(utf8, from, to, id);
            return checkVocabulary();
        }

        /** The next token of a list; its place is its id. A repeated one keeps both ids. */
        public Builder listedToken(String token) {
            vocabulary.append(token, vocabulary.entryCount());
            return checkVocabulary();
        }

        /** The next piece of a list and its score; its place is its id. */
        public Builder scoredPiece(String piece, double score) {
            vocabulary.append(piece, vocabulary.entryCount());
            return score(score).checkVocabulary();
        }

        /** The score of the next entry of the vocabulary, for formats that list scores apart. */
        public Builder score(double score) {
            if (scoreCount == scores.length) {
                scores = Arrays.copyOf(scores, scoreCount + (scoreCount >> 1) + 64);
            }
            scores[scoreCount++] = score;
            return this;
        }

        private Builder checkVocabulary() {
            hasVocabulary = true;
            if (vocabulary.entryCount() > maxVocabulary) {
                throw tooMany(vocabularyName, "entries", maxVocabulary, "maxVocabulary");
            }
            if (vocabulary.byteCount() > maxTokenBytes) {
                throw tooMany(vocabularyName, "bytes of tokens", maxTokenBytes, "maxTokenBytes");
            }
            return this;
        }

        private TokenizerException tooMany(String name, String what, long limit, String option) {
            return new TokenizerException(
                    String.format(
                            "%s: %s.%s has more than %,d %s (LoadLimits.%s).",
                            file, path, name, limit, what, option));
        }

        /** The next merge as a pair. The tokens may be declared later. */
        public Builder merge(String left, String right) {
            mergeLines.add(left, right);
            return checkMerges();
        }

        /**
         * The next merge as a line {@code "left right"}. Lines that begin with {@code #version} are
         * skipped, as the reference does.
         *
         * @throws TokenizerException if the line is not two tokens with one space between them
         */
        public Builder mergeLine(String line) {
            hasMerges = true;
            if (line.startsWith("#version")) {
                return this;
            }
            int space = line.indexOf(' ');
            if (space < 0 || line.indexOf(' ', space + 1) >= 0) {
                throw new TokenizerException(
                        mergePlace(mergeLines.count)
                                + " is \""
                                + line
                                + "\". Expected two tokens with one space between them; tokens that"
                                + " contain a space need the form [\"left\", \"right\"].");
            }
            return merge(line.substring(0, space), line.substring(space + 1));
        }

        private Builder checkMerges() {
            hasMerges = true;
            if (mergeLines.count > maxMerges) {
                throw tooMany(mergesName, "merges", maxMerges, "maxMerges");
            }
            if (mergeLines.size > maxTokenBytes) {
                throw tooMany(mergesName, "bytes of tokens", maxTokenBytes, "maxTokenBytes");
            }
            return this;
        }

        void checkMergeCount(int count) {
            if (count > maxMerges) {
                throw tooMany(mergesName, "merges", maxMerges, "maxMerges");
            }
        }

        String mergePlace(int rank) {
            return file + ": " + path + "." + mergesName + "[" + rank + "]";
        }

        String vocabularyPlace() {
            return path + "." + vocabularyName;
        }

        /**
         * An option by its name in the format. {@code value} is a String, Boolean, Long, Double, or
         * null (as if missing); anything else is kept and refused when a model asks for it.
         */
        public Builder option(String name, @Nullable Object value) {
            if (value == null) {
                options.remove(name);
            } else {
                options.put(name, value instanceof Integer i ? (Object) i.longValue() : value);
            }
            return this;
        }

        /**
         * Resolves the merges against the vocabulary.
         *
         * @throws TokenizerException if a merge has a token that is not in the vocabulary
         */
        public ModelSpec build() {
            return new ModelSpec(this);
        }
    }

    /**
     * The merges as the file has them, one byte string after another, until the vocabulary is
     * whole.
     */
    private static final class MergeLines {
        private byte[] bytes = new byte[0];
        private int size;
        private int[] ends = new int[0];
        private int count;

        void add(String left, String right) {
            if (2 * count + 2 > ends.length) {
                ends = Arrays.copyOf(ends, ends.length + (ends.length >> 1) + 64);
            }
            append(left);
            ends[2 * count] = size;
            append(right);
            ends[2 * count + 1] = size;
            count++;
        }

        private void append(String token) {
            byte[] utf8 = token.getBytes(UTF_8);
            if (utf8.length > bytes.length - size) {
                int grown = Math.max(size + utf8.length, bytes.length + (bytes.length >> 1) + 1024);
                bytes = Arrays.copyOf(bytes, grown);
            }
            System.arraycopy(utf8, 0, bytes, size, utf8.length);
            size += utf8.length;
        }

        /**
         * To ids. The result of a merge is the token {@code left + right} without the prefix that
         * tokens inside a word carry.
         */
        Merges resolve(Builder spec, Vocabulary vocabulary, ModelOptions options) {
            String prefix = count == 0 ? null : options.string("continuing_subword_prefix");
            int prefixBytes = prefix == null ? 0 : prefix.getBytes(UTF_8).length;
            int[] ids = new int[3 * count];
            byte[] joined = new byte[64];
            int from = 0;
            for (int rank = 0; rank < count; rank++) {
                int middle = ends[2 * rank];
                int to = ends[2 * rank + 1];
                ids[3 * rank] = vocabulary.idOf(bytes, from, middle);
                ids[3 * rank + 1] = vocabulary.idOf(bytes, middle, to);
                int right = middle + prefixBytes;
                int length = to - from - prefixBytes;
                if (right > to
                        || (right < to && prefixBytes > 0 && (bytes[right] & 0xC0) == 0x80)) {
                    throw shortRight(spec, rank, from, Objects.requireNonNull(prefix));
                }
                if (prefixBytes == 0) {
                    ids[3 * rank + 2] = vocabulary.idOf(bytes, from, to);
                } else {
                    if (length > joined.length) {
                        joined = new byte[2 * length];
                    }
                    System.arraycopy(bytes, from, joined, 0, middle - from);
                    System.arraycopy(bytes, right, joined, middle - from, to - right);
                    ids[3 * rank + 2] = vocabulary.idOf(joined, 0, length);
                }
                check(spec, ids, rank, from, prefixBytes);
                from = to;
            }
            bytes = new byte[0];
            return new Merges(ids);
        }

        private void check(Builder spec, int[] ids, int rank, int from, int prefixBytes) {
            int middle = ends[2 * rank];
            int to = ends[2 * rank + 1];
            String missing = null;
            if (ids[3 * rank] < 0) {
                missing = text(from, middle);
            } else if (ids[3 * rank + 1] < 0) {
                missing = text(middle, to);
            } else if (ids[3 * rank + 2] < 0) {
                missing = text(from, middle) + text(middle + prefixBytes, to);
            }
            if (missing != null) {
                throw new TokenizerException(
                        place(spec, rank, from)
                                + ", but \""
                                + missing
                                + "\" is not in "
                                + spec.vocabularyPlace()
                                + ".");
            }
        }

        private TokenizerException shortRight(Builder spec, int rank, int from, String prefix) {
            return new TokenizerException(
                    place(spec, rank, from)
                            + ", but the second does not begin with the continuing_subword_prefix"
                            + " \""
                            + prefix
                            + "\".");
        }

        private String place(Builder spec, int rank, int from) {
            int middle = ends[2 * rank];
            return spec.mergePlace(rank)
                    + " joins \""
                    + text(from, middle)
                    + "\" and \""
                    + text(middle, ends[2 * rank + 1])
                    + "\"";
        }

        private String text(int from, int to) {
            return new String(bytes, from, to - from, UTF_8);
        }
    }
}
