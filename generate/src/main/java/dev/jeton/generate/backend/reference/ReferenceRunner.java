package dev.jeton.generate.backend.reference;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.backend.KvLayout;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.backend.StepResult;
import dev.jeton.generate.backend.Tap;
import dev.jeton.generate.backend.TapPoint;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.model.RopeFrequencies;
import dev.jeton.generate.model.RopeSpec.Pairing;
import dev.jeton.generate.weights.Param;
import dev.jeton.generate.weights.ParamTable;
import dev.jeton.generate.weights.TensorView;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step, formula by formula, in double. A matrix row is turned into floats once a step and
 * multiplied with all tokens, so that a prompt costs far less than its tokens one by one; the order
 * of additions does not depend on the batch, so neither does a single bit of the result.
 */
final class ReferenceRunner implements Runner {
    private static final int PAGE_TOKENS = 16;

    private final ModelSpec spec;
    private final ParamTable params;
    private final RopeFrequencies frequencies;
    private final KvLayout layout;
    private final Workers workers;
    private final int maxBatchTokens;
    // Pages are made when they are first written: [page][layer], keys then values of 16 tokens.
    private final double[] @Nullable [] @Nullable [] pages;
    private @Nullable Tap tap;

    ReferenceRunner(ModelSpec spec, ParamTable params, RunnerConfig config) {
        this.spec = spec;
        this.params = params;
        this.frequencies = new RopeFrequencies(spec.rope());
        this.workers = new Workers(config.threads());
        this.maxBatchTokens = config.maxBatchTokens();
        int pageCount = (config.contextTokens() + PAGE_TOKENS - 1) / PAGE_TOKENS;
        long bytes = 2L * spec.layers() * spec.attention().kvWidth() * Double.BYTES;
        this.layout = new KvLayout(PAGE_TOKENS, pageCount, bytes);
        this.pages = new double[pageCount][][];
    }

    @Override
    public KvLayout kv() {
        return layout;
    }

    @Override
    public String description() {
        return "reference, plain Java, double";
    }

    @Override
    public void tap(@Nullable Tap tap) {
        this.tap = tap;
    }

    @Override
    public void copyPages(int[] from, int[] to) {
        for (int i = 0; i < from.length; i++) {
            double[] @Nullable [] source = pages[from[i]];
            pages[to[i]] = source == null ? null : deepCopy(source);
        }
    }

    private static double[][] deepCopy(double[][] source) {
        double[][] copy = new double[source.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = source[i].clone();
        }
        return copy;
    }

    @Override
    public void close() {
        workers.close();
        Arrays.fill(pages, null);
    }

    @Override
    public StepResult step(StepBatch batch) {
        int tokens = batch.tokenCount();
        if (tokens > maxBatchTokens) {
            throw new IllegalArgumentException(
                    tokens + " tokens in a step, RunnerConfig.maxBatchTokens is " + maxBatchTokens);
        }
        double[][] residual = embed(batch);
        see(TapPoint.EMBED, -1, residual);
        for (int layer = 0; layer < spec.layers(); layer++) {
            attentionBlock(batch, layer, residual);
            feedForwardBlock(layer, residual);
        }
        double[][] last = norm(residual, params.get(Param.FINAL_NORM));
        see(TapPoint.FINAL_NORM, -1, last);
        return head(batch, last);
    }

    private double[][] embed(StepBatch batch) {
        TensorView embedding = params.get(Param.EMBED);
        double[][] residual = new double[batch.tokenCount()][spec.hidden()];
        float[] row = new float[spec.hidden()];
        for (int t = 0; t < residual.length; t++) {
            int id = batch.token(t);
            if (id < 0 || id >= spec.vocabulary()) {
                throw new GenerateException(
                        "token id "
                                + id
                                + ": the model has ids 0 to "
                                + (spec.vocabulary() - 1)
                                + ". The tokenizer does not belong to it.");
            }
            embedding.readRow(id, row, 0);
            for (int i = 0; i < row.length; i++) {
                residual[t][i] = row[i];
            }
        }
        return residual;
    }

