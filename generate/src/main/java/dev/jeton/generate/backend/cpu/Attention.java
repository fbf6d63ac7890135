package dev.jeton.generate.backend.cpu;

import static dev.jeton.generate.backend.cpu.KvPages.PAGE;
import static dev.jeton.generate.backend.cpu.Lanes.COUNT;
import static dev.jeton.generate.backend.cpu.Lanes.FLOATS;

import dev.jeton.generate.model.ModelSpec.AttentionSpec;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Causal attention of one query head over the pages of its sequence: all scores, their softmax,
 * then the weighted sum of the values. Sums run over elements and tokens in an order that does not
 * depend on the lane width.
 */
final class Attention {
    private final AttentionSpec spec;
    private final KvPages pages;
    private final int group;
    private final float scale;

    Attention(AttentionSpec spec, KvPages pages) {
        this.spec = spec;
        this.pages = pages;
        group = spec.heads() / spec.kvHeads();
        scale = (float) spec.scale();
    }

    /**
     * Computes a head of a token.
     *
     * @param pageTable the pages of the sequence
     * @param length tokens to look at, this one included
     * @param layer which layer
     * @param head which query head
     * @param query queries, this head's from {@code queryAt} on
     * @param out where the head's output goes, from {@code outAt} on
     */
    void head(
            int[] pageTable,
            int length,
            int layer,
            int head,
            float[] query,
            int queryAt,
            float[] out,
            int outAt,
            Scratch scratch) {
        int used = (length + PAGE - 1) / PAGE;
        int keys = pages.keys(layer, head / group);
        float[] scores = scratch.scores;
        for (int i = 0; i < used; i++) {
            float[] page = pages.page(pageTable[i]);
            scores(page, keys, query, queryAt, spec.headDim(), scores, i * PAGE);
        }
        float total = softmax(scores, length, scale);
        float[] sum = scratch.headOutput;
        Arrays.fill(sum, 0f);
        int values = pages.values(layer, head / group);
        for (int i = 0; i < used; i++) {
            float[] page = pages.page(pageTable[i]);
            int count = Math.min(PAGE, length - i * PAGE);
            weigh(page, values, pages.valueStride(), scores, i * PAGE, count, sum);
        }
        float factor = 1 / total;
        for (int i = 0; i < spec.headDim(); i++) {
            out[outAt + i] = sum[i] * factor;
        }
    }

    /** Scores of the 16 tokens of a page; four sums over every fourth element, then their sum. */
    private static void scores(
            float[] page, int keys, float[] query, int at, int width, float[] out, int to) {
        for (int lane = 0; lane < PAGE; lane += COUNT) {
            FloatVector a = FloatVector.zero(FLOATS);
            FloatVector b = a;
            FloatVector c = a;
            FloatVector d = a;
            int k = keys + lane;
            int i = 0;
            for (; i + 4 <= width; i += 4) {
                a = key(page, k).fma(Lanes.broadcast(query[at + i]), a);
                b = key(page, k + PAGE).fma(Lanes.broadcast(query[at + i + 1]), b);
                c = key(page, k + 2 * PAGE).fma(Lanes.broadcast(query[at + i + 2]), c);
                d = key(page, k + 3 * PAGE).fma(Lanes.broadcast(query[at + i + 3]), d);
                k += 4 * PAGE;
            }
            for (; i < width; i++) {
                a = key(page, k).fma(Lanes.broadcast(query[at + i]), a);
                k += PAGE;
            }
            a.add(b).add(c.add(d)).intoArray(out, to + lane);
        }
    }

    private static FloatVector key(float[] page, int at) {
        return FloatVector.fromArray(FLOATS, page, at);
    }

    /**
     * Turns scores into weights that are not yet divided by their sum, which is returned. The array
     * has 16 places more than full pages need.
     */
    static float softmax(float[] scores, int length, float scale) {
        int padded = Lanes.roundUp(length, PAGE);
        Arrays.fill(scores, length, padded, Float.NEGATIVE_INFINITY);
        FloatVector most = FloatVector.fromArray(FLOATS, scores, 0);
        for (int i = COUNT; i < padded; i += COUNT) {
            most = most.max(FloatVector.fromArray(FLOATS, scores, i));
        }
        float best = most.reduceLanes(VectorOperators.MAX);
        for (int i = 0; i < padded; i += COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, scores, i);
            Lanes.exp(x.sub(best).mul(scale)).intoArray(scores, i);
        }
        Arrays.fill(scores, length, padded, 0f);
        return sum(scores, padded);
    }

    /**
     * The sum: first of each of the 16 places of a page, so that the lane width does not matter.
     */
    private static float sum(float[] weights, int padded) {
        for (int lane = 0; lane < PAGE; lane += COUNT) {
            FloatVector sums = FloatVector.zero(FLOATS);
            for (int i = lane; i < padded; i += PAGE) {
                sums = sums.add(FloatVector.fromArray(FLOATS, weights, i));
            }
            sums.intoArray(weights, padded + lane);
        }
        float total = 0;
        for (int i = padded; i < padded + PAGE; i++) {
            total += weights[i];
        }
        return total;
    }

    private static void weigh(
            float[] page, int values, int stride, float[] weights, int at, int count, float[] out) {
        int i = 0;
        for (; i + 4 * COUNT <= stride; i += 4 * COUNT) {
            weighFour(page, values + i, stride, weights, at, count, out, i);
        }
        for (; i < stride; i += COUNT) {
            FloatVector sum = FloatVector.fromArray(FLOATS, out, i);
            for (int t = 0; t < count; t++) {
                FloatVector value = FloatVector.fromArray(FLOATS, page, values + t * stride + i);
                sum = value.fma(Lanes.broadcast(weights[at + t]), sum);
            }
            sum.intoArray(out, i);
        }
    }

    private static void weighFour(
            float[] page,
            int values,
            int stride,
            float[] weights,
            int at,
            int count,
            float[] out,
            int to) {
        FloatVector a = FloatVector.fromArray(FLOATS, out, to);
        FloatVector b = FloatVector.fromArray(FLOATS, out, to + COUNT);
        FloatVector c = FloatVector.fromArray(FLOATS, out, to + 2 * COUNT);
        FloatVector d = FloatVector.fromArray(FLOATS, out, to + 3 * COUNT);
        int v = values;
        for (int t = 0; t < count; t++) {
            FloatVector weight = Lanes.broadcast(weights[at + t]);
            a = FloatVector.fromArray(FLOATS, page, v).fma(weight, a);
            b = FloatVector.fromArray(FLOATS, page, v + COUNT).fma(weight, b);
            c = FloatVector.fromArray(FLOATS, page, v + 2 * COUNT).fma(weight, c);
            d = FloatVector.fromArray(FLOATS, page, v + 3 * COUNT).fma(weight, d);
            v += stride;
        }
        a.intoArray(out, to);
        b.intoArray(out, to + COUNT);
        c.intoArray(out, to + 2 * COUNT);
        d.intoArray(out, to + 3 * COUNT);
    }
}
