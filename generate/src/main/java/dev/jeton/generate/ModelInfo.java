package dev.jeton.generate;

import java.util.Set;

/**
 * What a loaded model is.
 *
 * @param name the name in the file, or the file's own
 * @param architecture the family, "llama"
 * @param parameters number of weights
 * @param weightBytes bytes of weights in the file
 * @param layers number of layers
 * @param vocabulary number of token ids
 * @param contextLength tokens that fit, prompt and answer together
 * @param endTokenIds ids that end a turn
 * @param device which backend computes, and why it was chosen
 */
public record ModelInfo(
        String name,
        String architecture,
        long parameters,
        long weightBytes,
        int layers,
        int vocabulary,
        int contextLength,
        Set<Integer> endTokenIds,
        String device) {}
