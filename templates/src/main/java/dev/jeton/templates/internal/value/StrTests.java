package dev.jeton.templates.internal.value;

import java.util.function.IntPredicate;

/** The {@code is...} methods of str. */
public final class StrTests {
    private StrTests() {}

    static boolean all(Object self, IntPredicate test) {
        String text = Str.text(self);
        return !text.isEmpty() && text.codePoints().allMatch(test);
    }

    static boolean isAscii(Object self) {
        return Str.text(self).chars().allMatch(c -> c < 128);
    }

    static boolean isPrintable(Object self) {
        return Str.text(self).codePoints().allMatch(PyChars::isPrintable);
    }

    static boolean isIdentifier(Object self) {
        String text = Str.text(self);
        if (text.isEmpty()) {
            return false;
        }
        int first = text.codePointAt(0);
        return PyChars.isNameStart(first) && text.codePoints().allMatch(PyChars::isNamePart);
    }

    public static boolean isUpper(Object self) {
        String text = Str.text(self);
        return text.codePoints().anyMatch(PyChars::isUpper)
                && text.codePoints().noneMatch(c -> PyChars.isLower(c) || PyChars.isTitle(c));
    }

    public static boolean isLower(Object self) {
        String text = Str.text(self);
        return text.codePoints().anyMatch(PyChars::isLower)
                && text.codePoints().noneMatch(c -> PyChars.isUpper(c) || PyChars.isTitle(c));
    }

    static boolean isTitle(Object self) {
        boolean previousCased = false;
        boolean any = false;
        for (int c : Str.text(self).codePoints().toArray()) {
            if (PyChars.isUpper(c) || PyChars.isTitle(c)) {
                if (previousCased) {
                    return false;
                }
                previousCased = true;
                any = true;
            } else if (PyChars.isLower(c)) {
                if (!previousCased) {
                    return false;
                }
            } else {
                previousCased = false;
            }
        }
        return any;
    }
}
