package dev.jeton.generate.backend.cpu;

import static dev.jeton.generate.backend.cpu.Activations.BLOCK;
import static dev.jeton.generate.backend.cpu.Lanes.COUNT;
import static dev.jeton.generate.backend.cpu.Lanes.FLOATS;
import static dev.jeton.generate.backend.cpu.Scratch.PANEL_ROWS;

import jdk.incubator.vector.FloatVector;

/**
 * Products of an unpacked panel (two vectors of rows) with several tokens. Twelve sums stay in
 * registers: two vectors of rows by six tokens, the largest tile that 16 registers hold. The tiles
 * of four and two tokens are the same code with fewer sums; they compute the same bits.
 */
final class Gemm {
    /** What happens to the sum of a block. */
    enum Fold {
        /** It is added. */
        ADD,
        /** It is multiplied with the row's scale. */
        SCALE,
        /** And the row's minimum times the sum of the inputs is added. */
        SCALE_AND_MINIMUM
    }

    private Gemm() {}

    /** Adds the products of the panel's blocks to the totals of all tokens. */
    static void multiply(
            Fold fold, Activations x, int tokens, int fromBlock, int toBlock, Scratch s) {
        for (int t = 0; t < tokens; t += 6) {
            int left = Math.min(6, tokens - t);
            for (int block = fromBlock; block < toBlock; block++) {
                int panel = (block - fromBlock) * BLOCK * PANEL_ROWS;
                if (left > 4) {
                    sixTokens(s, panel, x, t, block);
                } else if (left > 2) {
                    fourTokens(s, panel, x, t, block);
                } else {
                    twoTokens(s, panel, x, t, block);
                }
                int scale = (block - fromBlock) * PANEL_ROWS;
                switch (fold) {
                    case ADD -> add(s, t, left);
                    case SCALE -> scale(s, scale, t, left);
                    case SCALE_AND_MINIMUM -> minimum(s, scale, x, t, left, block);
                }
            }
        }
    }

