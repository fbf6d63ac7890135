package dev.jeton.templates.internal.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Truth, equality, order, membership and the arithmetic operators of Python. */
public final class Ops {
    private Ops() {}

    public static boolean truth(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value == None.NONE || value instanceof Undefined) {
            return false;
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        if (value instanceof Long number) {
            return number != 0;
        }
        if (value instanceof Text text) {
            return !text.text().isEmpty();
        }
        if (value instanceof Double number) {
            return number != 0;
        }
        if (value instanceof DictView view) {
            return !view.map().isEmpty();
        }
        return !(value instanceof Sized sized) || sized.length() > 0;
    }

    @SuppressWarnings("ReferenceEquality") // a short cut; NaN is not equal to itself
    public static boolean equal(Object a, Object b) {
        if (a == b) {
            return !(a instanceof Double number) || !number.isNaN();
        }
        if (a instanceof String x && b instanceof String y) {
            return sameText(x, y);
        }
        if (Str.is(a)) {
            return Str.is(b) && sameText(Str.text(a), Str.text(b));
        }
        if (Numbers.isNumber(a)) {
            return Numbers.isNumber(b) && Numbers.compare(a, b) == 0;
        }
        if (a instanceof PyRange || b instanceof PyRange) {
            return a instanceof PyRange x && b instanceof PyRange y && equalLists(x, y);
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return (a instanceof PyTuple) == (b instanceof PyTuple) && equalLists(x, y);
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return equalMaps(x, y);
        }
        if (a instanceof DictView x && b instanceof DictView y) {
            return x.kind() != DictView.Kind.VALUES
                    && y.kind() != DictView.Kind.VALUES
                    && Iterate.length(x) == Iterate.length(y)
                    && Iterate.list(x).stream().allMatch(item -> contains(y, item));
        }
        if (a instanceof PyBytes) {
            return a.equals(b);
        }
        return a instanceof Undefined && b instanceof Undefined;
    }

    private static boolean sameText(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        Budget.scan(a.length());
        return a.equals(b);
    }

    /** Equality of items: an object is equal to itself, NaN too. */
    @SuppressWarnings("ReferenceEquality") // Python's rule for items of containers
    public static boolean sameOrEqual(Object a, Object b) {
        return a == b || equal(a, b);
    }

    private static boolean equalLists(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Budget budget = Budget.current();
        budget.enter(1);
        boolean equal = true;
        Iterator<?> y = b.iterator();
        for (Iterator<?> x = a.iterator(); equal && x.hasNext(); ) {
            budget.charge(1);
            equal = sameOrEqual(Types.in(x.next()), Types.in(y.next()));
        }
        budget.leave(1);
        return equal;
    }

    private static boolean equalMaps(Map<?, ?> a, Map<?, ?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Budget budget = Budget.current();
        budget.enter(1);
        boolean equal = true;
        Iterator<? extends Map.Entry<?, ?>> entries = a.entrySet().iterator();
        while (equal && entries.hasNext()) {
            budget.charge(1);
            Map.Entry<?, ?> entry = entries.next();
            Object other = Dicts.get(b, Types.in(entry.getKey()));
            equal = other != Missing.MISSING && sameOrEqual(Types.in(entry.getValue()), other);
        }
        budget.leave(1);
        return equal;
    }

