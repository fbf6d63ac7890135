package dev.jeton.tokenize.internal.json;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes JSON as serde_json does in its compact form. Not thread-safe. */
final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder(1 << 16);

    JsonWriter raw(String text) {
        out.append(text);
        return this;
    }

    /** A field name and its colon, after a comma unless it is the first. */
    JsonWriter name(String name) {
        char last = out.charAt(out.length() - 1);
        if (last != '{') {
            out.append(',');
        }
        return value(name).raw(":");
    }

    JsonWriter value(@Nullable Object value) {
        if (value instanceof String s) {
            string(s);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof List<?> list) {
            out.append('[');
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    out.append(',');
                }
                value(list.get(i));
            }
            out.append(']');
        } else if (value instanceof Double || value instanceof Float) {
            boolean finite = Double.isFinite(((Number) value).doubleValue());
            out.append(finite ? number(value.toString()) : "null"); // as serde_json does
        } else {
            out.append(value);
        }
        return this;
    }

    private void object(Map<?, ?> map) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                out.append(',');
            }
            first = false;
            string((String) entry.getKey());
            out.append(':');
            value(entry.getValue());
        }
        out.append('}');
    }

    private void string(String s) {
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    /**
     * A floating-point number, given in Java's form, in that of Rust's {@code ryu}: plain up to 16
     * digits before and 5 zeros behind the point, else as {@code 1.5e-7}.
     */
    static String number(String java) {
        BigDecimal decimal = new BigDecimal(java).stripTrailingZeros();
        if (decimal.signum() == 0) {
            return java.startsWith("-") ? "-0.0" : "0.0";
        }
        String sign = decimal.signum() < 0 ? "-" : "";
        String digits = decimal.unscaledValue().abs().toString();
        int point = digits.length() - decimal.scale();
        if (point >= digits.length() && point <= 16) {
            return sign + digits + "0".repeat(point - digits.length()) + ".0";
        }
        if (point > 0 && point <= 16) {
            return sign + digits.substring(0, point) + "." + digits.substring(point);
        }
        if (point > -5 && point <= 0) {
            return sign + "0." + "0".repeat(-point) + digits;
        }
        String rest = digits.length() == 1 ? "" : "." + digits.substring(1);
        return sign + digits.charAt(0) + rest + "e" + (point - 1);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
