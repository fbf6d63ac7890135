package dev.jeton.tokenize;

import dev.jeton.tokenize.model.IdBuffer;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A tokenizer on several threads: lists of texts, one long text, or a stream of any length. The ids
 * are those of one thread, in the same order. Made by {@link Tokenizer#parallel}; share one
 * instance, and close it when it is no longer needed.
 *
 * <p>A long text is parted where that changes no id ({@link CountIndex} tells how such places are
 * known) into parts of some 128 Ki chars. Each thread takes the next part, or the next text, when
 * it has finished one: a single atomic counter is all they share, beside the tables of the model,
 * which nobody writes to. So memory beside the results is that of one session a thread (mostly its
 * word cache, 4 MB) and of one part. A text that cannot be parted is encoded by one thread.
 */
public final class ParallelTokenizer implements AutoCloseable {
    private static final int PART_CHARS = 1 << 17;

    private final Tokenizer tokenizer;
    private final WorkerThreads threads;
    private final int partChars;

    ParallelTokenizer(Tokenizer tokenizer, int threads) {
        this(tokenizer, threads, PART_CHARS);
    }

    /** With parts of another length, for tests. */
    ParallelTokenizer(Tokenizer tokenizer, int threads, int partChars) {
        this.tokenizer = tokenizer;
        this.threads = new WorkerThreads(threads);
        this.partChars = partChars;
    }

    /** The number of threads that work, the calling one included. */
    public int threads() {
        return threads.count();
    }

    /** What {@link Tokenizer#encodeBatch} returns. */
    public List<Encoding> encodeBatch(List<? extends CharSequence> texts, EncodeOptions options) {
        Encoding[] encodings = new Encoding[texts.size()];
        if (options.padding(tokenizer.padding()).isPresent()) {
            // Padding to a common length needs all of them.
            return tokenizer.encodeBatch(texts, options);
        }
        threads.run(encodings.length, i -> encodings[i] = tokenizer.encode(texts.get(i), options));
        return Arrays.asList(encodings);
    }

    /** The ids of texts, in order: those of {@link Tokenizer#encodeIds}. */
    public List<int[]> encodeIdsBatch(List<? extends CharSequence> texts, EncodeOptions options) {
        int[][] ids = new int[texts.size()][];
        threads.run(ids.length, i -> ids[i] = tokenizer.encodeIds(texts.get(i), options));
        return Arrays.asList(ids);
    }

    /** The ids of one text, be it long: those of {@link Tokenizer#encodeIds}. */
    public int[] encodeIds(CharSequence text) {
        return encodeIds(text, EncodeOptions.defaults());
    }

    /** The ids of one text, be it long: those of {@link Tokenizer#encodeIds}. */
    public int[] encodeIds(CharSequence text, EncodeOptions options) {
        if (text.length() <= partChars || !mayPart(options)) {
            return tokenizer.encodeIds(text, options);
        }
        options.limits().checkText(text.length());
        int[] ends = ends(text, text.length());
        IdBuffer[] parts = encode(text, ends, ends.length, false, options);
        IdBuffer all = new IdBuffer(16);
        tokenizer.frame(options, true, all);
        for (IdBuffer part : parts) {
            all.addAll(part.array(), 0, part.size());
        }
        options.limits().checkIds(all.size());
        tokenizer.frame(options, false, all);
        return all.toArray();
    }

    private boolean mayPart(EncodeOptions options) {
        return Seams.mayPart(options) && tokenizer.framed(options) >= 0;
    }

    /** The ends of the parts of {@code text[0, to)}, the last of which is {@code to}. */
    private int[] ends(CharSequence text, int to) {
        int[] ends = new int[16];
        int n = 0;
        for (int at = 0; at < to; at = ends[n - 1]) {
            if (n == ends.length) {
                ends = Arrays.copyOf(ends, 2 * n);
            }
            int wanted = (int) Math.min(to, (long) at + partChars);
            ends[n++] = tokenizer.seams().near(text, at, wanted, to);
        }
        return Arrays.copyOf(ends, n);
    }

    private IdBuffer[] encode(
            CharSequence text, int[] ends, int n, boolean goesOn, EncodeOptions options) {
        IdBuffer[] parts = new IdBuffer[n];
        threads.run(
                n,
                i -> {
                    int from = i == 0 ? 0 : ends[i - 1];
                    IdBuffer ids = new IdBuffer((ends[i] - from) / 3 + 16);
                    boolean behind = goesOn || i > 0;
                    tokenizer.encodePart(text.subSequence(from, ends[i]), behind, options, ids);
                    parts[i] = ids;
                });
        return parts;
    }

    /**
     * Encodes a text of any length as it is read, with the ids that the post-processor adds before
     * and behind it. The memory needed is that of two parts a thread, whatever the length, unless
     * the text cannot be parted: then all of it is collected first.
     *
     * @param text read to its end, not closed
     * @param out is given ids in order, some at a time, in a buffer that is valid during the call
     * @return the number of ids
     * @throws TokenizerException if a stretch that cannot be parted, or with truncation, padding or
     *     plain ranges the text, is longer than {@link EncodeLimits#maxTextBytes()}
     */
    public long encodeIds(Reader text, EncodeOptions options, Consumer<IdBuffer> out)
            throws IOException {
        Objects.requireNonNull(out, "out");
        boolean parts = mayPart(options);
        StringBuilder pending = new StringBuilder();
        char[] chunk = new char[(int) Math.min(1 << 20, (long) partChars * threads.count())];
        boolean goesOn = false;
        long total = 0;
        for (int read = text.read(chunk); read >= 0; read = text.read(chunk)) {
            pending.append(chunk, 0, read);
            options.limits().checkText(pending.length());
            if (!parts || pending.length() < (long) partChars * threads.count()) {
                continue;
            }
            int end = lastSeam(pending);
            if (end > 0) {
                if (!goesOn) {
                    total += frame(options, true, out);
                }
                total += encode(pending.substring(0, end), goesOn, options, out);
                pending.delete(0, end);
                goesOn = true;
            }
        }
        if (!goesOn) {
            IdBuffer all = new IdBuffer(16);
            tokenizer.encodeIds(pending, options, all);
            out.accept(all);
            return all.size();
        }
        total += encode(pending.toString(), true, options, out);
        return total + frame(options, false, out);
    }

    /** A half surrogate pair at the end has no seam before it: its other half may come. */
    private int lastSeam(StringBuilder text) {
        int length = text.length();
        boolean open = Character.isHighSurrogate(text.charAt(length - 1));
        return tokenizer.seams().last(text, 0, open ? length - 1 : length);
    }

    private long encode(
            String text, boolean goesOn, EncodeOptions options, Consumer<IdBuffer> out) {
        int[] ends = ends(text, text.length());
        long count = 0;
        for (IdBuffer part : encode(text, ends, ends.length, goesOn, options)) {
            count += part.size();
            out.accept(part);
        }
        return count;
    }

    private long frame(EncodeOptions options, boolean before, Consumer<IdBuffer> out) {
        IdBuffer ids = new IdBuffer(4);
        tokenizer.frame(options, before, ids);
        if (ids.size() > 0) {
            out.accept(ids);
        }
        return ids.size();
    }

    /** Ends the threads; calls that still run are finished by their own thread. */
    @Override
    public void close() {
        threads.close();
    }
}
