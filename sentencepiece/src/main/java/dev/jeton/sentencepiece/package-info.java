/**
 * SentencePiece {@code .model} files: encoding, normalizing and decoding as the library of Google
 * does it, with spans, n-best lists and sampling. Start at {@link
 * dev.jeton.sentencepiece.SentencePieceProcessor}.
 *
 * <pre>{@code
 * SentencePieceProcessor processor = SentencePieceProcessor.load(Path.of("tokenizer.model"));
 * int[] ids = processor.encodeIds("Hello world");
 * String text = processor.decode(ids);
 * }</pre>
 */
@NullMarked
package dev.jeton.sentencepiece;

import org.jspecify.annotations.NullMarked;
