package dev.jeton.generate.backend.cuda;

/**
 * Where the numbers of a step lie on the device: an {@code int} each a token, then the page tables.
 *
 * @param address of all of it
 * @param tokens tokens of the step, with those that only fill it up
 * @param tableStride pages of a table
 */
record StepState(long address, int tokens, int tableStride) {
    long ids() {
        return address;
    }

    /** Positions; below 0 for a token that only fills up. */
    long positions() {
        return address + 4L * tokens;
    }

    /** The sequence of each token. */
    long rows() {
        return address + 8L * tokens;
    }

    /** The tokens whose logits are wanted, in their order. */
    long wanted() {
        return address + 12L * tokens;
    }

    long tables() {
        return address + 16L * tokens;
    }

    /** Bytes with {@code count} tables. */
    long bytes(int count) {
        return 16L * tokens + 4L * tableStride * count;
    }
}
