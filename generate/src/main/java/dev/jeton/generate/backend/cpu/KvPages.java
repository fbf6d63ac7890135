package dev.jeton.generate.backend.cpu;

import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.model.ModelSpec.AttentionSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The KV cache: pages of 16 tokens in F32, each an array made when it is first written.
 *
 * <p>In a page, layer by layer: for each kv head the keys as {@code [element][16 tokens]}, so that
 * scores of several tokens are computed side by side without horizontal sums; then for each kv head
 * the values as {@code [token][element]}, rows padded to 16 floats.
 */
final class KvPages {
    /** Tokens a page. */
    static final int PAGE = 16;

    private final int kvHeads;
    private final int headDim;
    private final int valueStride;
    private final int keyFloats;
    private final int layerFloats;
    private final int layers;
    private final float[] @Nullable [] pages;

    KvPages(ModelSpec spec, int pageCount) {
        AttentionSpec attention = spec.attention();
        kvHeads = attention.kvHeads();
        headDim = attention.headDim();
        valueStride = Lanes.roundUp(headDim, 16);
        keyFloats = kvHeads * headDim * PAGE;
        layerFloats = keyFloats + kvHeads * valueStride * PAGE;
        layers = spec.layers();
        pages = new float[pageCount][];
    }

    int count() {
        return pages.length;
    }

    long bytesPerToken() {
        return 4L * layers * layerFloats / PAGE;
    }

    /** Floats between the values of two tokens of a head. */
    int valueStride() {
        return valueStride;
    }

    int keys(int layer, int kvHead) {
        return layer * layerFloats + kvHead * headDim * PAGE;
    }

    int values(int layer, int kvHead) {
        return layer * layerFloats + keyFloats + kvHead * valueStride * PAGE;
    }

    /** A page for reading and writing. */
    float[] page(int number) {
        float[] page = pages[number];
        if (page == null) {
            page = new float[Math.multiplyExact(layers, layerFloats)];
            pages[number] = page;
        }
        return page;
    }

    /** Writes keys and values of one token, all heads side by side. */
    void write(int page, int layer, int slot, float[] key, int keyAt, float[] value, int valueAt) {
        float[] to = page(page);
        for (int head = 0; head < kvHeads; head++) {
            int at = keys(layer, head) + slot;
            for (int i = 0; i < headDim; i++) {
                to[at + i * PAGE] = key[keyAt + head * headDim + i];
            }
            int valuesAt = values(layer, head) + slot * valueStride;
            System.arraycopy(value, valueAt + head * headDim, to, valuesAt, headDim);
        }
    }

    void copy(int from, int to) {
        float[] source = pages[from];
        if (source != null) {
            System.arraycopy(source, 0, page(to), 0, source.length);
        }
    }

    void clear() {
        Arrays.fill(pages, null);
    }
}
