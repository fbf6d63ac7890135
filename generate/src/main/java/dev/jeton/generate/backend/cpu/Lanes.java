package dev.jeton.generate.backend.cpu;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width that all kernels use: the preferred one of the machine, 128 to 512 bits. The
 * system property {@code jeton.cpu.bits} sets another (tests run all of them).
 *
 * <p>Kernels call small static methods of their own instead of long unrolled bodies: the JIT
 * compiler stops inlining after about 180 vector operations in a method, and a vector that crosses
 * a call lives on the heap, which is a hundred times slower.
 */
final class Lanes {
    static final VectorSpecies<Float> FLOATS = species();
    static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);

    /** Floats in a vector: 4, 8 or 16. */
    static final int COUNT = FLOATS.length();

    static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    /**
     * 1, but not a constant for the JIT compiler. A loop that steps by it is not unrolled:
     * unrolled, the compiler moves all loads of several rounds to the front, runs out of vector
     * registers and keeps the sums in memory, which was measured to halve the speed of every kernel
     * here.
     */
    static int one = 1;

    private static final float LOG2_E = (float) (1 / Math.log(2));

    /** ln 2 to nine bits, so that its product with a small whole number is exact. */
    private static final float LN2_HIGH = 0x1.63p-1f;

    private static final float LN2_LOW = (float) (Math.log(2) - 0x1.63p-1);
    private static final float ROUND = 0x1.8p23f;

    private Lanes() {}

    private static VectorSpecies<Float> species() {
        int bits = Integer.getInteger("jeton.cpu.bits", 0);
        if (bits != 0) {
            return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
        }
        int preferred = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        int wanted = Math.clamp(preferred, 128, 512);
        return VectorSpecies.of(float.class, VectorShape.forBitSize(wanted));
    }

    /** The smallest multiple of {@code unit} that is at least {@code count}. */
    static int roundUp(int count, int unit) {
        return (count + unit - 1) / unit * unit;
    }

    /**
     * {@code e^x}, within 2 units in the last place, for x up to 88; 0 or a tiny number below -87.
     * Range reduction by ln 2 in two parts, then the Taylor polynomial of degree 7 on +-0.35. Every
     * lane is computed alone, so the width does not change the bits.
     */
    static FloatVector exp(FloatVector x) {
        FloatVector in = x.max(-87f).min(88f);
        FloatVector shifted = in.mul(LOG2_E).add(ROUND);
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = broadcast(-LN2_LOW).fma(n, broadcast(-LN2_HIGH).fma(n, in));
        FloatVector p = broadcast(1 / 5040f).fma(r, broadcast(1 / 720f));
        p = p.fma(r, broadcast(1 / 120f)).fma(r, broadcast(1 / 24f));
        p = p.fma(r, broadcast(1 / 6f)).fma(r, broadcast(0.5f));
        p = p.fma(r, broadcast(1f)).fma(r, broadcast(1f));
        IntVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return p.reinterpretAsInts().add(power).reinterpretAsFloats();
    }

    static FloatVector broadcast(float value) {
        return FloatVector.broadcast(FLOATS, value);
    }
}
