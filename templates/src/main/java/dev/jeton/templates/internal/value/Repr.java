package dev.jeton.templates.internal.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code str()} and {@code repr()}. */
public final class Repr {
    /** Stands for the address that Python prints, in its length. */
    public static final String ADDRESS = " at 0x7f0000000000>";

    private final Budget budget = Budget.current();
    private final TextBuilder out = new TextBuilder();

    /** What is being written, and how much of it are namespaces: only they can make a circle. */
    private final List<Object> open = new ArrayList<>();

    private int namespaces;

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
        if (value instanceof List
                || value instanceof Map
                || value instanceof DictView
                || value instanceof Namespace) {
            return reprStr(value);
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
        Repr repr = new Repr();
        repr.write(value);
        return repr.out.build();
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
        if (value instanceof PyIterator iterator) {
            return "<" + iterator.describe() + ADDRESS;
        }
        if (value instanceof PyObject object) {
            return object.describe();
        }
        return value instanceof Callable callable ? callable.describe() : value.toString();
    }

    private void write(Object value) {
        budget.enter(1);
        budget.charge(1);
        writeParts(value);
        if (out.length() > budget.limits().maxStringChars()) {
            budget.checkString(out.length());
        }
        budget.leave(1);
    }

    private void writeParts(Object value) {
        if (Str.is(value)) {
            if (Str.isMarkup(value)) {
                out.append("Markup(");
                quote(value);
                out.append(')');
            } else {
                quote(value);
            }
        } else if (value instanceof PyRange) {
            out.append(scalar(value));
        } else if (value instanceof List<?> || value instanceof Map<?, ?>) {
            container(value);
        } else if (value instanceof DictView view) {
            out.append(Types.name(view)).append('(');
            write(Iterate.list(view));
            out.append(')');
        } else if (value instanceof Namespace namespace) {
            out.append("<Namespace ");
            namespaces++;
            write(namespace.attributes());
            namespaces--;
            out.append('>');
        } else {
            out.append(scalar(value));
        }
    }

    private void container(Object value) {
        boolean list = value instanceof List<?>;
        boolean tuple = value instanceof PyTuple;
        out.append(tuple ? '(' : list ? '[' : '{');
        if (namespaces > 0 && isOpen(value)) {
            out.append("...");
        } else {
            open.add(value);
            if (list) {
                items((List<?>) value);
            } else {
                pairs((Map<?, ?>) value);
            }
            open.remove(open.size() - 1);
        }
        out.append(tuple && ((PyTuple) value).size() == 1 ? ",)" : tuple ? ")" : list ? "]" : "}");
    }

    @SuppressWarnings("ReferenceEquality") // the same object, as Python's Py_ReprEnter
    private boolean isOpen(Object value) {
        for (Object outer : open) {
            if (outer == value) {
                return true;
            }
        }
        return false;
    }

    private void items(List<?> items) {
        boolean first = true;
        for (Object item : items) {
            if (!first) {
                out.append(", ");
            }
            first = false;
            write(Types.in(item));
        }
    }

    private void pairs(Map<?, ?> map) {
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                out.append(", ");
            }
            first = false;
            write(Types.in(entry.getKey()));
            out.append(": ");
            write(Types.in(entry.getValue()));
        }
    }

    /** Quotes with {@code '} unless the text has one and no {@code "}. */
    private void quote(Object str) {
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