    /** {@code a < b} and so on. */
    public static boolean ordered(String operator, Object a, Object b) {
        int order = compare(operator, a, b);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0 && order != 2;
            default -> order >= 0 && order != 2;
        };
    }

    /** -1, 0, 1, or 2 where nothing holds (NaN). */
    private static int compare(String operator, Object a, Object b) {
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            int order = Numbers.compare(a, b);
            return order == 2 ? 2 : Integer.signum(order);
        }
        if (Str.is(a) && Str.is(b)) {
            return Integer.signum(compareText(Str.text(a), Str.text(b)));
        }
        if (a instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (a instanceof List<?> x
                && b instanceof List<?> y
                && !(a instanceof PyRange)
                && !(b instanceof PyRange)
                && (a instanceof PyTuple) == (b instanceof PyTuple)) {
            return compareLists(operator, x, y);
        }
        if (a instanceof PyBytes x && b instanceof PyBytes y) {
            return Integer.signum(x.latin().compareTo(y.latin()));
        }
        throw PyError.type(
                "'"
                        + operator
                        + "' not supported between instances of '"
                        + Types.name(a)
                        + "' and '"
                        + Types.name(b)
                        + "'");
    }

    private static int compareLists(String operator, List<?> a, List<?> b) {
        Budget budget = Budget.current();
        int common = Math.min(a.size(), b.size());
        for (int i = 0; i < common; i++) {
            budget.charge(1);
            Object p = Types.in(a.get(i));
            Object q = Types.in(b.get(i));
            if (!sameOrEqual(p, q)) {
                budget.enter(1);
                int order = compare(operator, p, q);
                budget.leave(1);
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    /** By code points, where UTF-16 order differs for characters beyond U+FFFF. */
    public static int compareText(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean surrogateX = Character.isSurrogate(x);
                boolean surrogateY = Character.isSurrogate(y);
                return surrogateX == surrogateY ? x - y : surrogateX ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }

    /** {@code item in container}. */
    public static boolean contains(Object container, Object item) {
        if (Str.is(container)) {
            if (!Str.is(item)) {
                throw PyError.type(
                        "'in <string>' requires string as left operand, not " + Types.name(item));
            }
            return StrSearch.indexOf(Str.text(container), Str.text(item), 0) >= 0;
        }
        if (container instanceof Map<?, ?> map) {
            return Dicts.get(map, item) != Missing.MISSING;
        }
        if (container instanceof DictView view && view.kind() == DictView.Kind.KEYS) {
            return Dicts.get(view.map(), item) != Missing.MISSING;
        }
        if (container instanceof List<?> list) {
            for (Object element : list) {
                if (sameOrEqual(Types.in(element), item)) {
                    return true;
                }
            }
            return false;
        }
        if (container instanceof PyBytes bytes) {
            return bytes.contains(item);
        }
        Iterator<Object> iterator = Iterate.overOrNull(container);
        if (iterator == null) {
            throw PyError.type("argument of type '" + Types.name(container) + "' is not iterable");
        }
        while (iterator.hasNext()) {
            if (sameOrEqual(iterator.next(), item)) {
                return true;
            }
        }
        return false;
    }

    // Arithmetic.

    public static Object add(Budget budget, Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            budget.checkString((long) x.length() + y.length());
            return x.concat(y);
        }
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.add(a, b);
        }
        if (Str.is(a) && Str.is(b)) {
            return concat(budget, a, b);
        }
        checkDefined(a, b);
        if (Str.is(a)) {
            throw PyError.type("can only concatenate str (not \"" + Types.name(b) + "\") to str");
        }
        if (a instanceof List<?> x && !(a instanceof PyRange)) {
            boolean tuple = a instanceof PyTuple;
            if (!(b instanceof List<?> y)
                    || b instanceof PyRange
                    || tuple != (b instanceof PyTuple)) {
                String type = tuple ? "tuple" : "list";
                throw PyError.type(
                        "can only concatenate "
                                + type
                                + " (not \""
                                + Types.name(b)
                                + "\") to "
                                + type);
            }
            budget.checkList((long) x.size() + y.size());
            List<Object> sum = new ArrayList<>(x.size() + y.size());
            x.forEach(item -> sum.add(Types.in(item)));
            y.forEach(item -> sum.add(Types.in(item)));
            return tuple ? PyTuple.of(sum.toArray()) : sum;
        }
        if (a instanceof PyBytes x && b instanceof PyBytes y) {
            budget.checkString((long) x.length() + y.length());
            return PyBytes.ofLatin(x.latin() + y.latin());
        }
        throw unsupported("+", a, b);
    }

    private static Object concat(Budget budget, Object a, Object b) {
        boolean markup = Str.isMarkup(a) || Str.isMarkup(b);
        Object x = markup ? Html.escape(a) : a;
        Object y = markup ? Html.escape(b) : b;
        budget.checkString((long) Str.text(x).length() + Str.text(y).length());
        return new TextBuilder(Str.text(x).length() + Str.text(y).length())
                .append(x)
                .append(y)
                .build(markup);
    }

    private static void checkDefined(Object a, Object b) {
        if (a instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.error();
        }
    }

    private static PyError unsupported(String operator, Object a, Object b) {
        return PyError.type(
                "unsupported operand type(s) for "
                        + operator
                        + ": '"
                        + Types.name(a)
                        + "' and '"
                        + Types.name(b)
                        + "'");
    }

    public static Object subtract(Object a, Object b) {
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.subtract(a, b);
        }
        checkDefined(a, b);
        throw unsupported("-", a, b);
    }

    public static Object multiply(Budget budget, Object a, Object b) {
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.multiply(a, b);
        }
        if (Str.isMarkup(a)) {
            return repeat(budget, a, b);
        }
        checkDefined(a, b);
        if (isSequence(a)) {
            return repeat(budget, a, b);
        }
        if (isSequence(b)) {
            return repeat(budget, b, a);
        }
        throw unsupported("*", a, b);
    }

    private static boolean isSequence(Object value) {
        return Str.is(value)
                || value instanceof PyBytes
                || (value instanceof List && !(value instanceof PyRange));
    }

    private static Object repeat(Budget budget, Object sequence, Object times) {
        if (!Numbers.isInt(times)) {
            throw PyError.type(
                    "can't multiply sequence by non-int of type '" + Types.name(times) + "'");
        }
        if (times instanceof BigInteger integer && integer.signum() > 0) {
            throw PyError.other("cannot fit 'int' into an index-sized integer");
        }
        long count = Math.max(0, Numbers.index(times));
        if (Str.is(sequence)) {
            int length = Str.text(sequence).length();
            budget.checkString(product(length, count));
            TextBuilder out = new TextBuilder(length * (int) (length == 0 ? 0 : count));
            for (long i = 0; length > 0 && i < count; i++) {
                out.append(sequence);
            }
            return out.build(Str.isMarkup(sequence));
        }
        if (sequence instanceof PyBytes bytes) {
            Object repeated = repeat(budget, bytes.latin(), times);
            return PyBytes.ofLatin(Str.text(repeated));
        }
        List<?> list = (List<?>) sequence;
        budget.checkList(product(list.size(), count));
        List<Object> result = new ArrayList<>();
        for (long i = 0; !list.isEmpty() && i < count; i++) {
            list.forEach(item -> result.add(Types.in(item)));
        }
        return sequence instanceof PyTuple ? PyTuple.of(result.toArray()) : result;
    }

    private static long product(long size, long count) {
        return size == 0 ? 0 : count > Long.MAX_VALUE / size ? Long.MAX_VALUE : size * count;
    }

    public static Object divide(Object a, Object b) {
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.divide(a, b);
        }
        checkDefined(a, b);
        throw unsupported("/", a, b);
    }

    public static Object floorDivide(Object a, Object b) {
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.floorDivide(a, b);
        }
        checkDefined(a, b);
        throw unsupported("//", a, b);
    }

    public static Object modulo(Budget budget, Object a, Object b) {
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.modulo(a, b);
        }
        if (Str.is(a)) {
            return PercentFormat.format(budget, a, b);
        }
        checkDefined(a, b);
        throw unsupported("%", a, b);
    }

    public static Object power(Object a, Object b) {
        if (Numbers.isNumber(a) && Numbers.isNumber(b)) {
            return Numbers.power(a, b);
        }
        checkDefined(a, b);
        throw unsupported("** or pow()", a, b);
    }

    public static Object unary(char operator, Object value) {
        if (Numbers.isNumber(value)) {
            if (operator == '-') {
                return Numbers.negate(value);
            }
            return value instanceof Boolean ? Numbers.add(value, 0L) : value;
        }
        if (value instanceof Undefined undefined) {
            throw undefined.error();
        }
        throw PyError.type(
                "bad operand type for unary " + operator + ": '" + Types.name(value) + "'");
    }

    /** Any binary operator by its text. */
    public static Object binary(Budget budget, String operator, Object a, Object b) {
        return switch (operator) {
            case "+" -> add(budget, a, b);
            case "-" -> subtract(a, b);
            case "*" -> multiply(budget, a, b);
            case "/" -> divide(a, b);
            case "//" -> floorDivide(a, b);
            case "%" -> modulo(budget, a, b);
            default -> power(a, b);
        };
    }
}
