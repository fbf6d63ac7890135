/** The wire format of protocol buffers, which SentencePiece's files have. */
@NullMarked
package dev.jeton.tokenize.internal.wire;

import org.jspecify.annotations.NullMarked;
