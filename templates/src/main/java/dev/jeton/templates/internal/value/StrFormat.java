package dev.jeton.templates.internal.value;

import java.util.List;
import java.util.Map;

/**
 * {@code str.format} as Jinja2's sandbox runs it: attributes and items of arguments go through the
 * same door as in templates.
 */
public final class StrFormat {
    private static final int MAX_DEPTH = 2;

    private final Budget budget;
    private final Object format;
    private final String text;
    private final Args args;
    private final Object mapping;
    private final boolean markup;
    private int automatic;

    private StrFormat(Budget budget, Object format, Args args, Object mapping) {
        this.budget = budget;
        this.format = format;
        this.text = Str.text(format);
        this.args = args;
        this.mapping = mapping;
        this.markup = Str.isMarkup(format);
    }

    /** {@code format.format(*args, **mapping)}. */
    public static Object format(Budget budget, Object format, Args args, Object mapping) {
        StrFormat run = new StrFormat(budget, format, args, mapping);
        TextBuilder out = new TextBuilder();
        run.write(out, 0, run.text.length(), MAX_DEPTH);
        return out.build(run.markup);
    }

    private void write(TextBuilder out, int from, int to, int depth) {
        if (depth < 0) {
            throw PyError.other("Max string recursion exceeded");
        }
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            if (c != '{' && c != '}') {
                int plain = i;
                while (i < to && text.charAt(i) != '{' && text.charAt(i) != '}') {
                    i++;
                }
                out.append(format, plain, i);
            } else if (i + 1 < to && text.charAt(i + 1) == c) {
                out.append(format, i, i + 1);
                i += 2;
            } else if (c == '}') {
                throw PyError.other("Single '}' encountered in format string");
            } else {
                if (i + 1 >= to) {
                    throw PyError.other("Single '{' encountered in format string");
                }
                i = field(out, i + 1, to, depth);
            }
            budget.checkString(out.length());
        }
    }

    /** Writes the field that begins at {@code from}; the place behind its closing brace. */
    private int field(TextBuilder out, int from, int to, int depth) {
        int at = nameEnd(from, to);
        char end = at < to ? text.charAt(at) : 0;
        if (end == 0) {
            throw PyError.other("expected '}' before end of string");
        }
        String name = text.substring(from, at++);
        char conversion = 0;
        if (end == '!') {
            if (at >= to) {
                throw PyError.other("end of string while looking for conversion specifier");
            }
            conversion = text.charAt(at++);
            end = at < to ? text.charAt(at++) : ':';
            if (end != '}' && end != ':') {
                throw PyError.other("expected ':' after conversion specifier");
            }
        }
        int specStart = at;
        int close = end == '}' ? at - 1 : specEnd(at, to);
        Object value = lookUp(name);
        String spec = "";
        if (close > specStart) {
            TextBuilder nested = new TextBuilder();
            write(nested, specStart, close, depth - 1);
            spec = nested.chars().toString();
        }
        Object formatted = convert(value, conversion, spec);
        out.append(markup ? Html.escape(formatted) : formatted);
        return close + 1;
    }

    /** Where a field's name ends; keys in brackets may have any character. */
    private int nameEnd(int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '{') {
                throw PyError.other("unexpected '{' in field name");
            }
            if (c == '}' || c == ':' || c == '!') {
                return i;
            }
            if (c == '[') {
                int close = text.indexOf(']', i + 1);
                i = close < 0 || close >= to ? to : close;
            }
        }
        return to;
    }

    /** Where the brace is that closes a field behind its format specification. */
    private int specEnd(int from, int to) {
        int braces = 1;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            braces += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (braces == 0) {
                return i;
            }
        }
        throw PyError.other("unmatched '{' in format spec");
    }

    private Object convert(Object value, char conversion, String spec) {
        Object converted = value;
        switch (conversion) {
            case 0 -> {
                if (markup && Str.isMarkup(value)) {
                    if (!spec.isEmpty()) {
                        throw PyError.other("Unsupported format specification for Markup.");
                    }
                    return value;
                }
            }
            case 's' -> converted = Repr.str(value);
            case 'r' -> converted = Repr.reprStr(value);
            case 'a' -> converted = PercentFormat.ascii(value);
            default -> throw PyError.other("Unknown conversion specifier " + conversion);
        }
        return FormatSpec.format(budget, converted, spec);
    }

    private Object lookUp(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
            end++;
        }
        Object value = first(name.substring(0, end));
        while (end < name.length()) {
            if (name.charAt(end) == '.') {
                int start = ++end;
                while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
                    end++;
                }
                if (start == end) {
                    throw PyError.other("Empty attribute in format string");
                }
                value = Access.attribute(value, name.substring(start, end));
            } else {
                int close = name.indexOf(']', end);
                if (close < 0) {
                    throw PyError.other("Missing ']' in format string");
                }
                String key = name.substring(end + 1, close);
                if (key.isEmpty()) {
                    throw PyError.other("Empty attribute in format string");
                }
                value = Access.item(value, isNumber(key) ? (Object) Long.valueOf(key) : key);
                end = close + 1;
                if (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
                    throw PyError.other("Only '.' or '[' may follow ']' in format field specifier");
                }
            }
        }
        return value;
    }

    private static boolean isNumber(String key) {
        return key.length() < 18 && key.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Object first(String name) {
        if (name.isEmpty() || isNumber(name)) {
            boolean auto = name.isEmpty();
            if (auto ? automatic < 0 : automatic > 0) {
                throw PyError.other(
                        auto
                                ? "cannot switch from manual field specification to automatic field"
                                        + " numbering"
                                : "cannot switch from automatic field numbering to manual field"
                                        + " specification");
            }
            long index = auto ? automatic++ : Long.parseLong(name);
            automatic = auto ? automatic : -1;
            if (index >= args.count()) {
                throw PyError.other(
                        "Replacement index " + index + " out of range for positional args tuple");
            }
            return args.get((int) index);
        }
        Object value = args.named(name);
        if (value == Missing.MISSING) {
            value = mapped(name);
        }
        if (value == Missing.MISSING) {
            throw PyError.other(Repr.repr(name));
        }
        return value;
    }

    /** {@code mapping[name]}, where the mapping of {@code format_map} may be anything. */
    private Object mapped(String name) {
        if (mapping instanceof Map<?, ?> map) {
            return Dicts.get(map, name);
        }
        if (mapping instanceof Access.Items items) {
            return items.item(name);
        }
        if (mapping instanceof Undefined undefined) {
            throw undefined.error();
        }
        boolean sequence = Str.is(mapping) || mapping instanceof List;
        throw PyError.type(
                sequence
                        ? "indices must be integers or slices, not str"
                        : "'" + Types.name(mapping) + "' object is not subscriptable");
    }
}
