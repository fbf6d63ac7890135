/**
 * Replays golden data of tokenizers; the format is in the README of {@code testdata/tokenizers}.
 *
 * <p>{@link dev.jeton.cli.parity.tokenizer.TokenizerReplay} walks the files; {@link
 * dev.jeton.cli.parity.tokenizer.TokenizerOp} is one {@code op}: it gives the outcome of a row in
 * the form of the row, and the replay compares the two. A further op is one more method in one of
 * the {@code *Ops} classes and a line in {@link dev.jeton.cli.parity.tokenizer.TokenizerOps}; a
 * further family of rows is one more {@link dev.jeton.cli.parity.tokenizer.RowFamily}.
 */
@NullMarked
package dev.jeton.cli.parity.tokenizer;

import org.jspecify.annotations.NullMarked;
