package dev.jeton.templates.internal.value;

/** MarkupSafe's {@code escape}. */
public final class Html {
    private Html() {}

    /** The value as Markup: escaped unless it is Markup already. */
    public static Object escape(Object value) {
        if (Str.isMarkup(value)) {
            return value;
        }
        Object str = Repr.str(value);
        String text = Str.text(str);
        TextBuilder out = new TextBuilder(text.length() + 16);
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            String escaped = entity(text.charAt(i));
            if (!escaped.isEmpty()) {
                out.append(str, plain, i);
                out.appendDerived(escaped, str, i, i + 1);
                plain = i + 1;
            }
        }
        out.append(str, plain, text.length());
        return out.build(true);
    }

    private static String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '\'' -> "&#39;";
            case '"' -> "&#34;";
            default -> "";
        };
    }
}
