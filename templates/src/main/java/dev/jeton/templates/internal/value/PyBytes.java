package dev.jeton.templates.internal.value;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Python's bytes, as {@code str.encode} gives them: they print, compare, iterate and decode. Their
 * other methods are left out: no template has a use for them.
 */
public final class PyBytes implements PyObject, Sized, Access.Items {
    private final byte[] bytes;

    PyBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** {@code str.encode(encoding, errors)}. */
    static PyBytes encode(String text, String encoding, String errors) {
        Charset charset = charset(encoding);
        StringBuilder encodable = new StringBuilder(text.length());
        var encoder = charset.newEncoder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            String one = Character.toString(c);
            encodable.append(encoder.canEncode(one) ? one : replacement(c, charset, errors));
            i += Character.charCount(c);
        }
        return new PyBytes(encodable.toString().getBytes(charset));
    }

    private static String replacement(int c, Charset charset, String errors) {
        return switch (errors) {
            case "ignore" -> "";
            case "replace" -> "?";
            case "xmlcharrefreplace" -> "&#" + c + ";";
            case "backslashreplace" ->
                    String.format(c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
            case "strict" ->
                    throw PyError.other(
                            "'" + charset.name() + "' codec can't encode character U+" + hex(c));
            default -> throw PyError.other("unknown error handler name '" + errors + "'");
        };
    }

    private static String hex(int c) {
        return Integer.toHexString(c);
    }

    private static Charset charset(String encoding) {
        return switch (PyChars.lower(encoding).replace('_', '-').replace(' ', '-')) {
            case "utf-8", "utf8", "u8", "utf" -> StandardCharsets.UTF_8;
            case "ascii", "us-ascii", "646" -> StandardCharsets.US_ASCII;
            case "latin-1", "latin1", "iso-8859-1", "iso8859-1", "8859", "l1" ->
                    StandardCharsets.ISO_8859_1;
            default -> throw PyError.other("unknown encoding: " + encoding);
        };
    }

    private Object decode(Args args) {
        Object[] bound = args.bind("decode", 0, "encoding", "errors");
        String encoding = option(bound[0], "utf-8", "encoding");
        String errors = option(bound[1], "strict", "errors");
        CharsetDecoder decoder =
                charset(encoding)
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length * 4 + 4);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                break;
            }
            undecodable(in, result.length(), errors, out);
        }
        return out.flip().toString();
    }

    private static void undecodable(ByteBuffer in, int length, String errors, CharBuffer out) {
        switch (errors) {
            case "ignore" -> in.position(in.position() + length);
            case "replace" -> {
                in.position(in.position() + length);
                out.put('\ufffd');
            }
            case "backslashreplace" -> {
                for (int i = 0; i < length; i++) {
                    out.put(String.format("\\x%02x", in.get()));
                }
            }
            case "strict" -> throw PyError.other("can't decode byte at position " + in.position());
            default -> throw PyError.other("unknown error handler name '" + errors + "'");
        }
    }

    /** An argument of {@code encode} or {@code decode}. */
    static String option(Object value, String fallback, String name) {
        if (value == Missing.MISSING) {
            return fallback;
        }
        if (!Str.is(value)) {
            throw PyError.type("argument '" + name + "' must be str, not " + Types.name(value));
        }
        return Str.text(value);
    }

    private Object hex(Args args) {
        Object[] bound = args.bind("hex", 0, "sep", "bytes_per_sep");
        String separator = "";
        if (bound[0] != Missing.MISSING) {
            if (Iterate.length(bound[0]) != 1) {
                throw PyError.other("sep must be length 1.");
            }
            if (!Str.is(bound[0]) && !(bound[0] instanceof PyBytes)) {
                throw PyError.type("sep must be str or bytes.");
            }
            separator = Str.is(bound[0]) ? Str.text(bound[0]) : ((PyBytes) bound[0]).latin();
            if (separator.charAt(0) >= 128) {
                throw PyError.other("sep must be ASCII.");
            }
        }
        long group = bound[1] == Missing.MISSING ? 1 : Numbers.index(bound[1]);
        StringBuilder out = new StringBuilder(bytes.length * 3);
        for (int i = 0; i < bytes.length; i++) {
            long place = group < 0 ? i : bytes.length - i;
            if (i > 0 && group != 0 && place % group == 0) {
                out.append(separator);
            }
            out.append(Character.forDigit(bytes[i] >> 4 & 15, 16))
                    .append(Character.forDigit(bytes[i] & 15, 16));
        }
        return out.toString();
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "decode" -> new BoundMethod(this, name, (b, self, args) -> decode(args));
            case "hex" -> new BoundMethod(this, name, (b, self, args) -> hex(args));
            default -> null;
        };
    }

    @Override
    public Object item(Object key) {
        if (!Numbers.isInt(key)) {
            return Missing.MISSING;
        }
        long index = Numbers.index(key);
        long at = index < 0 ? index + bytes.length : index;
        return at >= 0 && at < bytes.length
                ? (Object) (long) (bytes[(int) at] & 255)
                : Missing.MISSING;
    }

    Iterator<Object> iterator() {
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < bytes.length;
            }

            @Override
            public Object next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return (long) (bytes[at++] & 255);
            }
        };
    }

    /** {@code item in bytes}. */
    boolean contains(Object item) {
        if (Numbers.isInt(item)) {
            long value = Numbers.index(item);
            if (value < 0 || value > 255) {
                throw PyError.other("byte must be in range(0, 256)");
            }
            return latin().indexOf((char) value) >= 0;
        }
        if (item instanceof PyBytes other) {
            return latin().contains(other.latin());
        }
        throw PyError.type("a bytes-like object is required, not '" + Types.name(item) + "'");
    }

    /** The bytes as chars. */
    String latin() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static PyBytes ofLatin(String text) {
        return new PyBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public int length() {
        return bytes.length;
    }

    @Override
    public String typeName() {
        return "bytes";
    }

    @Override
    public String describe() {
        String text = latin();
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder(text.length() + 8).append('b').append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c == quote || c == '\\') {
                        out.append('\\').append(c);
                    } else if (c < ' ' || c >= 127) {
                        out.append(String.format("\\x%02x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append(quote).toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PyBytes b && Arrays.equals(bytes, b.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
