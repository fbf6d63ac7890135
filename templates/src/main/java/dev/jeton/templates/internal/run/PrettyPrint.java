package dev.jeton.templates.internal.run;

import dev.jeton.templates.TemplateException.Kind;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyChars;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyObject;
import dev.jeton.templates.internal.value.PyRange;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.StrSplit;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Python's {@code pprint.pformat}: lines of 80 characters, dicts sorted by their keys. */
final class PrettyPrint {
    private static final int WIDTH = 80;

    private final Budget budget;
    private final TextBuilder out = new TextBuilder();
    private int copied;

    private PrettyPrint(Budget budget) {
        this.budget = budget;
    }

    static Object format(Budget budget, Object value) {
        PrettyPrint printer = new PrettyPrint(budget);
        printer.write(value, 0, 0, 1);
        return printer.out.build();
    }

    /** The value with all dicts sorted, as pprint's own repr shows it. */
    private Object sorted(Object value) {
        budget.charge(1);
        if ((++copied & 1023) == 0) {
            budget.checkList(copied);
        }
        budget.enter(1);
        Object result = sortedParts(value);
        budget.leave(1);
        return result;
    }

    private Object sortedParts(Object value) {
        if (value instanceof Map<?, ?> map) {
            var copy = new dev.jeton.templates.internal.value.PyDict();
            for (PyTuple pair : pairs(map)) {
                copy.put(pair.get(0), sorted(pair.get(1)));
            }
            return copy;
        }
        if (value instanceof List<?> list && !isOpaque(value)) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(sorted(Types.in(item))));
            return value instanceof PyTuple ? PyTuple.of(copy.toArray()) : copy;
        }
        return value;
    }

    /** What is printed by its own repr: ranges and the pairs of groupby. */
    private static boolean isOpaque(Object value) {
        return value instanceof PyRange || (value instanceof PyTuple tuple && tuple.isGroup());
    }

    private static List<PyTuple> pairs(Map<?, ?> map) {
        List<Object> items = new ArrayList<>();
        map.forEach((key, value) -> items.add(PyTuple.of(Types.in(key), Types.in(value))));
        List<PyTuple> result = new ArrayList<>();
        for (Object pair : Sorting.sorted(items, p -> ((PyTuple) p).get(0), PrettyPrint::before)) {
            result.add((PyTuple) pair);
        }
        return result;
    }

    /** Keys without an order go by the names of their types. */
    private static boolean before(Object a, Object b) {
        try {
            return Ops.ordered("<", a, b);
        } catch (PyError e) {
            if (e.kind() != Kind.TYPE) {
                throw e;
            }
            return typeOf(a).compareTo(typeOf(b)) < 0;
        }
    }

    /** {@code str(type(value))}. */
    private static String typeOf(Object value) {
        String module =
                value instanceof PyObject object
                        ? object.module() + "."
                        : Str.isMarkup(value) ? "markupsafe." : "";
        return "<class '" + module + Types.name(value) + "'>";
    }

    private void write(Object value, int indent, int allowance, int level) {
        Object repr = Repr.reprStr(sorted(value));
        int room = WIDTH - indent - allowance;
        if (Str.length(repr) <= room) {
            out.append(repr);
        } else if (Str.is(value) && !Str.isMarkup(value)) {
            string(value, indent, allowance, level);
        } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            dict(map, indent, allowance + 1, level + 1);
        } else if (value instanceof List<?> list && !isOpaque(value) && !list.isEmpty()) {
            boolean tuple = value instanceof PyTuple;
            String end = tuple ? (list.size() == 1 ? ",)" : ")") : "]";
            out.append(tuple ? '(' : '[');
            items(list, indent + 1, allowance + end.length(), level + 1);
            out.append(end);
        } else {
            out.append(repr);
        }
    }

    /** A long string: one literal a line, or several where a line is too long. */
    private void string(Object str, int indentOfValue, int allowanceOfValue, int level) {
        int indent = indentOfValue + (level == 1 ? 1 : 0);
        int allowance = allowanceOfValue + (level == 1 ? 1 : 0);
        int width = WIDTH - indent;
        List<Object> lines = StrSplit.lines(budget, str, true);
        List<Object> chunks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            Object repr = Repr.reprStr(lines.get(i));
            if (Str.length(repr) <= (last ? width - allowance : width)) {
                chunks.add(repr);
            } else {
                words(lines.get(i), width, last ? width - allowance : width, chunks);
            }
        }
        if (chunks.size() == 1) {
            out.append(Repr.reprStr(lines.get(lines.size() - 1)));
            return;
        }
        out.append(level == 1 ? "(" : "");
        for (int i = 0; i < chunks.size(); i++) {
            if (i > 0) {
                out.append('\n').repeat(" ", indent);
            }
            out.append(chunks.get(i));
        }
        out.append(level == 1 ? ")" : "");
    }

    /** Fills lines with words, each with the white space behind it. */
    private void words(Object line, int width, int lastWidth, List<Object> chunks) {
        String text = Str.text(line);
        int from = 0;
        int current = 0;
        while (current < text.length()) {
            budget.charge(1 + ((current - from) >> 4));
            int end = current;
            while (end < text.length() && !PyChars.isSpace(text.charAt(end))) {
                end++;
            }
            while (end < text.length() && PyChars.isSpace(text.charAt(end))) {
                end++;
            }
            int room = end == text.length() ? lastWidth : width;
            if (Str.length(Repr.reprStr(Str.sub(line, from, end))) > room && current > from) {
                chunks.add(Repr.reprStr(Str.sub(line, from, current)));
                from = current;
            }
            current = end;
        }
        if (from < text.length()) {
            chunks.add(Repr.reprStr(Str.sub(line, from, text.length())));
        }
    }

    private void items(List<?> list, int indent, int allowance, int level) {
        for (int i = 0; i < list.size(); i++) {
            boolean last = i == list.size() - 1;
            write(Types.in(list.get(i)), indent, last ? allowance : 1, level);
            if (!last) {
                out.append(",\n").repeat(" ", indent);
            }
        }
    }

    private void dict(Map<?, ?> map, int indent, int allowance, int level) {
        out.append('{');
        List<PyTuple> pairs = pairs(map);
        for (int i = 0; i < pairs.size(); i++) {
            boolean last = i == pairs.size() - 1;
            Object key = Repr.reprStr(pairs.get(i).get(0));
            out.append(key).append(": ");
            write(
                    pairs.get(i).get(1),
                    indent + 1 + Str.length(key) + 2,
                    last ? allowance : 1,
                    level);
            if (!last) {
                out.append(",\n").repeat(" ", indent + 1);
            }
        }
        out.append('}');
    }
}
