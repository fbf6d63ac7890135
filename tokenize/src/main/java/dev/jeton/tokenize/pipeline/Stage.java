package dev.jeton.tokenize.pipeline;

import java.util.Map;

/** A part of a tokenizer that a tokenizer.json can describe. Immutable and safe to share. */
public interface Stage {
    /**
     * The JSON object of this stage in the order in which it is written: strings, numbers,
     * booleans, lists and maps.
     *
     * @throws UnsupportedOperationException if this stage has no JSON form
     */
    default Map<String, Object> json() {
        throw new UnsupportedOperationException(
                getClass().getName() + " has no JSON form: a tokenizer with it cannot be saved.");
    }
}
