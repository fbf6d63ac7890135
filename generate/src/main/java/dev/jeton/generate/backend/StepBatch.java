package dev.jeton.generate.backend;

import java.util.BitSet;
import java.util.List;

/**
 * The work of one step: for each of several sequences the tokens that come next, a chunk of a
 * prompt or one new token. The arrays are the caller's and are not changed during the step.
 *
 * <p>Tokens of all sequences stand one after the other. Sequence r has the tokens {@code
 * [rowStart(r), rowStart(r + 1))}. Its token at position p lies in page {@code pageTable(r)[p /
 * pageTokens]}, slot {@code p % pageTokens}. A step writes keys and values of its tokens and reads
 * those at positions before them, which earlier steps wrote.
 */
public final class StepBatch {
    /** A token that stands for the one sampled for this sequence in the step before. */
    public static final int PREVIOUS_SAMPLE = -1;

    private final int[] tokens;
    private final int[] positions;
    private final int[] rowStart;
    private final int[][] pageTables;
    private final int[] kvLength;
    private final BitSet wantLogits;
    private final List<SamplingRow> sampling;

    /**
     * Creates a batch.
     *
     * @param tokens ids of all tokens
     * @param positions the position of each token in its sequence; within a sequence one after the
     *     other
     * @param rowStart where each sequence begins in {@code tokens}, and at the end their number
     * @param pageTables the pages of each sequence, enough for {@code kvLength}
     * @param kvLength tokens of each sequence in the cache after the step
     * @param wantLogits indexes into {@code tokens} whose logits are wanted
     * @param sampling one a sequence where the runner samples, or empty
     */
    public StepBatch(
            int[] tokens,
            int[] positions,
            int[] rowStart,
            int[][] pageTables,
            int[] kvLength,
            BitSet wantLogits,
            List<SamplingRow> sampling) {
        int rows = rowStart.length - 1;
        if (rows < 1
                || rowStart[rows] != tokens.length
                || positions.length != tokens.length
                || pageTables.length != rows
                || kvLength.length != rows) {
            throw new IllegalArgumentException(
                    rows
                            + " sequences and "
                            + tokens.length
                            + " tokens do not fit positions "
                            + positions.length
                            + ", page tables "
                            + pageTables.length
                            + ", lengths "
                            + kvLength.length);
        }
        this.tokens = tokens;
        this.positions = positions;
        this.rowStart = rowStart;
        this.pageTables = pageTables;
        this.kvLength = kvLength;
        this.wantLogits = wantLogits;
        this.sampling = List.copyOf(sampling);
    }

    /** One sequence, its tokens from position {@code from} on; logits of the last or of all. */
    public static StepBatch of(int[] tokens, int from, int[] pageTable, boolean allLogits) {
        int[] positions = new int[tokens.length];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = from + i;
        }
        BitSet want = new BitSet();
        want.set(allLogits ? 0 : tokens.length - 1, tokens.length);
        int[] rowStart = {0, tokens.length};
        int[] kvLength = {from + tokens.length};
        return new StepBatch(
                tokens, positions, rowStart, new int[][] {pageTable}, kvLength, want, List.of());
    }

    /** The number of tokens. */
    public int tokenCount() {
        return tokens.length;
    }

    /** The id of a token. */
    public int token(int index) {
        return tokens[index];
    }

    /** The position of a token. */
    public int position(int index) {
        return positions[index];
    }

    /** The number of sequences. */
    public int rows() {
        return pageTables.length;
    }

    /** Where a sequence begins; {@code rowStart(rows())} is the number of tokens. */
    public int rowStart(int row) {
        return rowStart[row];
    }

    /** The pages of a sequence; not to be changed. */
    public int[] pageTable(int row) {
        return pageTables[row];
    }

    /** Tokens of a sequence in the cache after the step. */
    public int kvLength(int row) {
        return kvLength[row];
    }

    /** Whether the logits of a token are wanted. */
    public boolean wantsLogits(int index) {
        return wantLogits.get(index);
    }

    /** The number of tokens whose logits are wanted. */
    public int logitCount() {
        return wantLogits.cardinality();
    }

    /** How to sample, one a sequence, or empty. */
    public List<SamplingRow> sampling() {
        return sampling;
    }
}
