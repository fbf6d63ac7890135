package dev.jeton.templates.internal.value;

import dev.jeton.templates.TemplateException.Kind;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** {@code str()} and {@code repr()}. */
public final class Repr {
    /** Stands for the address that Python prints, in its length. */
    public static final String ADDRESS = " at 0x7f0000000000>";

    private static final int MAX_DEPTH = 200;

    private Repr() {}

    /** {@code str(value)} as a str value, with its origin. Markup stays Markup only if asked. */
    public static Object str(Object value) {
        if (value instanceof String) {
            return value;
        }
        if (value instanceof Text) {
            return Str.plain(value);
        }
        if (value instanceof Long number) {
            return Long.toString(number);
        }
        if (value instanceof Undefined) {
            return "";
        }
        if (value instanceof List || value instanceof Map || value instanceof DictView) {
            TextBuilder out = new TextBuilder();
            write(out, value, 0);
            return out.build();
        }
        return scalar(value);
    }

    /** Jinja2's {@code soft_str}: Markup stays Markup. */
    public static Object softStr(Object value) {
        return Str.is(value) ? value : str(value);
    }

    /** {@code repr(value)} without origins, for messages. */
    public static String repr(Object value) {
        return Str.text(reprStr(value));
    }

    /** {@code repr(value)}. */
    public static Object reprStr(Object value) {
        TextBuilder out = new TextBuilder();
        write(out, value, 0);
        return out.build();
    }

    private static String scalar(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return Numbers.intText(value);
        }
        if (value instanceof Double number) {
            return Numbers.floatText(number);
        }
        if (value == None.NONE) {
            return "None";
        }
        if (value instanceof Undefined) {
            return "Undefined";
        }
        if (value instanceof PyRange range) {
            return range.repr();
        }
        if (value instanceof Namespace namespace) {
            return "<Namespace " + repr(namespace.attributes()) + ">";
        }
        if (value instanceof PyIterator iterator) {
            return "<" + iterator.describe() + ADDRESS;
        }
        if (value instanceof PyObject object) {
            return object.describe();
        }
        return value instanceof Callable callable ? callable.describe() : value.toString();
    }

    private static void write(TextBuilder out, Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new PyError(
                    Kind.RECURSION, "maximum recursion depth exceeded while getting the repr");
        }
        if (Str.is(value)) {
            if (Str.isMarkup(value)) {
                out.append("Markup(");
                quote(out, value);
                out.append(')');
            } else {
                quote(out, value);
            }
        } else if (value instanceof PyRange) {
            out.append(scalar(value));
        } else if (value instanceof PyTuple tuple) {
            out.append('(');
            items(out, tuple, depth);
            out.append(tuple.size() == 1 ? ",)" : ")");
        } else if (value instanceof List<?> list) {
            out.append('[');
            items(out, list, depth);
            out.append(']');
        } else if (value instanceof Map<?, ?> map) {
            dict(out, map, depth);
        } else if (value instanceof DictView view) {
            out.append(Types.name(view)).append('(');
            write(out, Iterate.list(view), depth + 1);
            out.append(')');
        } else {
            out.append(scalar(value));
        }
    }

    private static void items(TextBuilder out, List<?> items, int depth) {
        boolean first = true;
        for (Object item : items) {
            if (!first) {
                out.append(", ");
            }
            first = false;
            write(out, Types.in(item), depth + 1);
        }
    }

    private static void dict(TextBuilder out, Map<?, ?> map, int depth) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                out.append(", ");
            }
            first = false;
            write(out, Types.in(entry.getKey()), depth + 1);
            out.append(": ");
            write(out, Types.in(entry.getValue()), depth + 1);
        }
        out.append('}');
    }

    /** Quotes with {@code '} unless the text has one and no {@code "}. */
    private static void quote(TextBuilder out, Object str) {
        String text = Str.text(str);
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(quote);
        int plain = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c == quote || c == '\\' || !PyChars.isPrintable(c)) {
                out.append(str, plain, i);
                out.appendDerived(escape(c), str, i, next);
                plain = next;
            }
            i = next;
        }
        out.append(str, plain, text.length());
        out.append(quote);
    }

    private static String escape(int c) {
        return switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\\', '\'', '"' -> "\\" + (char) c;
            default ->
                    c < 0x100
                            ? String.format("\\x%02x", c)
                            : String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
        };
    }
}
