package dev.jeton.templates.internal.value;

import java.util.Map;

/**
 * What {@code dict.keys()}, {@code values()} and {@code items()} return.
 *
 * @param kind which
 * @param map the dict
 */
public record DictView(Kind kind, Map<?, ?> map) {
    /** The three views. */
    public enum Kind {
        KEYS,
        VALUES,
        ITEMS
    }
}
