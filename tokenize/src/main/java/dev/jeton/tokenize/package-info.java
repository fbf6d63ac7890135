/**
 * Text to token ids and back, equal to Hugging Face {@code tokenizers}.
 *
 * <p>Start at {@link dev.jeton.tokenize.Tokenizers#load(java.nio.file.Path)}:
 *
 * <pre>{@code
 * Tokenizer tokenizer = Tokenizers.load(Path.of("tokenizer.json"));
 * int[] ids = tokenizer.encodeIds("Hello, world!");
 * String text = tokenizer.decode(ids);
 * }</pre>
 */
@NullMarked
package dev.jeton.tokenize;

import org.jspecify.annotations.NullMarked;
