/**
 * The search for texts on which two tokenizers differ: for {@code jeton diff}, and as the proof of
 * {@code jeton convert}.
 */
@NullMarked
package dev.jeton.cli.diff;

import org.jspecify.annotations.NullMarked;
