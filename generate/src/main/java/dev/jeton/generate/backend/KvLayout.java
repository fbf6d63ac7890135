package dev.jeton.generate.backend;

/**
 * The pages of a runner's KV cache. The engine owns the page numbers {@code 0 .. pageCount - 1} and
 * hands them to sequences; what is inside a page is the runner's affair.
 *
 * @param pageTokens tokens a page
 * @param pageCount pages there are
 * @param bytesPerToken memory of one token in all layers
 */
public record KvLayout(int pageTokens, int pageCount, long bytesPerToken) {
    /** Pages that hold {@code tokens}. */
    public int pagesFor(int tokens) {
        return (tokens + pageTokens - 1) / pageTokens;
    }
}
