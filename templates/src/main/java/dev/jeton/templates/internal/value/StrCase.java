package dev.jeton.templates.internal.value;

import java.util.function.UnaryOperator;

/** Case: a text whose length does not change keeps its origins char by char. */
public final class StrCase {
    private StrCase() {}

    /**
     * {@code whole} is the mapped text; only where its length differs it is mapped char by char.
     */
    static Object mapped(Object self, String whole, UnaryOperator<String> map) {
        String text = Str.text(self);
        if (self instanceof String || whole.length() == text.length()) {
            return Str.derived(self, whole);
        }
        TextBuilder out = new TextBuilder(whole.length());
        for (int i = 0; i < text.length(); ) {
            int next = i + Character.charCount(text.codePointAt(i));
            String part = text.substring(i, next);
            String mapped = map.apply(part);
            if (mapped.length() == part.length()) {
                out.append(Str.derived(Str.sub(self, i, next), mapped));
            } else {
                out.appendDerived(mapped, self, i, next);
            }
            i = next;
        }
        // A final sigma depends on its neighbours; the lengths are the same.
        Object result = out.build(Str.isMarkup(self));
        return Str.text(result).length() == whole.length()
                ? Str.make(whole, Str.isMarkup(self), ((Text) result).origins())
                : result;
    }

    static Object casefold(Object self) {
        return mapped(self, PyChars.fold(Str.text(self)), PyChars::fold);
    }

    /** The part {@code [from, to)} in lower case; a sigma looks at the whole text around it. */
    private static Object lowered(Object self, int from, int to) {
        Object part = StrMethods.lower(Str.sub(self, from, to));
        String text = Str.text(self);
        int sigma = text.indexOf('\u03a3', from);
        if (sigma < 0 || sigma >= to) {
            return part;
        }
        TextBuilder out = new TextBuilder(to - from);
        int at = from;
        for (; sigma >= 0 && sigma < to; sigma = text.indexOf('\u03a3', at)) {
            out.append(StrMethods.lower(Str.sub(self, at, sigma)));
            String small = String.valueOf(PyChars.smallSigma(text, sigma));
            out.append(Str.derived(Str.sub(self, sigma, sigma + 1), small));
            at = sigma + 1;
        }
        out.append(StrMethods.lower(Str.sub(self, at, to)));
        return out.build(Str.isMarkup(self));
    }

    /** The first character in title case, the rest in lower case. */
    public static Object capitalize(Object self) {
        String text = Str.text(self);
        if (text.isEmpty()) {
            return self;
        }
        int first = Character.charCount(text.codePointAt(0));
        return new TextBuilder(text.length())
                .append(titled(self, 0, first))
                .append(lowered(self, first, text.length()))
                .build(Str.isMarkup(self));
    }

    private static Object titled(Object self, int from, int to) {
        String title = PyChars.titleCase(Str.text(self).codePointAt(from));
        return Str.derived(Str.sub(self, from, to), title);
    }

    /** The method {@code title}: a word starts after every character without case. */
    static Object title(Object self) {
        String text = Str.text(self);
        TextBuilder out = new TextBuilder(text.length());
        boolean inWord = false;
        int plain = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean cased = PyChars.isCased(c);
            if (cased && !inWord) {
                out.append(lowered(self, plain, i));
                out.append(titled(self, i, next));
                plain = next;
            }
            inWord = cased;
            i = next;
        }
        out.append(lowered(self, plain, text.length()));
        return out.build(Str.isMarkup(self));
    }

    static Object swapcase(Object self) {
        String text = Str.text(self);
        TextBuilder out = new TextBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            Object one = Str.sub(self, i, next);
            if (c == 0x3a3) {
                // Which small sigma it becomes depends on its neighbours.
                out.append(Str.derived(one, String.valueOf(PyChars.smallSigma(text, i))));
            } else {
                out.append(
                        PyChars.isUpper(c)
                                ? StrMethods.lower(one)
                                : PyChars.isLower(c) ? StrMethods.upper(one) : one);
            }
            i = next;
        }
        return out.build(Str.isMarkup(self));
    }
}
