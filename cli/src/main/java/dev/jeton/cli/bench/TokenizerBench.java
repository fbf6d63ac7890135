package dev.jeton.cli.bench;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.model.IdBuffer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.ToIntFunction;

/** Times a tokenizer over texts, without special tokens, on the calling thread. */
public final class TokenizerBench {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    /** Passes before the fastest one counts: the JIT compiler needs seconds, a cache one pass. */
    private static final double WARM_UP_SECONDS = 3;

    private static final int WARM_UP_PASSES = 2;

    /** What a pass does with a text. */
    public enum Mode {
        /** Ids into a new array. */
        IDS,
        /** Ids into one buffer that is used again. */
        BUFFER,
        /** Ids, tokens, offsets and masks. */
        ENCODE,
        /** The number of ids. */
        COUNT
    }

    /**
     * How long a pass took.
     *
     * @param cpuSeconds processor time of the calling thread
     * @param wallSeconds time that went by
     * @param tokens ids of all texts
     */
    public record Times(double cpuSeconds, double wallSeconds, long tokens) {}

    /**
     * What all ids come to.
     *
     * @param sha256 over, for each text, the number of its ids and the ids, each a little-endian
     *     32-bit number; in hexadecimal
     * @param tokens ids of all texts
     * @param lines for each text the number of its ids and the first 16 digits of their own SHA-256
     */
    public record Digest(String sha256, long tokens, List<String> lines) {
        public Digest {
            lines = List.copyOf(lines);
        }
    }

    private final Tokenizer tokenizer;
    private final EncodeOptions options =
            EncodeOptions.defaults().withSpecialTokens(false).withoutTruncation().withoutPadding();
    private final IdBuffer buffer = new IdBuffer(1024);

    public TokenizerBench(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Does {@code mode} with each text once. */
    public Times pass(List<String> texts, Mode mode) {
        ToIntFunction<String> call = call(mode);
        long wall = System.nanoTime();
        long cpu = CPU.getCurrentThreadCpuTime();
        long tokens = 0;
        for (String text : texts) {
            tokens += call.applyAsInt(text);
        }
        cpu = CPU.getCurrentThreadCpuTime() - cpu;
        return new Times(cpu / 1e9, (System.nanoTime() - wall) / 1e9, tokens);
    }

    private ToIntFunction<String> call(Mode mode) {
        return switch (mode) {
            case IDS -> text -> tokenizer.encodeIds(text, options).length;
            case BUFFER -> this::encodeIntoBuffer;
            case ENCODE -> text -> tokenizer.encode(text, options).size();
            case COUNT -> text -> tokenizer.count(text, options);
        };
    }

    private int encodeIntoBuffer(String text) {
        buffer.clear();
        tokenizer.encodeIds(text, options, buffer);
        return buffer.size();
    }

    /** The fastest of {@code rounds} passes after a warm-up. */
    public Times best(List<String> texts, Mode mode, int rounds) {
        double warmUp = 0;
        for (int i = 0; i < WARM_UP_PASSES || (warmUp < WARM_UP_SECONDS && i < 1000); i++) {
            warmUp += pass(texts, mode).wallSeconds();
        }
        Times best = pass(texts, mode);
        for (int i = 1; i < rounds; i++) {
            Times times = pass(texts, mode);
            best = times.cpuSeconds() < best.cpuSeconds() ? times : best;
        }
        return best;
    }

    /** Nanoseconds of one call for each text, in ascending order. */
    public long[] latencies(List<String> texts) {
        long[] nanos = new long[texts.size()];
        for (int i = 0; i < nanos.length; i++) {
            String text = texts.get(i);
            long start = System.nanoTime();
            int tokens = tokenizer.encodeIds(text, options).length;
            // Never taken, but the JIT compiler must not leave the call out.
            nanos[i] = tokens < 0 ? 0 : System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    /** The ids of all texts, digested. */
    public Digest digest(List<String> texts) {
        MessageDigest all = sha256();
        String[] lines = new String[texts.size()];
        long tokens = 0;
        for (int i = 0; i < lines.length; i++) {
            int[] ids = tokenizer.encodeIds(texts.get(i), options);
            ByteBuffer bytes =
                    ByteBuffer.allocate(4 + 4 * ids.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.putInt(ids.length);
            for (int id : ids) {
                bytes.putInt(id);
            }
            all.update(bytes.array());
            MessageDigest own = sha256();
            own.update(bytes.array(), 4, 4 * ids.length);
            lines[i] = ids.length + " " + HexFormat.of().formatHex(own.digest(), 0, 8);
            tokens += ids.length;
        }
        return new Digest(HexFormat.of().formatHex(all.digest()), tokens, List.of(lines));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
