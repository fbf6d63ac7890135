package dev.jeton.tokenize.internal.unicode;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * One small value for each code point, in two stages: blocks of 128 code points, equal ones kept
 * once. A look-up is two array loads.
 */
public final class CodePointMap {
    private static final int SHIFT = 7;
    private static final int BLOCK = 1 << SHIFT;

    private final char[] blocks;
    private final byte[] values;
    private final List<String> names;

    /** {@code flat} has one value for each of the 0x110000 code points. */
    CodePointMap(byte[] flat, List<String> names) {
        this.names = names;
        blocks = new char[0x110000 >> SHIFT];
        byte[] stage = new byte[flat.length / 8];
        int used = 0;
        Map<ByteBuffer, Integer> known = new HashMap<>();
        for (int block = 0; block < blocks.length; block++) {
            ByteBuffer key = ByteBuffer.wrap(flat, block * BLOCK, BLOCK);
            Integer at = known.get(key);
            if (at == null) {
                if ((used + 1) * BLOCK > stage.length) {
                    stage = Arrays.copyOf(stage, 2 * stage.length);
                }
                System.arraycopy(flat, block * BLOCK, stage, used * BLOCK, BLOCK);
                at = used++;
                known.put(key, at);
            }
            blocks[block] = (char) (int) at;
        }
        values = Arrays.copyOf(stage, used * BLOCK);
    }

    /** Makes a map that has the value {@code of.applyAsInt(codePoint)}, 0-255, everywhere. */
    public static CodePointMap of(IntUnaryOperator of) {
        byte[] flat = new byte[0x110000];
        for (int cp = 0; cp < flat.length; cp++) {
            flat[cp] = (byte) of.applyAsInt(cp);
        }
        return new CodePointMap(flat, List.of());
    }

    private CodePointMap(char[] blocks, byte[] values) {
        this.blocks = blocks;
        this.values = values;
        this.names = List.of();
    }

    /** This map with {@code of[value]} in the place of each value. */
    public CodePointMap mapValues(byte[] of) {
        byte[] mapped = new byte[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = of[values[i] & 0xFF];
        }
        return new CodePointMap(blocks, mapped);
    }

    /** This map with other values for the code points below 256. */
    public CodePointMap withLatin(IntUnaryOperator of) {
        char[] ownBlocks = blocks.clone();
        byte[] grown = Arrays.copyOf(values, values.length + 256);
        for (int cp = 0; cp < 256; cp++) {
            grown[values.length + cp] = (byte) of.applyAsInt(cp);
        }
        ownBlocks[0] = (char) (values.length >> SHIFT);
        ownBlocks[1] = (char) (ownBlocks[0] + 1);
        return new CodePointMap(ownBlocks, grown);
    }

    /** The value of {@code codePoint}, which must be 0 to 0x10FFFF. */
    public int get(int codePoint) {
        return values[(blocks[codePoint >> SHIFT] << SHIFT) | (codePoint & (BLOCK - 1))] & 0xFF;
    }

    /**
     * The names of the values, each with its aliases behind {@code |}; empty where values are
     * numbers.
     */
    public List<String> names() {
        return names;
    }
}
