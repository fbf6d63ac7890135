package dev.jeton.tokenize;

import dev.jeton.tokenize.model.IdBuffer;

/**
 * The reference's {@code DecodeStream}: decodes the ids since the last text that was given out
 * together with those of that text, and gives out what is new. Ids that are done are forgotten, so
 * a step costs as much as the last two texts are long.
 */
final class StreamDecoder implements DecodeStream {
    private static final String REPLACEMENT = "\uFFFD";

    private final TokenDecoder decoder;
    private final boolean skipSpecialTokens;
    private IdBuffer ids;
    private String prefix = "";
    private int prefixIndex;

    StreamDecoder(TokenDecoder decoder, boolean skipSpecialTokens, int[] promptIds) {
        this.decoder = decoder;
        this.skipSpecialTokens = skipSpecialTokens;
        ids = new IdBuffer(promptIds.length + 16);
        ids.addAll(promptIds, 0, promptIds.length);
    }

    @Override
    public String step(int id) {
        if (prefix.isEmpty() && ids.size() > 0) {
            String newPrefix = decoder.decode(ids.toArray(), skipSpecialTokens);
            if (!newPrefix.endsWith(REPLACEMENT)) {
                prefix = newPrefix;
                prefixIndex = ids.size();
            }
        }
        ids.add(id);
        String text = decoder.decode(ids.toArray(), skipSpecialTokens);
        if (text.endsWith(REPLACEMENT)
                || TokenDecoder.byteLength(text) <= TokenDecoder.byteLength(prefix)) {
            return "";
        }
        if (!text.startsWith(prefix)) {
            throw new TokenizerException(
                    "The token "
                            + Integer.toUnsignedString(id)
                            + " changes text that the stream has given out: expected \""
                            + prefix
                            + "\" and more, found \""
                            + text
                            + "\".");
        }
        final String fresh = text.substring(prefix.length());
        final int newIndex = ids.size() - prefixIndex;
        IdBuffer rest = new IdBuffer(newIndex + 16);
        rest.addAll(ids.array(), prefixIndex, ids.size());
        ids = rest;
        prefix = decoder.decode(ids.toArray(), skipSpecialTokens);
        prefixIndex = newIndex;
        return fresh;
    }
}
