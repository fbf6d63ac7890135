/** Tokenizers as files of other formats, for {@code jeton convert}. */
@NullMarked
package dev.jeton.cli.convert;

import org.jspecify.annotations.NullMarked;
