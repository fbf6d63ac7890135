package dev.jeton.generate.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.backend.KvLayout;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.backend.StepResult;
import dev.jeton.generate.backend.Tap;
import dev.jeton.generate.backend.TapPoint;
import dev.jeton.generate.backend.cuda.Kernels.Mode;
import dev.jeton.generate.backend.cuda.Kernels.Sizes;
import dev.jeton.generate.backend.cuda.Kernels.Split;
import dev.jeton.generate.ffi.CudaDriver;
import dev.jeton.generate.ffi.CudaException;
import dev.jeton.generate.ffi.DeviceInfo;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.ParamTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A model in device memory and the steps on it. Made, used and closed on the thread of its device.
 *
 * <p>All numbers of a step are in device memory at places that do not change, so a decode step of
 * 1, 2, 4 or 8 tokens is recorded once, the second time it comes, and replayed from then on; tokens
 * that only fill it up are at position -1.
 */
final class DeviceModel implements AutoCloseable {
    /** Tokens of the largest step that is recorded, and whose attention is split. */
    private static final int SMALL = 8;

    /** Most bytes for the results of tiles. */
    private static final long PARTIAL_BYTES = 64L << 20;

    private static final int MOST_TOKENS = 65_535;

    private final CudaDriver driver;
    private final ModelSpec spec;
    private final Tuning tuning;
    private final DeviceMemory memory;
    private final Arena arena = Arena.ofShared();
    private final long stream;
    private final Kernels kernels;
    private final DeviceWeights weights;
    private final KvLayout layout;
    private final Kernels.AttentionSizes attention;
    private final int maxTiles;
    private final int splitTokens;
    private final int multiprocessors;
    private final long pages;
    private final long pageBytes;
    private final long state;
    private final long residual;
    private final long normed;
    private final long qkv;
    private final long mixed;
    private final long both;
    private final long gated;
    private final long logits;
    private final long partial;
    private final MemorySegment hostState;
    private final MemorySegment hostLogits;
    private final long[] graphs = new long[SMALL + 1];
    private final boolean[] warm = new boolean[SMALL + 1];
    private @Nullable Tap tap;

    DeviceModel(
            CudaDriver driver,
            DeviceInfo device,
            ModelSpec spec,
            ParamTable params,
            RunnerConfig config,
            Tuning tuning) {
        this.driver = driver;
        this.spec = spec;
        this.tuning = tuning;
        multiprocessors = device.multiprocessors();
        int tokens = config.maxBatchTokens();
        ModelSpec.AttentionSpec heads = spec.attention();
        int page = tuning.pageTokens();
        checkContext(config.contextTokens(), page, spec.rope().rotaryDim() / 2);
        layout =
                new KvLayout(
                        page,
                        (config.contextTokens() + page - 1) / page,
                        8L * spec.layers() * heads.kvWidth());
        pageBytes = 8L * page * heads.kvWidth();
        maxTiles = Kernels.divideUp(layout.pageCount() * page, Kernels.TILE);
        attention =
                new Kernels.AttentionSizes(
                        heads.heads(),
                        heads.kvHeads(),
                        heads.headDim(),
                        (float) heads.scale(),
                        page,
                        WeightFormat.width(heads.queryWidth()));
        check(tokens);
        long tileBytes = 4L * heads.heads() * maxTiles * (heads.headDim() + 2);
        splitTokens = maxTiles == 1 ? 0 : Math.clamp(PARTIAL_BYTES / tileBytes, 1, SMALL);
        DeviceWeights.Plan plan = DeviceWeights.plan(spec, params, layout.pageCount() * page);
        Buffers buffers = new Buffers(spec, tokens, plan);
        long stateBytes =
                new StepState(0, Math.max(SMALL, tokens), layout.pageCount())
                        .bytes(Math.max(SMALL, tokens));
        long logitBytes = 4L * spec.vocabulary() * SMALL;
        long partialBytes = tileBytes * splitTokens;
        MemoryNeed need =
                new MemoryNeed(
                        plan.bytes(),
                        pageBytes * layout.pageCount() * spec.layers(),
                        buffers.bytes() + stateBytes + logitBytes + partialBytes,
                        config.contextTokens());
        memory = new DeviceMemory(driver);
        try {
            memory.context(device.ordinal());
            need.check(driver.memory(), device);
            stream = memory.stream();
            kernels = new Kernels(driver, memory, stream, arena);
            weights = plan.load(driver, memory, stream);
            pages = memory.allocate(need.cacheBytes());
            state = memory.allocate(stateBytes);
            logits = memory.allocate(logitBytes);
            partial = memory.allocate(partialBytes);
            // What lies behind the real columns is multiplied with zeros, so it must be a number.
            long base = memory.allocate(buffers.bytes());
            driver.fill(base, (byte) 0, buffers.bytes(), stream);
            residual = base + buffers.residual;
            normed = base + buffers.normed;
            qkv = base + buffers.qkv;
            mixed = base + buffers.mixed;
            both = base + buffers.both;
            gated = base + buffers.gated;
            hostState = memory.pinned(stateBytes);
            hostLogits = memory.pinned(logitBytes);
            driver.synchronize(stream);
        } catch (Throwable e) {
            memory.close();
            arena.close();
            throw e;
        }
    }

