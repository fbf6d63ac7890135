package dev.jeton.generate.backend.cpu;

import dev.jeton.generate.backend.cpu.CpuLayer.Projection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The inputs of one or more products in every order that the model's matrices want. A map per model
 * and not per product: all layers share the memory.
 */
final class Inputs {
    private final Map<Activations.Order, Activations> byOrder =
            new EnumMap<>(Activations.Order.class);

    Inputs(Set<Activations.Order> orders, int columns, int tokens) {
        for (Activations.Order order : orders) {
            byOrder.put(order, new Activations(order, columns, tokens));
        }
    }

    Activations of(PackedMatrix matrix) {
        Activations x = byOrder.get(matrix.order);
        if (x == null) {
            throw new IllegalStateException(matrix + " wants " + matrix.order);
        }
        return x;
    }

    /** Says how many tokens will be set. */
    void layout(int tokens) {
        byOrder.values().forEach(x -> x.layout(tokens));
    }

    /** Fills token {@code token}, for these projections. */
    void set(Projection[] projections, int token, float[] source, int from) {
        Activations done = null;
        for (Projection projection : projections) {
            Activations x = of(projection.matrix);
            if (x != done) {
                x.set(token, source, from);
                done = x;
            }
        }
    }
}
