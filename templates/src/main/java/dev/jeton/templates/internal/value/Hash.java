package dev.jeton.templates.internal.value;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys of dicts and members of sets: what Python can hash, and what it refuses. */
public final class Hash {
    /** A tuple as a key. */
    private static final class TupleKey {
        private final PyTuple tuple;
        private final int hash;

        TupleKey(PyTuple tuple) {
            Budget budget = Budget.current();
            budget.enter(1);
            int sum = 1;
            for (Object item : tuple) {
                budget.charge(1);
                sum = 31 * sum + key(item).hashCode();
            }
            budget.leave(1);
            this.tuple = tuple;
            this.hash = sum;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof TupleKey key
                    && hash == key.hash
                    && Ops.sameOrEqual(tuple, key.tuple);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private Hash() {}

    /** An object whose equals and hashCode follow Python's for {@code value}. */
    public static Object key(Object value) {
        if (value instanceof String) {
            return value;
        }
        if (value instanceof Text text) {
            return text.text();
        }
        if (value instanceof Boolean flag) {
            return flag ? 1L : 0L;
        }
        if (value instanceof Double number) {
            return number == Math.rint(number) && Math.abs(number) < 1e300
                    ? Numbers.fromDouble(number)
                    : number;
        }
        if (value instanceof PyTuple tuple) {
            return new TupleKey(tuple);
        }
        if (value instanceof PyRange) {
            return value;
        }
        if (value instanceof List || value instanceof Map) {
            throw PyError.type("unhashable type: '" + Types.name(value) + "'");
        }
        if (value instanceof DictView view && view.kind() != DictView.Kind.VALUES) {
            throw PyError.type("unhashable type: '" + Types.name(value) + "'");
        }
        if (value instanceof Undefined) {
            return Undefined.class;
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return value;
        }
        return value;
    }
}
