/**
 * The compiled normalization rules of SentencePiece ({@code precompiled_charsmap}), for {@code
 * .model} files and for the normalizer {@code Precompiled} of a tokenizer.json. Start at {@link
 * dev.jeton.tokenize.internal.charsmap.Charsmap}.
 */
@NullMarked
package dev.jeton.tokenize.internal.charsmap;

import org.jspecify.annotations.NullMarked;
