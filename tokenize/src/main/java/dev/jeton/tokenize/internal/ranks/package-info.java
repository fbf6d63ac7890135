/**
 * Files of ranks: tiktoken's {@code .tiktoken} and Mistral's {@code tekken.json}. Their tokens are
 * bytes, and the rank of a token is the rank of the merges that make it.
 */
@NullMarked
package dev.jeton.tokenize.internal.ranks;

import org.jspecify.annotations.NullMarked;