    private void attentionBlock(StepBatch batch, int layer, double[][] residual) {
        double[][] x = norm(residual, params.get(Param.ATTN_NORM, layer));
        see(TapPoint.ATTN_NORM, layer, x);
        double[][] q = project(x, Param.Q, Param.Q_BIAS, layer);
        double[][] k = project(x, Param.K, Param.K_BIAS, layer);
        double[][] v = project(x, Param.V, Param.V_BIAS, layer);
        rotate(batch, q);
        rotate(batch, k);
        see(TapPoint.Q, layer, q);
        see(TapPoint.K, layer, k);
        see(TapPoint.V, layer, v);
        store(batch, layer, k, v);
        double[][] attended = attend(batch, layer, q);
        see(TapPoint.ATTN, layer, attended);
        double[][] out = project(attended, Param.O, Param.O_BIAS, layer);
        see(TapPoint.ATTN_OUT, layer, out);
        add(residual, out);
        see(TapPoint.RESIDUAL_MID, layer, residual);
    }

    private void feedForwardBlock(int layer, double[][] residual) {
        double[][] x = norm(residual, params.get(Param.FFN_NORM, layer));
        see(TapPoint.FFN_NORM, layer, x);
        double[][] gate = project(x, Param.GATE, Param.GATE_BIAS, layer);
        double[][] up = project(x, Param.UP, Param.UP_BIAS, layer);
        for (int t = 0; t < gate.length; t++) {
            for (int i = 0; i < gate[t].length; i++) {
                double g = gate[t][i];
                gate[t][i] =
                        switch (spec.ffn().activation()) {
                                    case SILU -> g / (1 + Math.exp(-g));
                                }
                                * up[t][i];
            }
        }
        double[][] down = project(gate, Param.DOWN, Param.DOWN_BIAS, layer);
        see(TapPoint.FFN, layer, down);
        add(residual, down);
        see(TapPoint.RESIDUAL, layer, residual);
    }

    private double[][] norm(double[][] x, TensorView weight) {
        float[] weights = weight.values();
        double[][] result = new double[x.length][weights.length];
        for (int t = 0; t < x.length; t++) {
            double squares = 0;
            for (double value : x[t]) {
                squares += value * value;
            }
            double scale = 1 / Math.sqrt(squares / weights.length + spec.norm().epsilon());
            for (int i = 0; i < weights.length; i++) {
                result[t][i] = x[t][i] * scale * weights[i];
            }
        }
        return result;
    }

    private double[][] project(double[][] x, Param weight, Param bias, int layer) {
        double[][] result = multiply(params.get(weight, layer), x);
        TensorView biases = params.find(bias, layer);
        if (biases != null) {
            float[] values = biases.values();
            for (double[] row : result) {
                for (int i = 0; i < row.length; i++) {
                    row[i] += values[i];
                }
            }
        }
        return result;
    }

    private double[][] multiply(TensorView matrix, double[][] x) {
        double[][] result = new double[x.length][matrix.rows()];
        workers.run(
                matrix.rows(),
                (from, to) -> {
                    float[] row = new float[matrix.columns()];
                    for (int r = from; r < to; r++) {
                        matrix.readRow(r, row, 0);
                        for (int t = 0; t < x.length; t++) {
                            result[t][r] = dot(row, x[t]);
                        }
                    }
                });
        return result;
    }