    /** The angles of all positions are made in one array. */
    private static void checkContext(int tokens, int page, int pairs) {
        int most = (Integer.MAX_VALUE - 64) / Math.max(1, pairs) - page;
        if (tokens > most) {
            throw new GenerateException(
                    "a context of "
                            + tokens
                            + " tokens is too long for cuda. Expected at most "
                            + most
                            + ".");
        }
    }

    private void check(int tokens) {
        if (tokens > MOST_TOKENS) {
            throw new GenerateException(
                    "maxBatchTokens is " + tokens + ", cuda takes at most " + MOST_TOKENS + ".");
        }
        if (attention.sharedBytes() > 48 << 10) {
            throw new GenerateException(
                    "heads of "
                            + attention.headDim()
                            + " numbers are too large for cuda. Use cpu or reference.");
        }
    }

    /** Places of the numbers between two kernels, in one piece of memory. */
    private static final class Buffers {
        private final long residual;
        private final long normed;
        private final long qkv;
        private final long mixed;
        private final long both;
        private final long gated;
        private long end;

        Buffers(ModelSpec spec, int tokens, DeviceWeights.Plan plan) {
            int ffn = spec.ffn().width();
            int heads = spec.attention().queryWidth() + 2 * spec.attention().kvWidth();
            residual = place(tokens, WeightFormat.width(spec.hidden()));
            normed = place(tokens, WeightFormat.width(spec.hidden()));
            qkv = place(tokens, heads);
            mixed = place(tokens, WeightFormat.width(spec.attention().queryWidth()));
            both = place(plan.gateAndUpAreOne() ? 0 : tokens, 2 * ffn);
            gated = place(tokens, WeightFormat.width(ffn));
        }

        private long place(int rows, int width) {
            long at = end;
            end += DeviceMatrix.align(4L * rows * width);
            return at;
        }

        long bytes() {
            return end;
        }
    }

    KvLayout kv() {
        return layout;
    }

    long weightBytes() {
        return weights.bytes();
    }

    void tap(@Nullable Tap seen) {
        tap = seen;
    }

    @Override
    public void close() {
        memory.close();
        arena.close();
    }

    void copyPages(int[] from, int[] to) {
        for (int i = 0; i < from.length; i++) {
            for (int layer = 0; layer < spec.layers(); layer++) {
                long base = pages(layer);
                driver.copyOnDevice(
                        base + to[i] * pageBytes, base + from[i] * pageBytes, pageBytes, stream);
            }
        }
        driver.synchronize(stream);
    }

    private long pages(int layer) {
        return pages + layer * pageBytes * layout.pageCount();
    }

    StepResult step(StepBatch batch) {
        try {
            return run(batch);
        } catch (CudaException e) {
            settle(e);
            throw e;
        }
    }

    /** Waits for what was started: it still reads the pinned state, which the next step writes. */
    private void settle(CudaException failure) {
        try {
            driver.synchronize(stream);
        } catch (CudaException lost) {
            failure.addSuppressed(lost);
        }
    }

    private StepResult run(StepBatch batch) {
        int tokens = batch.tokenCount();
        if (tokens <= SMALL && batch.rows() == tokens && batch.logitCount() > 0 && tap == null) {
            return decode(batch);
        }
        StepState step = new StepState(state, tokens, layout.pageCount());
        MemorySegment filled = fill(batch, step, false);
        driver.copyToDevice(state, filled, stream);
        forward(step);
        return logits(batch, step);
    }

    /** A step with one token a sequence, filled up to 1, 2, 4 or 8. */
    private StepResult decode(StepBatch batch) {
        int size = Math.max(1, Integer.highestOneBit(2 * batch.tokenCount() - 1));
        StepState step = new StepState(state, size, layout.pageCount());
        MemorySegment filled = fill(batch, step, true);
        if (!tuning.graphs()) {
            enqueue(step, filled);
        } else if (graphs[size] != 0) {
            driver.launchGraph(graphs[size], stream);
        } else if (warm[size]) {
            record(size, step, filled);
            driver.launchGraph(graphs[size], stream);
        } else {
            // Kernels are loaded when they are first started, which must not happen in a recording.
            warm[size] = true;
            enqueue(step, filled);
        }
        driver.synchronize(stream);
        float[] @Nullable [] rows = new float[batch.tokenCount()][];
        for (int t = 0; t < rows.length; t++) {
            rows[t] = batch.wantsLogits(t) ? hostRow(t) : null;
        }
        return result(rows);
    }

