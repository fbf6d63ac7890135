package dev.jeton.generate.backend.cpu;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.backend.KvLayout;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.backend.StepResult;
import dev.jeton.generate.backend.Tap;
import dev.jeton.generate.backend.TapPoint;
import dev.jeton.generate.backend.cpu.CpuLayer.Projection;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.model.RopeFrequencies;
import dev.jeton.generate.weights.Param;
import dev.jeton.generate.weights.ParamTable;
import dev.jeton.generate.weights.TensorView;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decoder on the threads of a {@link ChunkPool}. Products and attention run in chunks on all
 * threads; what lies between them takes microseconds for one token and stays on the caller's
 * thread, and goes by tokens over the threads for a prompt.
 */
final class CpuRunner implements Runner {
    /** From this many tokens on, the work between products is shared as well. */
    private static final int SHARED_TOKENS = 8;

    /** Chunks a thread and product: few enough to cost nothing, enough to even out. */
    private static final int CHUNKS = 6;

    /** Below this many scores of a step, attention stays on the caller's thread. */
    private static final int SHARED_SCORES = 2000;

    private final ModelSpec spec;
    private final RunnerConfig config;
    private final Arena arena = Arena.ofShared();
    private final ChunkPool pool;
    private final KvPages pages;
    private final Attention attention;
    private final RopeFrequencies frequencies;
    private final TensorView embedding;
    private final CpuLayer[] layers;
    private final float[] finalNorm;
    private final Projection head;
    private final long weightBytes;
    private final Set<Activations.Order> orders = EnumSet.noneOf(Activations.Order.class);
    private StepMemory memory;
    private @Nullable Tap tap;
    private boolean closed;

    CpuRunner(ModelSpec spec, ParamTable params, RunnerConfig config) {
        this.spec = spec;
        this.config = config;
        int context = config.contextTokens();
        pages = new KvPages(spec, (context + KvPages.PAGE - 1) / KvPages.PAGE);
        attention = new Attention(spec.attention(), pages);
        frequencies = new RopeFrequencies(spec.rope());
        embedding = params.get(Param.EMBED);
        int widest = Math.max(spec.ffn().width(), spec.attention().queryWidth());
        int columns = Math.max(spec.hidden(), widest);
        pool =
                new ChunkPool(
                        config.threads(),
                        thread ->
                                new Scratch(
                                        columns,
                                        config.maxBatchTokens(),
                                        context,
                                        spec.attention().headDim()));
        try {
            layers = new CpuLayer[spec.layers()];
            List<PackedMatrix> matrices = new ArrayList<>();
            for (int i = 0; i < layers.length; i++) {
                layers[i] = new CpuLayer(params, i, arena);
                matrices.addAll(layers[i].matrices());
            }
            finalNorm = params.get(Param.FINAL_NORM).values();
            head = new Projection(PackedMatrix.allocate(params.get(Param.HEAD), arena), null);
            matrices.add(head.matrix);
            weightBytes = pack(matrices);
            matrices.forEach(matrix -> orders.add(matrix.order));
            memory = new StepMemory(spec, orders, 1);
        } catch (OutOfMemoryError e) {
            close();
            throw new GenerateException("There is not enough memory for the weights.", e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private long pack(List<PackedMatrix> matrices) {
        // A chunk is about a quarter of a megabyte, so that all threads end together.
        List<int[]> chunks = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < matrices.size(); i++) {
            PackedMatrix matrix = matrices.get(i);
            bytes += matrix.bytes();
            int step = Math.clamp((1L << 18) * matrix.groups() / matrix.bytes(), 1, 1 << 20);
            for (int from = 0; from < matrix.groups(); from += step) {
                chunks.add(new int[] {i, from, Math.min(from + step, matrix.groups())});
            }
        }
        pool.run(
                chunks.size(),
                (chunk, scratch) -> {
                    int[] range = chunks.get(chunk);
                    matrices.get(range[0]).pack(range[1], range[2]);
                });
        return bytes;
    }

    /** What the kernels are made for here. */
    static String machine() {
        return "Vector API, " + Lanes.COUNT * 32 + " bits";
    }

    @Override
    public KvLayout kv() {
        return new KvLayout(KvPages.PAGE, pages.count(), pages.bytesPerToken());
    }

    @Override
    public void copyPages(int[] from, int[] to) {
        for (int i = 0; i < from.length; i++) {
            pages.copy(from[i], to[i]);
        }
    }

    @Override
    public void tap(@Nullable Tap tap) {
        this.tap = tap;
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "cpu: %s, %d threads, %.1f MB of weights, exact",
                machine(),
                pool.threads(),
                weightBytes / 1e6);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pool.close();
            pages.clear();
            arena.close();
        }
    }