    /** Eight sums side by side: one would wait for its own last addition. */
    private static double dot(float[] row, double[] x) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int i = 0;
        for (; i + 8 <= row.length; i += 8) {
            s0 += row[i] * x[i];
            s1 += row[i + 1] * x[i + 1];
            s2 += row[i + 2] * x[i + 2];
            s3 += row[i + 3] * x[i + 3];
            s4 += row[i + 4] * x[i + 4];
            s5 += row[i + 5] * x[i + 5];
            s6 += row[i + 6] * x[i + 6];
            s7 += row[i + 7] * x[i + 7];
        }
        for (; i < row.length; i++) {
            s0 += row[i] * x[i];
        }
        return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    }

    private void rotate(StepBatch batch, double[][] heads) {
        int pairs = frequencies.pairs();
        float[] cosine = new float[pairs];
        float[] sine = new float[pairs];
        int headDim = spec.attention().headDim();
        boolean half = spec.rope().pairing() == Pairing.HALF;
        int step = half ? 1 : 2;
        int distance = half ? pairs : 1;
        for (int t = 0; t < heads.length; t++) {
            frequencies.fill(batch.position(t), cosine, sine);
            double[] row = heads[t];
            for (int head = 0; head < row.length; head += headDim) {
                for (int i = 0; i < pairs; i++) {
                    int first = head + i * step;
                    double a = row[first];
                    double b = row[first + distance];
                    row[first] = a * cosine[i] - b * sine[i];
                    row[first + distance] = b * cosine[i] + a * sine[i];
                }
            }
        }
    }

    private void store(StepBatch batch, int layer, double[][] k, double[][] v) {
        int width = spec.attention().kvWidth();
        for (int row = 0; row < batch.rows(); row++) {
            for (int t = batch.rowStart(row); t < batch.rowStart(row + 1); t++) {
                int position = batch.position(t);
                double[] page = page(batch.pageTable(row)[position / PAGE_TOKENS])[layer];
                int slot = position % PAGE_TOKENS * width;
                System.arraycopy(k[t], 0, page, slot, width);
                System.arraycopy(v[t], 0, page, PAGE_TOKENS * width + slot, width);
            }
        }
    }

    private double[][] page(int number) {
        double[] @Nullable [] page = pages[number];
        if (page == null) {
            page = new double[spec.layers()][2 * PAGE_TOKENS * spec.attention().kvWidth()];
            pages[number] = page;
        }
        return page;
    }

    private double[][] attend(StepBatch batch, int layer, double[][] q) {
        double[][] result = new double[q.length][spec.attention().queryWidth()];
        int[] rowOf = new int[q.length];
        for (int row = 0; row < batch.rows(); row++) {
            Arrays.fill(rowOf, batch.rowStart(row), batch.rowStart(row + 1), row);
        }
        int heads = spec.attention().heads();
        workers.run(
                q.length * heads,
                (from, to) -> {
                    for (int unit = from; unit < to; unit++) {
                        int t = unit / heads;
                        int[] table = batch.pageTable(rowOf[t]);
                        attend(layer, table, batch.position(t), unit % heads, q[t], result[t]);
                    }
                });
        return result;
    }

    /** One head of one token: scores, softmax, weighted values. */
    private void attend(
            int layer, int[] table, int position, int head, double[] query, double[] out) {
        int headDim = spec.attention().headDim();
        int width = spec.attention().kvWidth();
        int group = spec.attention().heads() / spec.attention().kvHeads();
        int kvHead = head / group * headDim;
        double[] scores = new double[position + 1];
        double highest = Double.NEGATIVE_INFINITY;
        for (int p = 0; p <= position; p++) {
            double[] page = page(table[p / PAGE_TOKENS])[layer];
            int at = p % PAGE_TOKENS * width + kvHead;
            double sum = 0;
            for (int i = 0; i < headDim; i++) {
                sum += query[head * headDim + i] * page[at + i];
            }
            scores[p] = sum * spec.attention().scale();
            highest = Math.max(highest, scores[p]);
        }
        double total = 0;
        for (int p = 0; p <= position; p++) {
            scores[p] = Math.exp(scores[p] - highest);
            total += scores[p];
        }
        for (int p = 0; p <= position; p++) {
            double[] page = page(table[p / PAGE_TOKENS])[layer];
            int at = (PAGE_TOKENS + p % PAGE_TOKENS) * width + kvHead;
            double weight = scores[p] / total;
            for (int i = 0; i < headDim; i++) {
                out[head * headDim + i] += weight * page[at + i];
            }
        }
    }

    private StepResult head(StepBatch batch, double[][] last) {
        int[] wanted = new int[batch.logitCount()];
        double[][] x = new double[wanted.length][];
        int count = 0;
        for (int t = 0; t < last.length; t++) {
            if (batch.wantsLogits(t)) {
                wanted[count] = t;
                x[count++] = last[t];
            }
        }
        double[][] logits = multiply(params.get(Param.HEAD), x);
        see(TapPoint.LOGITS, -1, logits);
        Map<Integer, float[]> byToken = new HashMap<>();
        for (int i = 0; i < wanted.length; i++) {
            byToken.put(wanted[i], toFloats(logits[i]));
        }
        return tokenIndex -> {
            float[] row = byToken.get(tokenIndex);
            if (row == null) {
                throw new IllegalArgumentException("token " + tokenIndex + " wanted no logits");
            }
            return row;
        };
    }

    private static void add(double[][] sum, double[][] terms) {
        for (int t = 0; t < sum.length; t++) {
            for (int i = 0; i < sum[t].length; i++) {
                sum[t][i] += terms[t][i];
            }
        }
    }

    private void see(TapPoint point, int layer, double[][] values) {
        Tap listener = tap;
        if (listener == null || values.length == 0) {
            return;
        }
        int width = values[0].length;
        float[] flat = new float[values.length * width];
        for (int t = 0; t < values.length; t++) {
            System.arraycopy(toFloats(values[t]), 0, flat, t * width, width);
        }
        listener.on(point, layer, width, flat);
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
