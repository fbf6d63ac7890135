package dev.jeton.generate.backend.cpu;

/** Numbers of several tokens, a row each. */
final class Rows {
    /** Numbers a token. */
    final int width;

    /** Floats between two tokens, at least the width. */
    final int stride;

    final float[] data;

    private Rows(int width, int stride, float[] data) {
        this.width = width;
        this.stride = stride;
        this.data = data;
    }

    static Rows of(int tokens, int width) {
        // Products write whole groups of rows.
        int stride = Lanes.roundUp(width, PackedMatrix.GROUP);
        return new Rows(width, stride, new float[Math.multiplyExact(tokens, stride)]);
    }

    int at(int token) {
        return token * stride;
    }

    /** The numbers of the first tokens without the gaps. */
    float[] compact(int tokens) {
        float[] out = new float[Math.multiplyExact(tokens, width)];
        for (int t = 0; t < tokens; t++) {
            System.arraycopy(data, at(t), out, t * width, width);
        }
        return out;
    }
}