    private static void sixTokens(Scratch s, int panelAt, Activations x, int t, int block) {
        float[] panel = s.panel;
        float[] values = x.values;
        float[] starts = x.starts;
        int start = t * x.blocks + block;
        FloatVector a0 = FloatVector.broadcast(FLOATS, starts[start]);
        FloatVector a1 = FloatVector.broadcast(FLOATS, starts[start + x.blocks]);
        FloatVector a2 = FloatVector.broadcast(FLOATS, starts[start + 2 * x.blocks]);
        FloatVector a3 = FloatVector.broadcast(FLOATS, starts[start + 3 * x.blocks]);
        FloatVector a4 = FloatVector.broadcast(FLOATS, starts[start + 4 * x.blocks]);
        FloatVector a5 = FloatVector.broadcast(FLOATS, starts[start + 5 * x.blocks]);
        FloatVector b0 = a0;
        FloatVector b1 = a1;
        FloatVector b2 = a2;
        FloatVector b3 = a3;
        FloatVector b4 = a4;
        FloatVector b5 = a5;
        int stride = x.stride;
        int v = t * stride + block * BLOCK;
        int p = panelAt;
        for (int k = 0; k < BLOCK; k++) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, panel, p);
            FloatVector w1 = FloatVector.fromArray(FLOATS, panel, p + COUNT);
            FloatVector in = FloatVector.broadcast(FLOATS, values[v]);
            a0 = w0.fma(in, a0);
            b0 = w1.fma(in, b0);
            in = FloatVector.broadcast(FLOATS, values[v + stride]);
            a1 = w0.fma(in, a1);
            b1 = w1.fma(in, b1);
            in = FloatVector.broadcast(FLOATS, values[v + 2 * stride]);
            a2 = w0.fma(in, a2);
            b2 = w1.fma(in, b2);
            in = FloatVector.broadcast(FLOATS, values[v + 3 * stride]);
            a3 = w0.fma(in, a3);
            b3 = w1.fma(in, b3);
            in = FloatVector.broadcast(FLOATS, values[v + 4 * stride]);
            a4 = w0.fma(in, a4);
            b4 = w1.fma(in, b4);
            in = FloatVector.broadcast(FLOATS, values[v + 5 * stride]);
            a5 = w0.fma(in, a5);
            b5 = w1.fma(in, b5);
            v++;
            p += PANEL_ROWS;
        }
        float[] out = s.block;
        store(out, 0, a0, b0);
        store(out, 1, a1, b1);
        store(out, 2, a2, b2);
        store(out, 3, a3, b3);
        store(out, 4, a4, b4);
        store(out, 5, a5, b5);
    }

    private static void fourTokens(Scratch s, int panelAt, Activations x, int t, int block) {
        float[] panel = s.panel;
        float[] values = x.values;
        float[] starts = x.starts;
        int start = t * x.blocks + block;
        FloatVector a0 = FloatVector.broadcast(FLOATS, starts[start]);
        FloatVector a1 = FloatVector.broadcast(FLOATS, starts[start + x.blocks]);
        FloatVector a2 = FloatVector.broadcast(FLOATS, starts[start + 2 * x.blocks]);
        FloatVector a3 = FloatVector.broadcast(FLOATS, starts[start + 3 * x.blocks]);
        FloatVector b0 = a0;
        FloatVector b1 = a1;
        FloatVector b2 = a2;
        FloatVector b3 = a3;
        int stride = x.stride;
        int v = t * stride + block * BLOCK;
        int p = panelAt;
        for (int k = 0; k < BLOCK; k++) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, panel, p);
            FloatVector w1 = FloatVector.fromArray(FLOATS, panel, p + COUNT);
            FloatVector in = FloatVector.broadcast(FLOATS, values[v]);
            a0 = w0.fma(in, a0);
            b0 = w1.fma(in, b0);
            in = FloatVector.broadcast(FLOATS, values[v + stride]);
            a1 = w0.fma(in, a1);
            b1 = w1.fma(in, b1);
            in = FloatVector.broadcast(FLOATS, values[v + 2 * stride]);
            a2 = w0.fma(in, a2);
            b2 = w1.fma(in, b2);
            in = FloatVector.broadcast(FLOATS, values[v + 3 * stride]);
            a3 = w0.fma(in, a3);
            b3 = w1.fma(in, b3);
            v++;
            p += PANEL_ROWS;
        }
        float[] out = s.block;
        store(out, 0, a0, b0);
        store(out, 1, a1, b1);
        store(out, 2, a2, b2);
        store(out, 3, a3, b3);
    }

    private static void twoTokens(Scratch s, int panelAt, Activations x, int t, int block) {
        float[] panel = s.panel;
        float[] values = x.values;
        int start = t * x.blocks + block;
        FloatVector a0 = FloatVector.broadcast(FLOATS, x.starts[start]);
        FloatVector a1 = FloatVector.broadcast(FLOATS, x.starts[start + x.blocks]);
        FloatVector b0 = a0;
        FloatVector b1 = a1;
        int stride = x.stride;
        int v = t * stride + block * BLOCK;
        int p = panelAt;
        for (int k = 0; k < BLOCK; k++) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, panel, p);
            FloatVector w1 = FloatVector.fromArray(FLOATS, panel, p + COUNT);
            FloatVector in = FloatVector.broadcast(FLOATS, values[v]);
            a0 = w0.fma(in, a0);
            b0 = w1.fma(in, b0);
            in = FloatVector.broadcast(FLOATS, values[v + stride]);
            a1 = w0.fma(in, a1);
            b1 = w1.fma(in, b1);
            v++;
            p += PANEL_ROWS;
        }
        store(s.block, 0, a0, b0);
        store(s.block, 1, a1, b1);
    }

    private static void store(float[] out, int token, FloatVector a, FloatVector b) {
        a.intoArray(out, token * PANEL_ROWS);
        b.intoArray(out, token * PANEL_ROWS + COUNT);
    }

    private static void add(Scratch s, int t, int count) {
        float[] totals = s.totals;
        float[] block = s.block;
        int to = t * PANEL_ROWS;
        for (int i = 0; i < count * PANEL_ROWS; i += COUNT) {
            FloatVector sum = FloatVector.fromArray(FLOATS, block, i);
            FloatVector.fromArray(FLOATS, totals, to + i).add(sum).intoArray(totals, to + i);
        }
    }

    private static void scale(Scratch s, int scaleAt, int t, int count) {
        float[] totals = s.totals;
        float[] block = s.block;
        FloatVector scale0 = FloatVector.fromArray(FLOATS, s.panelScale, scaleAt);
        FloatVector scale1 = FloatVector.fromArray(FLOATS, s.panelScale, scaleAt + COUNT);
        int to = t * PANEL_ROWS;
        for (int i = 0; i < count * PANEL_ROWS; i += PANEL_ROWS) {
            FloatVector total0 = FloatVector.fromArray(FLOATS, totals, to + i);
            FloatVector total1 = FloatVector.fromArray(FLOATS, totals, to + i + COUNT);
            FloatVector sum0 = FloatVector.fromArray(FLOATS, block, i);
            FloatVector sum1 = FloatVector.fromArray(FLOATS, block, i + COUNT);
            scale0.fma(sum0, total0).intoArray(totals, to + i);
            scale1.fma(sum1, total1).intoArray(totals, to + i + COUNT);
        }
    }

    private static void minimum(
            Scratch s, int scaleAt, Activations x, int t, int count, int blockIndex) {
        float[] totals = s.totals;
        float[] block = s.block;
        FloatVector scale0 = FloatVector.fromArray(FLOATS, s.panelScale, scaleAt);
        FloatVector scale1 = FloatVector.fromArray(FLOATS, s.panelScale, scaleAt + COUNT);
        FloatVector min0 = FloatVector.fromArray(FLOATS, s.panelMinimum, scaleAt);
        FloatVector min1 = FloatVector.fromArray(FLOATS, s.panelMinimum, scaleAt + COUNT);
        int to = t * PANEL_ROWS;
        for (int i = 0; i < count; i++) {
            int from = i * PANEL_ROWS;
            int at = to + from;
            float sum = x.sums[(t + i) * x.blocks + blockIndex];
            FloatVector total0 = FloatVector.fromArray(FLOATS, totals, at);
            FloatVector total1 = FloatVector.fromArray(FLOATS, totals, at + COUNT);
            total0 = scale0.fma(FloatVector.fromArray(FLOATS, block, from), total0);
            total1 = scale1.fma(FloatVector.fromArray(FLOATS, block, from + COUNT), total1);
            FloatVector in = FloatVector.broadcast(FLOATS, sum);
            min0.fma(in, total0).intoArray(totals, at);
            min1.fma(in, total1).intoArray(totals, at + COUNT);
        }
    }
}
