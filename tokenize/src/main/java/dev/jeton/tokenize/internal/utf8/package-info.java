/** Text as UTF-8 bytes: reading, writing, and the conversion of positions to other units. */
@NullMarked
package dev.jeton.tokenize.internal.utf8;

import org.jspecify.annotations.NullMarked;
