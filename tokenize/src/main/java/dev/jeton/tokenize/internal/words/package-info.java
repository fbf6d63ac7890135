/**
 * What models remember of the words that they have cut. Start at {@link
 * dev.jeton.tokenize.internal.words.WordCache}.
 */
@NullMarked
package dev.jeton.tokenize.internal.words;

import org.jspecify.annotations.NullMarked;
