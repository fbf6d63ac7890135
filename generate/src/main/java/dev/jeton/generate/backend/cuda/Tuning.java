package dev.jeton.generate.backend.cuda;

/**
 * Choices that change speed and never a bit.
 *
 * @param pageTokens tokens a page of the cache
 * @param splits blocks that share the attention of a token, 0 for as many as fill the device
 * @param graphs whether decode steps are recorded and replayed
 */
record Tuning(int pageTokens, int splits, boolean graphs) {
    static final Tuning DEFAULT = new Tuning(16, 0, true);
}
