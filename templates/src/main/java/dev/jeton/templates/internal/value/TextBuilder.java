package dev.jeton.templates.internal.value;

import org.jspecify.annotations.Nullable;

/** Builds a str from parts and keeps the origin of each. */
public final class TextBuilder {
    private final StringBuilder chars;
    private Origins.@Nullable Builder origins;
    private @Nullable PyError spoiled;

    public TextBuilder() {
        this(64);
    }

    public TextBuilder(int capacity) {
        chars = new StringBuilder(capacity);
    }

    public int length() {
        return chars.length();
    }

    public TextBuilder append(String text) {
        chars.append(text);
        return this;
    }

    public TextBuilder append(char c) {
        chars.append(c);
        return this;
    }

    public TextBuilder appendCodePoint(int c) {
        chars.appendCodePoint(c);
        return this;
    }

    public TextBuilder repeat(String text, int times) {
        for (int i = 0; i < times; i++) {
            chars.append(text);
        }
        return this;
    }

    /** Appends a str. */
    public TextBuilder append(Object str) {
        if (str instanceof String text) {
            chars.append(text);
            return this;
        }
        Text text = (Text) str;
        return append(str, 0, text.text().length());
    }

    /** Appends the part {@code [from, to)} of a str. */
    public TextBuilder append(Object str, int from, int to) {
        if (str instanceof Text text) {
            if (text.origins().count() > 0) {
                origins().addPart(text.origins(), from, to, chars.length());
            }
            chars.append(text.text(), from, to);
        } else {
            chars.append((String) str, from, to);
        }
        return this;
    }

    /** Appends text that was computed from the part {@code [from, to)} of {@code str}. */
    public TextBuilder appendDerived(String result, Object str, int from, int to) {
        if (str instanceof Text text && text.origins().count() > 0) {
            origins()
                    .addDerived(
                            text.origins(),
                            from,
                            to,
                            chars.length(),
                            chars.length() + result.length());
        }
        chars.append(result);
        return this;
    }

    private Origins.Builder origins() {
        Origins.Builder builder = origins;
        if (builder == null) {
            builder = new Origins.Builder();
            origins = builder;
        }
        return builder;
    }

    /** The characters so far. */
    public CharSequence chars() {
        return chars;
    }

    /** Cuts the text. */
    public void truncate(int length) {
        chars.setLength(length);
        if (origins != null) {
            origins.truncate(length);
        }
    }

    /** Puts something into the text that makes using it fail. */
    public void spoil(PyError error) {
        if (spoiled == null) {
            spoiled = error;
        }
    }

    /** Fails if something that is no text was put in. */
    public void checkSpoiled() {
        if (spoiled != null) {
            throw spoiled;
        }
    }

    /** The origins so far. */
    public Origins currentOrigins() {
        return origins == null ? Origins.NONE : origins.build();
    }

    /** The str. */
    public Object build() {
        return build(false);
    }

    /** The str, perhaps as Markup. */
    public Object build(boolean markup) {
        checkSpoiled();
        String text = chars.toString();
        if (origins == null || origins.isEmpty()) {
            return markup ? new Text(text, true, Origins.NONE) : text;
        }
        return new Text(text, markup, origins.build());
    }
}
