/** SentencePiece {@code .model} files. */
@NullMarked
package dev.jeton.sentencepiece;

import org.jspecify.annotations.NullMarked;