    private void record(int size, StepState step, MemorySegment filled) {
        driver.beginCapture(stream);
        try {
            enqueue(step, filled);
        } catch (CudaException e) {
            try {
                driver.destroyGraph(driver.endCapture(stream));
            } catch (CudaException unfinished) {
                e.addSuppressed(unfinished);
            }
            throw e;
        }
        graphs[size] = driver.endCapture(stream);
        memory.graph(graphs[size]);
    }

    /** Everything of a decode step, from the pinned state to the pinned logits. */
    private void enqueue(StepState step, MemorySegment filled) {
        driver.copyToDevice(state, filled, stream);
        forward(step);
        int count = step.tokens();
        finalNorm(step.wanted(), count);
        kernels.multiply(
                weights.head().only(), normed, logits, spec.vocabulary(), count, Mode.STORE);
        driver.copyToHost(hostRows(count), logits, stream);
    }

    /** Writes what the kernels read: ids, positions, sequences, wanted tokens, page tables. */
    private MemorySegment fill(StepBatch batch, StepState step, boolean wantAll) {
        int tokens = step.tokens();
        int wanted = 0;
        for (int row = 0; row < batch.rows(); row++) {
            for (int t = batch.rowStart(row); t < batch.rowStart(row + 1); t++) {
                put(t, batch.token(t));
                put(tokens + t, batch.position(t));
                put(2 * tokens + t, row);
                if (!wantAll && batch.wantsLogits(t)) {
                    put(3 * tokens + wanted++, t);
                }
            }
            int last = batch.position(batch.rowStart(row + 1) - 1) / layout.pageTokens();
            MemorySegment.copy(
                    batch.pageTable(row),
                    0,
                    hostState,
                    JAVA_INT,
                    16L * tokens + 4L * row * layout.pageCount(),
                    last + 1);
        }
        for (int t = batch.tokenCount(); t < tokens; t++) {
            put(t, 0);
            put(tokens + t, -1);
            put(2 * tokens + t, 0);
        }
        for (int t = 0; wantAll && t < tokens; t++) {
            put(3 * tokens + t, t);
        }
        return hostState.asSlice(0, step.bytes(wantAll ? tokens : batch.rows()));
    }

    private void put(int index, int value) {
        hostState.setAtIndex(JAVA_INT, index, value);
    }

    private void forward(StepState step) {
        int tokens = step.tokens();
        int width = WeightFormat.width(spec.hidden());
        kernels.embed(weights.embedding(), step.ids(), residual, tokens);
        see(TapPoint.EMBED, -1, residual, width, spec.hidden(), tokens);
        for (int layer = 0; layer < spec.layers(); layer++) {
            attend(step, layer);
            feedForward(tokens, layer);
            see(TapPoint.RESIDUAL, layer, residual, width, spec.hidden(), tokens);
        }
    }

    private void attend(StepState step, int index) {
        DeviceWeights.Layer layer = weights.layers().get(index);
        int tokens = step.tokens();
        int hidden = WeightFormat.width(spec.hidden());
        int queries = spec.attention().queryWidth();
        int keys = spec.attention().kvWidth();
        int stride = queries + 2 * keys;
        norm(layer.attentionNorm(), tokens);
        see(TapPoint.ATTN_NORM, index, normed, hidden, spec.hidden(), tokens);
        for (Projection.Part part : layer.qkv().parts()) {
            kernels.multiply(part, normed, qkv, stride, tokens, Mode.STORE);
        }
        kernels.rotateAndStore(attention, step, qkv, pages(index), weights.angles());
        see(TapPoint.Q, index, qkv, stride, queries, tokens);
        see(TapPoint.K, index, qkv + 4L * queries, stride, keys, tokens);
        see(TapPoint.V, index, qkv + 4L * (queries + keys), stride, keys, tokens);
        mix(step, pages(index));
        see(TapPoint.ATTN, index, mixed, attention.stride(), queries, tokens);
        addProduct(layer.output(), mixed, TapPoint.ATTN_OUT, index, tokens);
        see(TapPoint.RESIDUAL_MID, index, residual, hidden, spec.hidden(), tokens);
    }

    private void mix(StepState step, long layerPages) {
        int tokens = step.tokens();
        if (tokens > splitTokens) {
            kernels.attention(attention, step, qkv, layerPages, mixed);
            return;
        }
        int blocks = tuning.splits();
        if (blocks == 0) {
            // Two blocks a multiprocessor fill the device.
            long all = (long) attention.blocks() * tokens;
            blocks = Math.clamp(2L * multiprocessors / all, 1, maxTiles);
        }
        Split split = new Split(partial, maxTiles, blocks);
        kernels.attentionTiles(attention, step, qkv, layerPages, split);
        kernels.attentionJoin(attention, step, split, mixed);
    }

