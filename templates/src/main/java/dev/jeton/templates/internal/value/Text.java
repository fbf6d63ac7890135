package dev.jeton.templates.internal.value;

/**
 * A str that is more than its characters: text of the caller, whose origin is remembered, or
 * Markup, Jinja2's escaped text. Everything else is a plain {@code String}.
 *
 * @param text the characters
 * @param markup whether it is Markup
 * @param origins which characters the caller wrote
 */
public record Text(String text, boolean markup, Origins origins) {

    /** The text as Markup. */
    public static Text markup(Object str) {
        return str instanceof Text t
                ? new Text(t.text(), true, t.origins())
                : new Text((String) str, true, Origins.NONE);
    }

    @Override
    public String toString() {
        return text;
    }
}
