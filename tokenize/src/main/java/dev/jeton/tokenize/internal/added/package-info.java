/** Finding added tokens in text. */
@NullMarked
package dev.jeton.tokenize.internal.added;

import org.jspecify.annotations.NullMarked;
