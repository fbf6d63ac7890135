package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.Iterate;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Numbers;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyRange;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * transformers' {@code tojson}: Python's {@code json.dumps} with {@code ensure_ascii}, {@code
 * indent}, {@code separators} and {@code sort_keys}; no HTML escapes, and the result is no Markup.
 */
final class Json {
    private final Budget budget;
    private final TextBuilder out = new TextBuilder(256);
    private boolean ascii;
    private boolean sortKeys;
    private boolean pretty;
    private String indent = "";
    private String itemSeparator = ", ";
    private String keySeparator = ": ";

    private Json(Budget budget) {
        this.budget = budget;
    }

    static Object dumps(Budget budget, Object value, Args args) {
        Json json = new Json(budget);
        if (args.count() > 0 || args.hasNames()) {
            json.configure(
                    args.bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys"));
        }
        json.write(value, 0);
        budget.checkString(json.out.length());
        return json.out.build();
    }

    private void configure(Object[] bound) {
        ascii = isGiven(bound[0]) && Ops.truth(bound[0]);
        sortKeys = isGiven(bound[3]) && Ops.truth(bound[3]);
        if (isGiven(bound[1]) && bound[1] != None.NONE) {
            pretty = true;
            itemSeparator = ",";
            if (Str.is(bound[1])) {
                indent = Str.text(bound[1]);
            } else {
                long width = Math.max(0, Numbers.index(bound[1]));
                budget.checkString(width);
                indent = " ".repeat((int) width);
            }
        }
        if (isGiven(bound[2]) && bound[2] != None.NONE) {
            List<Object> separators = Iterate.list(budget, bound[2]);
            if (separators.size() != 2) {
                throw PyError.other(
                        separators.size() > 2
                                ? "too many values to unpack (expected 2)"
                                : "not enough values to unpack (expected 2, got "
                                        + separators.size()
                                        + ")");
            }
            itemSeparator = separator(separators.get(0));
            keySeparator = separator(separators.get(1));
        }
    }

    private static boolean isGiven(Object value) {
        return value != Missing.MISSING;
    }

    private static String separator(Object value) {
        if (!Str.is(value)) {
            throw PyError.type("separators must be str, not " + Types.name(value));
        }
        return Str.text(value);
    }

    private void write(Object value, int depth) {
        budget.charge(1);
        budget.enter(1);
        if (Str.is(value)) {
            string(value);
        } else if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof List<?> list && !(value instanceof PyRange)) {
            array(list, depth);
        } else {
            out.append(scalar(value));
        }
        budget.leave(1);
        if (out.length() > budget.limits().maxStringChars()) {
            budget.checkString(out.length());
        }
    }

    private static String scalar(Object value) {
        if (value == None.NONE) {
            return "null";
        }
        if (value instanceof Boolean flag) {
            return flag ? "true" : "false";
        }
        if (Numbers.isInt(value)) {
            return Numbers.intText(value);
        }
        if (value instanceof Double number) {
            return number.isNaN()
                    ? "NaN"
                    : number.isInfinite()
                            ? (number > 0 ? "Infinity" : "-Infinity")
                            : Numbers.floatText(number);
        }
        throw PyError.type("Object of type " + Types.name(value) + " is not JSON serializable");
    }

    private void newLine(int depth) {
        if (pretty) {
            budget.checkString((long) indent.length() * depth);
            out.append('\n').repeat(indent, depth);
        }
    }

    private void array(List<?> list, int depth) {
        if (list.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append('[');
        boolean first = true;
        for (Object item : list) {
            if (!first) {
                out.append(itemSeparator);
            }
            first = false;
            newLine(depth + 1);
            write(Types.in(item), depth + 1);
        }
        newLine(depth);
        out.append(']');
    }

    private void object(Map<?, ?> map, int depth) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        out.append('{');
        boolean first = true;
        if (sortKeys) {
            List<Object> items = new ArrayList<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                items.add(PyTuple.of(Types.in(entry.getKey()), Types.in(entry.getValue())));
            }
            for (Object item : Sorting.sorted(items, i -> ((PyTuple) i).get(0), false)) {
                PyTuple pair = (PyTuple) item;
                member(pair.get(0), pair.get(1), first, depth + 1);
                first = false;
            }
        } else {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                member(Types.in(entry.getKey()), Types.in(entry.getValue()), first, depth + 1);
                first = false;
            }
        }
        newLine(depth);
        out.append('}');
    }

    private void member(Object key, Object value, boolean first, int depth) {
        if (!first) {
            out.append(itemSeparator);
        }
        newLine(depth);
        if (Str.is(key)) {
            string(key);
        } else if (key == None.NONE || Numbers.isNumber(key)) {
            out.append('"').append(scalar(key)).append('"');
        } else {
            throw PyError.type(
                    "keys must be str, int, float, bool or None, not " + Types.name(key));
        }
        out.append(keySeparator);
        write(value, depth);
    }

    private void string(Object str) {
        String text = Str.text(str);
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && (c < 128 || !ascii)) {
                continue;
            }
            out.append(str, plain, i);
            out.appendDerived(escape(c), str, i, i + 1);
            plain = i + 1;
        }
        out.append(str, plain, text.length());
        out.append('"');
    }

    private static String escape(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> String.format("\\u%04x", (int) c);
        };
    }
}