    @Override
    public StepResult step(StepBatch batch) {
        if (closed) {
            throw new IllegalStateException("The runner is closed.");
        }
        int tokens = batch.tokenCount();
        if (tokens > config.maxBatchTokens()) {
            throw new IllegalArgumentException(
                    tokens
                            + " tokens in a step. Expected at most "
                            + config.maxBatchTokens()
                            + ".");
        }
        if (memory.tokens < tokens) {
            memory =
                    new StepMemory(
                            spec, orders, Math.max(tokens, Math.min(32, config.maxBatchTokens())));
        }
        memory.layout(tokens);
        embed(batch);
        for (int layer = 0; layer < layers.length; layer++) {
            attention(batch, layer);
            feedForward(tokens, layer);
            tap(TapPoint.RESIDUAL, layer, memory.residual, tokens);
        }
        return logits(batch);
    }

    private void embed(StepBatch batch) {
        StepMemory m = memory;
        for (int t = 0; t < batch.tokenCount(); t++) {
            int token = batch.token(t);
            if (token < 0 || token >= spec.vocabulary()) {
                throw new IllegalArgumentException(
                        "token "
                                + token
                                + " is not in the vocabulary of "
                                + spec.vocabulary()
                                + ".");
            }
            embedding.readRow(token, m.residual.data, m.residual.at(t));
            if (batch.position(t) != m.anglePosition[t]) {
                frequencies.fill(batch.position(t), m.cos[t], m.sin[t]);
                m.anglePosition[t] = batch.position(t);
            }
        }
        tap(TapPoint.EMBED, -1, m.residual, batch.tokenCount());
    }

    private void attention(StepBatch batch, int index) {
        StepMemory m = memory;
        CpuLayer layer = layers[index];
        int tokens = batch.tokenCount();
        Projection[] first = {layer.query, layer.key, layer.value};
        forTokens(tokens, t -> norm(layer.attentionNorm, first, t));
        tap(TapPoint.ATTN_NORM, index, m.normed, tokens);
        multiply(first, m.hiddenInputs, tokens, m.query, m.key, m.value);
        forTokens(tokens, this::rotate);
        store(batch, index);
        tap(TapPoint.Q, index, m.query, tokens);
        tap(TapPoint.K, index, m.key, tokens);
        tap(TapPoint.V, index, m.value, tokens);
        attend(batch, index);
        tap(TapPoint.ATTN, index, m.mixed, tokens);
        Projection[] output = {layer.output};
        forTokens(tokens, t -> m.mixedInputs.set(output, t, m.mixed.data, m.mixed.at(t)));
        multiply(output, m.mixedInputs, tokens, m.projected);
        tap(TapPoint.ATTN_OUT, index, m.projected, tokens);
        forTokens(tokens, this::addProjected);
        tap(TapPoint.RESIDUAL_MID, index, m.residual, tokens);
    }

    private void feedForward(int tokens, int index) {
        StepMemory m = memory;
        CpuLayer layer = layers[index];
        Projection[] wide = {layer.gate, layer.up};
        forTokens(tokens, t -> norm(layer.ffnNorm, wide, t));
        tap(TapPoint.FFN_NORM, index, m.normed, tokens);
        multiply(wide, m.hiddenInputs, tokens, m.gate, m.up);
        Projection[] down = {layer.down};
        forTokens(tokens, t -> activate(down, t));
        multiply(down, m.ffnInputs, tokens, m.projected);
        tap(TapPoint.FFN, index, m.projected, tokens);
        forTokens(tokens, this::addProjected);
    }

    private void norm(float[] weight, Projection[] next, int t) {
        StepMemory m = memory;
        float[] out = m.normed.data;
        int to = m.normed.at(t);
        double epsilon = spec.norm().epsilon();
        RowMath.norm(m.residual.data, m.residual.at(t), spec.hidden(), weight, epsilon, out, to);
        m.hiddenInputs.set(next, t, out, to);
    }

    private void rotate(int t) {
        StepMemory m = memory;
        rotate(m.query, spec.attention().heads(), t);
        rotate(m.key, spec.attention().kvHeads(), t);
    }

    private void rotate(Rows rows, int heads, int t) {
        RowMath.rotate(
                rows.data,
                rows.at(t),
                heads,
                spec.attention().headDim(),
                spec.rope().pairing(),
                memory.cos[t],
                memory.sin[t]);
    }

    private void store(StepBatch batch, int layer) {
        StepMemory m = memory;
        for (int row = 0; row < batch.rows(); row++) {
            int[] table = batch.pageTable(row);
            for (int t = batch.rowStart(row); t < batch.rowStart(row + 1); t++) {
                int position = batch.position(t);
                pages.write(
                        table[position / KvPages.PAGE],
                        layer,
                        position % KvPages.PAGE,
                        m.key.data,
                        m.key.at(t),
                        m.value.data,
                        m.value.at(t));
            }
        }
    }

    private void attend(StepBatch batch, int layer) {
        int heads = spec.attention().heads();
        int tokens = batch.tokenCount();
        long scores = 0;
        for (int row = 0; row < batch.rows(); row++) {
            int count = batch.rowStart(row + 1) - batch.rowStart(row);
            for (int t = 0; t < count; t++) {
                memory.row[batch.rowStart(row) + t] = row;
            }
            scores += (long) count * batch.kvLength(row) * heads;
        }
        ChunkPool.Work work = (chunk, scratch) -> attendHead(batch, layer, chunk, scratch);
        if (scores < SHARED_SCORES) {
            pool.runAlone(tokens * heads, work);
        } else {
            pool.run(tokens * heads, work);
        }
    }