    private void feedForward(int tokens, int index) {
        DeviceWeights.Layer layer = weights.layers().get(index);
        int ffn = spec.ffn().width();
        int stride = WeightFormat.width(ffn);
        norm(layer.ffnNorm(), tokens);
        see(
                TapPoint.FFN_NORM,
                index,
                normed,
                WeightFormat.width(spec.hidden()),
                spec.hidden(),
                tokens);
        if (layer.gateAndUp().single()) {
            kernels.multiply(layer.gateAndUp().only(), normed, gated, stride, tokens, Mode.GATE);
        } else {
            for (Projection.Part part : layer.gateAndUp().parts()) {
                kernels.multiply(part, normed, both, 2 * ffn, tokens, Mode.STORE);
            }
            kernels.gate(both, gated, ffn, tokens);
        }
        addProduct(layer.down(), gated, TapPoint.FFN, index, tokens);
    }

    /** Adds a product to the residual. */
    private void addProduct(Projection projection, long x, TapPoint point, int layer, int tokens) {
        int hidden = WeightFormat.width(spec.hidden());
        if (tap != null) {
            // Alone for the tap; what was normed is not needed any more.
            kernels.multiply(projection.only(), x, normed, hidden, tokens, Mode.STORE);
            see(point, layer, normed, hidden, spec.hidden(), tokens);
        }
        kernels.multiply(projection.only(), x, residual, hidden, tokens, Mode.ADD);
    }

    private void norm(long weight, int tokens) {
        kernels.norm(residual, 0, weight, normed, sizes(tokens));
    }

    private void finalNorm(long index, int rows) {
        kernels.norm(residual, index, weights.finalNorm(), normed, sizes(rows));
    }

    private Sizes sizes(int rows) {
        return new Sizes(rows, spec.hidden(), (float) spec.norm().epsilon());
    }

    private StepResult logits(StepBatch batch, StepState step) {
        int tokens = step.tokens();
        int hidden = WeightFormat.width(spec.hidden());
        if (tap != null) {
            finalNorm(0, tokens);
            see(TapPoint.FINAL_NORM, -1, normed, hidden, spec.hidden(), tokens);
        }
        int wanted = batch.logitCount();
        float[][] found = new float[wanted][];
        if (wanted > 0) {
            finalNorm(step.wanted(), wanted);
        }
        for (int from = 0; from < wanted; from += SMALL) {
            int count = Math.min(SMALL, wanted - from);
            long inputs = normed + 4L * from * hidden;
            kernels.multiply(
                    weights.head().only(), inputs, logits, spec.vocabulary(), count, Mode.STORE);
            driver.copyToHost(hostRows(count), logits, stream);
            driver.synchronize(stream);
            for (int i = 0; i < count; i++) {
                found[from + i] = hostRow(i);
            }
        }
        driver.synchronize(stream);
        seeLogits(found);
        float[] @Nullable [] rows = new float[tokens][];
        int next = 0;
        for (int t = 0; t < tokens; t++) {
            rows[t] = batch.wantsLogits(t) ? found[next++] : null;
        }
        return result(rows);
    }

    private MemorySegment hostRows(int count) {
        return hostLogits.asSlice(0, 4L * spec.vocabulary() * count);
    }

    private float[] hostRow(int row) {
        long bytes = 4L * spec.vocabulary();
        return hostLogits.asSlice(row * bytes, bytes).toArray(JAVA_FLOAT);
    }

    private static StepResult result(float[] @Nullable [] rows) {
        return tokenIndex -> {
            float[] row = rows[tokenIndex];
            if (row == null) {
                throw new IllegalArgumentException(
                        "The logits of token " + tokenIndex + " were not wanted.");
            }
            return row;
        };
    }

    private void seeLogits(float[][] rows) {
        Tap seen = tap;
        if (seen != null && rows.length > 0) {
            float[] all = new float[rows.length * spec.vocabulary()];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(rows[i], 0, all, i * spec.vocabulary(), spec.vocabulary());
            }
            seen.on(TapPoint.LOGITS, -1, spec.vocabulary(), all);
        }
    }

    private void see(TapPoint point, int layer, long from, int stride, int width, int tokens) {
        Tap seen = tap;
        if (seen == null) {
            return;
        }
        float[] values = new float[tokens * width];
        try (Arena confined = Arena.ofConfined()) {
            MemorySegment row = confined.allocate(JAVA_FLOAT, width);
            for (int t = 0; t < tokens; t++) {
                driver.copyToHost(row, from + 4L * t * stride, stream);
                driver.synchronize(stream);
                MemorySegment.copy(row, JAVA_FLOAT, 0, values, t * width, width);
            }
        }
        seen.on(point, layer, width, values);
    }
}
