package dev.jeton.templates.internal.value;

/** What all operations on str share: both Java forms, code points, slices with their origin. */
public final class Str {
    private Str() {}

    public static boolean is(Object value) {
        return value instanceof String || value instanceof Text;
    }

    public static boolean isMarkup(Object value) {
        return value instanceof Text text && text.markup();
    }

    /** The characters of a str. */
    public static String text(Object str) {
        return str instanceof String text ? text : ((Text) str).text();
    }

    /** The part {@code [from, to)} in chars, Markup if {@code str} is. */
    public static Object sub(Object str, int from, int to) {
        if (str instanceof String text) {
            return text.substring(from, to);
        }
        Text text = (Text) str;
        if (from == 0 && to == text.text().length()) {
            return str;
        }
        Origins.Builder origins = new Origins.Builder();
        origins.addPart(text.origins(), from, to, 0);
        return make(text.text().substring(from, to), text.markup(), origins.build());
    }

    /** A str in its simplest form. */
    public static Object make(String text, boolean markup, Origins origins) {
        return markup || origins.count() > 0 ? new Text(text, markup, origins) : text;
    }

    /** The same characters as plain str: {@code str(markup)}. */
    public static Object plain(Object str) {
        return str instanceof Text text && text.markup()
                ? make(text.text(), false, text.origins())
                : str;
    }

    /** The length in code points. */
    public static int length(Object str) {
        String text = text(str);
        Budget.scan(text.length());
        return text.codePointCount(0, text.length());
    }

    /** The offset in chars of code point {@code index}. */
    public static int offset(String text, int index) {
        Budget.scan(index);
        return text.offsetByCodePoints(0, index);
    }

    /** Whether chars and code points are the same. */
    public static boolean isSimple(String text) {
        return text.codePointCount(0, text.length()) == text.length();
    }

    /**
     * A result that was computed char by char from {@code str}, or as a whole where the length
     * changed; keeps Markup.
     */
    public static Object derived(Object str, String result) {
        if (str instanceof String) {
            return result;
        }
        Text text = (Text) str;
        if (text.origins().count() == 0) {
            return make(result, text.markup(), Origins.NONE);
        }
        if (result.length() == text.text().length()) {
            return make(result, text.markup(), text.origins());
        }
        Origins.Builder origins = new Origins.Builder();
        origins.addDerived(text.origins(), 0, text.text().length(), 0, result.length());
        return make(result, text.markup(), origins.build());
    }
}
