package dev.jeton.tokenize.pipeline;

/** Changes the text before it is cut into pieces. */
@FunctionalInterface
public interface Normalizer extends Stage {
    /** Changes {@code text} in place. */
    void normalize(NormalizedString text);
}
