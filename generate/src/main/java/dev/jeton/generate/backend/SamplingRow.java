package dev.jeton.generate.backend;

/**
 * How to choose the next token of one sequence on the device, for runners that can ({@link
 * Runner#samples()}).
 *
 * @param temperature the divisor of the logits; 0 is greedy
 * @param topK best tokens that stay; 0 is all
 * @param topP probability that stays; 1 is all
 * @param minP part of the best probability that a token needs; 0 is all
 * @param seed seed of the draw
 * @param position the position the token will have: with the seed it determines the draw
 */
public record SamplingRow(
        double temperature, int topK, double topP, double minP, long seed, int position) {}