    private void attendHead(StepBatch batch, int layer, int chunk, Scratch scratch) {
        StepMemory m = memory;
        int heads = spec.attention().heads();
        int t = chunk / heads;
        int offset = chunk % heads * spec.attention().headDim();
        attention.head(
                batch.pageTable(m.row[t]),
                batch.position(t) + 1,
                layer,
                chunk % heads,
                m.query.data,
                m.query.at(t) + offset,
                m.mixed.data,
                m.mixed.at(t) + offset,
                scratch);
    }

    private void activate(Projection[] next, int t) {
        StepMemory m = memory;
        int at = m.gate.at(t);
        switch (spec.ffn().activation()) {
            case SILU -> RowMath.siluTimes(m.gate.data, m.up.data, at, spec.ffn().width());
        }
        m.ffnInputs.set(next, t, m.gate.data, at);
    }

    private void addProjected(int t) {
        StepMemory m = memory;
        RowMath.add(
                m.residual.data,
                m.residual.at(t),
                m.projected.data,
                m.projected.at(t),
                spec.hidden());
    }

    private StepResult logits(StepBatch batch) {
        StepMemory m = memory;
        int tokens = batch.tokenCount();
        Projection[] last = {head};
        m.hiddenInputs.layout(batch.logitCount());
        int[] resultRow = new int[tokens];
        int wanted = 0;
        for (int t = 0; t < tokens; t++) {
            resultRow[t] = -1;
            if (batch.wantsLogits(t) || tap != null) {
                RowMath.norm(
                        m.residual.data,
                        m.residual.at(t),
                        spec.hidden(),
                        finalNorm,
                        spec.norm().epsilon(),
                        m.normed.data,
                        m.normed.at(t));
            }
            if (batch.wantsLogits(t)) {
                m.hiddenInputs.set(last, wanted, m.normed.data, m.normed.at(t));
                resultRow[t] = wanted++;
            }
        }
        tap(TapPoint.FINAL_NORM, -1, m.normed, tokens);
        Rows logits = m.logits(wanted);
        if (wanted > 0) {
            multiply(last, m.hiddenInputs, wanted, logits);
        }
        tap(TapPoint.LOGITS, -1, logits, wanted);
        return new CpuStepResult(resultRow, logits);
    }

    private void multiply(Projection[] projections, Inputs inputs, int tokens, Rows... out) {
        int groups = 0;
        for (Projection projection : projections) {
            groups += projection.matrix.groups();
        }
        int most = pool.threads() == 1 && tokens == 1 ? groups : pool.threads() * CHUNKS;
        int step = Math.max(1, groups / most);
        int all = groups;
        pool.run(
                (all + step - 1) / step,
                (chunk, scratch) -> {
                    int from = chunk * step;
                    int to = Math.min(all, from + step);
                    for (int i = 0; i < projections.length && to > 0; i++) {
                        PackedMatrix matrix = projections[i].matrix;
                        int end = Math.min(to, matrix.groups());
                        if (from < end) {
                            matrix.multiply(
                                    Math.max(from, 0),
                                    end,
                                    inputs.of(matrix),
                                    tokens,
                                    out[i].data,
                                    out[i].stride,
                                    scratch);
                        }
                        from -= matrix.groups();
                        to -= matrix.groups();
                    }
                });
        for (int i = 0; i < projections.length; i++) {
            addBias(projections[i], tokens, out[i]);
        }
    }

    private static void addBias(Projection projection, int tokens, Rows out) {
        float[] bias = projection.bias;
        if (bias != null) {
            for (int t = 0; t < tokens; t++) {
                RowMath.add(out.data, out.at(t), bias, 0, bias.length);
            }
        }
    }

    /** Something done to one token. */
    @FunctionalInterface
    private interface TokenWork {
        void run(int token);
    }

    private void forTokens(int tokens, TokenWork work) {
        if (tokens < SHARED_TOKENS) {
            for (int t = 0; t < tokens; t++) {
                work.run(t);
            }
        } else {
            pool.run(tokens, (t, scratch) -> work.run(t));
        }
    }

    private void tap(TapPoint point, int layer, Rows rows, int tokens) {
        Tap seen = tap;
        if (seen != null && tokens > 0) {
            seen.on(point, layer, rows.width, rows.compact(tokens));
        }
    }

    /** Logits of a step, a row each. */
    private static final class CpuStepResult implements StepResult {
        private final int[] resultRow;
        private final Rows rows;

        CpuStepResult(int[] resultRow, Rows rows) {
            this.resultRow = resultRow;
            this.rows = rows;
        }

        @Override
        public float[] logits(int tokenIndex) {
            int row = resultRow[tokenIndex];
            if (row < 0) {
                throw new IllegalArgumentException(
                        "The logits of token " + tokenIndex + " were not wanted.");
            }
            float[] out = new float[rows.width];
            System.arraycopy(rows.data, rows.at(row), out, 0, out.length);
            return out;
        }
    }
}
