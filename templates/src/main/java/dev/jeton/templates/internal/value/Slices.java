package dev.jeton.templates.internal.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code value[start:stop:step]} of strings, lists, tuples and ranges. */
public final class Slices {
    private Slices() {}

    public static Object slice(
            Budget budget, Object value, Object start, Object stop, Object step) {
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (value instanceof Map) {
            throw PyError.type("unhashable type: 'slice'");
        }
        if (value instanceof PyBytes bytes) {
            return PyBytes.ofLatin(Str.text(slice(budget, bytes.latin(), start, stop, step)));
        }
        boolean text = Str.is(value);
        if (!text && !(value instanceof List)) {
            throw PyError.type("'" + Types.name(value) + "' object is not subscriptable");
        }
        int length = text ? Str.length(value) : ((List<?>) value).size();
        long by = step == None.NONE ? 1 : bound(step);
        if (by == 0) {
            throw PyError.other("slice step cannot be zero");
        }
        by = Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, by));
        long from = clip(start, by > 0 ? 0 : length - 1, length, by);
        long to = clip(stop, by > 0 ? length : -1, length, by);
        if (text && by == 1) {
            String chars = Str.text(value);
            if (from >= to) {
                return Str.sub(value, 0, 0);
            }
            int begin = Str.offset(chars, (int) from);
            return Str.sub(value, begin, chars.offsetByCodePoints(begin, (int) (to - from)));
        }
        return text
                ? characters(value, from, to, by)
                : items(budget, (List<?>) value, from, to, by);
    }

    private static long bound(Object value) {
        return Numbers.index(
                value, "slice indices must be integers or None or have an __index__ method");
    }

    private static long clip(Object value, long missing, int length, long step) {
        if (value == None.NONE) {
            return missing;
        }
        long at = bound(value);
        if (at < 0) {
            at += length;
            return Math.max(at, step > 0 ? 0 : -1);
        }
        return Math.min(at, step > 0 ? length : length - 1);
    }

    private static Object characters(Object value, long from, long to, long step) {
        String text = Str.text(value);
        int[] offsets = new int[Str.length(value) + 1];
        for (int i = 0, at = 0;
                at < text.length();
                at += Character.charCount(text.codePointAt(at))) {
            offsets[i++] = at;
        }
        offsets[offsets.length - 1] = text.length();
        TextBuilder out = new TextBuilder();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            out.append(value, offsets[(int) i], offsets[(int) i + 1]);
        }
        return out.build(Str.isMarkup(value));
    }

    private static Object items(Budget budget, List<?> list, long from, long to, long step) {
        long count = Math.max(0, (to - from + (step > 0 ? step - 1 : step + 1)) / step);
        if (list instanceof PyRange range) {
            return new PyRange(
                    range.start() + from * range.step(),
                    range.start() + to * range.step(),
                    range.step() * step,
                    (int) count);
        }
        budget.checkList(count);
        List<Object> result = new ArrayList<>((int) count);
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            result.add(Types.in(list.get((int) i)));
        }
        return list instanceof PyTuple ? PyTuple.of(result.toArray()) : result;
    }
}
