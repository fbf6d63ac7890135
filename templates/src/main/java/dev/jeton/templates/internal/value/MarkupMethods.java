package dev.jeton.templates.internal.value;

import java.util.Map;

/** The methods that MarkupSafe's Markup has besides those of str. */
public final class MarkupMethods {
    static final Map<String, Method> TABLE =
            Map.of(
                    "striptags", (b, self, args) -> stripTags(Str.plain(none(self, args))),
                    "unescape", (b, self, args) -> Entities.unescape(Str.plain(none(self, args))),
                    "escape", (b, self, args) -> Html.escape(args.bind("escape", 1, "s")[0]));

    private MarkupMethods() {}

    private static Object none(Object self, Args args) {
        if (args.count() > 0 || args.hasNames()) {
            args.bind("Markup", 0);
        }
        return self;
    }

    /** Tags and comments away, white space collapsed, entities read. */
    public static Object stripTags(Object str) {
        String text = Str.text(str);
        TextBuilder kept = new TextBuilder(text.length());
        int at = 0;
        for (int start = text.indexOf('<'); start >= 0; start = text.indexOf('<', at)) {
            boolean comment = text.startsWith("<!--", start);
            int end = comment ? text.indexOf("-->", start + 4) : text.indexOf('>', start);
            if (end < 0) {
                break;
            }
            kept.append(str, at, start);
            at = end + (comment ? 3 : 1);
        }
        kept.append(str, at, text.length());
        return Entities.unescape(collapse(kept.build()));
    }

    /** {@code " ".join(str.split())}. */
    private static Object collapse(Object str) {
        String text = Str.text(str);
        TextBuilder out = new TextBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            int from = i;
            while (i < text.length() && !PyChars.isSpace(text.charAt(i))) {
                i++;
            }
            if (i > from) {
                if (out.length() > 0) {
                    out.append(' ');
                }
                out.append(str, from, i);
            }
            i++;
        }
        return out.build();
    }
}
