package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Python's {@code sorted}: stable, by {@code <} alone, keys computed once. */
final class Sorting {
    private record Keyed(Object key, Object item) {}

    private Sorting() {}

    static List<Object> sorted(List<Object> items, Function<Object, Object> key, boolean reverse) {
        return sorted(
                items,
                key,
                reverse ? (a, b) -> Ops.ordered("<", b, a) : (a, b) -> Ops.ordered("<", a, b));
    }

    /** Sorted by an order of the keys. */
    static List<Object> sorted(
            List<Object> items, Function<Object, Object> key, BiPredicate<Object, Object> before) {
        Keyed[] keyed = new Keyed[items.size()];
        for (int i = 0; i < keyed.length; i++) {
            Object item = items.get(i);
            keyed[i] = new Keyed(key.apply(item), item);
        }
        // An own merge sort: an order with NaN has no contract that the JDK's sort would accept.
        sort(keyed.clone(), keyed, 0, keyed.length, before);
        List<Object> result = new ArrayList<>(keyed.length);
        for (Keyed entry : keyed) {
            result.add(entry.item);
        }
        return result;
    }

    private static void sort(
            Keyed[] from, Keyed[] to, int start, int end, BiPredicate<Object, Object> before) {
        if (end - start < 2) {
            return;
        }
        int middle = (start + end) >>> 1;
        sort(to, from, start, middle, before);
        sort(to, from, middle, end, before);
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeRight =
                    left >= middle || (right < end && before.test(from[right].key, from[left].key));
            to[i] = takeRight ? from[right++] : from[left++];
        }
    }
}
