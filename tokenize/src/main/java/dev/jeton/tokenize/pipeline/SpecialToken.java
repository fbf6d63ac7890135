package dev.jeton.tokenize.pipeline;

/**
 * A token with its id, as BertProcessing and RobertaProcessing have them.
 *
 * @param token the token
 * @param id its id
 */
public record SpecialToken(String token, int id) {}
