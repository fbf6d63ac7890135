package dev.jeton.generate.backend.cpu;

import static dev.jeton.generate.backend.cpu.Activations.BLOCK;
import static dev.jeton.generate.backend.cpu.Lanes.COUNT;
import static dev.jeton.generate.backend.cpu.Lanes.FLOATS;
import static dev.jeton.generate.backend.cpu.Scratch.PANEL_ROWS;

import jdk.incubator.vector.FloatVector;

/**
 * Products of an unpacked panel (two vectors of rows) with several tokens. Eight sums stay in
 * registers: two vectors of rows by four tokens. Twelve would fit, too, but the JIT compiler loads
 * all inputs of a round before it uses them, and there are 16 registers.
 */
final class Gemm {
    /** Tokens of a tile. */
    static final int TILE = 4;

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
        for (int t = 0; t < tokens; t += TILE) {
            int count = Math.min(TILE, tokens - t);
            for (int block = fromBlock; block < toBlock; block++) {
                fourTokens(s, (block - fromBlock) * BLOCK * PANEL_ROWS, x, t, block);
                int scale = (block - fromBlock) * PANEL_ROWS;
                switch (fold) {
                    case ADD -> add(s, t, count);
                    case SCALE -> scale(s, scale, t, count);
                    case SCALE_AND_MINIMUM -> minimum(s, scale, x, t, count, block);
                }
            }
        }
    }

    /** The hot loop of prompts; measured by {@code DecodeKernelBenchmark}. */
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
        int v = t * x.stride + block * BLOCK * TILE;
        int step = Lanes.one * 2 * PANEL_ROWS;
        int end = panelAt + BLOCK * PANEL_ROWS;
        for (int p = panelAt; p < end; p += step) {
            FloatVector w0 = FloatVector.fromArray(FLOATS, panel, p);
            FloatVector w1 = FloatVector.fromArray(FLOATS, panel, p + COUNT);
            FloatVector in = FloatVector.broadcast(FLOATS, values[v]);
            a0 = w0.fma(in, a0);
            b0 = w1.fma(in, b0);
            in = FloatVector.broadcast(FLOATS, values[v + 1]);
            a1 = w0.fma(in, a1);
            b1 = w1.fma(in, b1);
            in = FloatVector.broadcast(FLOATS, values[v + 2]);
            a2 = w0.fma(in, a2);
            b2 = w1.fma(in, b2);
            in = FloatVector.broadcast(FLOATS, values[v + 3]);
            a3 = w0.fma(in, a3);
            b3 = w1.fma(in, b3);
            w0 = FloatVector.fromArray(FLOATS, panel, p + PANEL_ROWS);
            w1 = FloatVector.fromArray(FLOATS, panel, p + PANEL_ROWS + COUNT);
            in = FloatVector.broadcast(FLOATS, values[v + 4]);
            a0 = w0.fma(in, a0);
            b0 = w1.fma(in, b0);
            in = FloatVector.broadcast(FLOATS, values[v + 5]);
            a1 = w0.fma(in, a1);
            b1 = w1.fma(in, b1);
            in = FloatVector.broadcast(FLOATS, values[v + 6]);
            a2 = w0.fma(in, a2);
            b2 = w1.fma(in, b2);
            in = FloatVector.broadcast(FLOATS, values[v + 7]);
            a3 = w0.fma(in, a3);
            b3 = w1.fma(in, b3);
            v += 2 * TILE;
        }
        float[] out = s.block;
        store(out, 0, a0, b0);
        store(out, 1, a1, b1);
        store(out, 2, a2, b2);
        store(out, 3, a3, b3);
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
