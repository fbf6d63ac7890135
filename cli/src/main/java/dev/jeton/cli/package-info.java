/** The command {@code jeton}. */
@NullMarked
package dev.jeton.cli;

import org.jspecify.annotations.NullMarked;
