/**
 * Replays golden data of decoder models; the format and the bounds are in the README of {@code
 * testdata/decoders}.
 *
 * <p>{@link dev.jeton.cli.parity.decoder.DecoderReplay} finds what a folder holds; one class each
 * replays tiny models, GGUF blocks, logits processors, generated sequences, stop strings and chats.
 */
@NullMarked
package dev.jeton.cli.parity.decoder;

import org.jspecify.annotations.NullMarked;
