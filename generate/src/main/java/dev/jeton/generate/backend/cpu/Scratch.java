package dev.jeton.generate.backend.cpu;

/** What one thread needs for itself while it computes chunks. */
final class Scratch {
    /**
     * Blocks of columns that are unpacked at a time: 256 columns of two vectors fit in the L1
     * cache.
     */
    static final int PANEL_BLOCKS = 8;

    /** Rows of a panel: two vectors. */
    static final int PANEL_ROWS = 2 * Lanes.COUNT;

    /** Scales and minima of a whole group of rows, for products with one token. */
    final float[] scales;

    /** Unpacked weights, a column after the other, each with all rows of the panel. */
    final float[] panel = new float[PANEL_BLOCKS * Activations.BLOCK * PANEL_ROWS];

    final float[] panelScale = new float[PANEL_BLOCKS * PANEL_ROWS];
    final float[] panelMinimum = new float[PANEL_BLOCKS * PANEL_ROWS];

    /** Sums of one block: a tile of tokens by the panel's rows. */
    final float[] block = new float[Gemm.TILE * PANEL_ROWS];

    /** Sums of all blocks so far, of all tokens. */
    final float[] totals;

    /** Scores of one head, and a page more for their sums. */
    final float[] scores;

    /** The output of one head. */
    final float[] headOutput;

    /**
     * Makes room.
     *
     * @param columns the most columns of a matrix
     * @param tokens the most tokens of a step
     * @param context the longest sequence
     * @param headDim the width of a head
     */
    Scratch(int columns, int tokens, int context, int headDim) {
        int blocks = (columns + Activations.BLOCK - 1) / Activations.BLOCK;
        scales = new float[blocks * 2 * PackedMatrix.GROUP];
        totals = new float[tokens * PANEL_ROWS];
        scores = new float[Lanes.roundUp(context, KvPages.PAGE) + KvPages.PAGE];
        headOutput = new float[Lanes.roundUp(headDim, 16)];
    }
}
