package dev.jeton.templates.internal.value;

import java.util.Set;

/**
 * A method together with its object, as {@code x.upper} without parentheses gives it.
 *
 * @param self the object
 * @param name the method's name
 * @param method what it does
 */
public record BoundMethod(Object self, String name, Method method) implements Callable {
    /** What MarkupSafe defines itself and does not inherit from str. */
    private static final Set<String> MARKUP =
            Set.of(
                    "join",
                    "split",
                    "rsplit",
                    "splitlines",
                    "unescape",
                    "striptags",
                    "escape",
                    "capitalize",
                    "title",
                    "lower",
                    "upper",
                    "replace",
                    "ljust",
                    "rjust",
                    "lstrip",
                    "rstrip",
                    "center",
                    "strip",
                    "translate",
                    "expandtabs",
                    "swapcase",
                    "zfill",
                    "casefold",
                    "removeprefix",
                    "removesuffix",
                    "partition",
                    "rpartition",
                    "format",
                    "format_map");

    @Override
    public Object call(Budget budget, Args args) {
        if (Str.is(self)) {
            Budget.scan(Str.text(self).length());
        }
        return method.call(budget, self, args);
    }

    /** Whether Python code defines it: MarkupSafe does, the built-in types do not. */
    boolean isPython() {
        return Str.isMarkup(self) && MARKUP.contains(name);
    }

    @Override
    public String describe() {
        if (isPython()) {
            return "<bound method Markup." + name + " of " + Repr.repr(self) + ">";
        }
        return "<built-in method " + name + " of " + Types.name(self) + " object" + Repr.ADDRESS;
    }
}
