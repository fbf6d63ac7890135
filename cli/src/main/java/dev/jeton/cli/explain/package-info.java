/** How {@code jeton explain} shows the stages of a tokenizer: for a terminal, and as a page. */
@NullMarked
package dev.jeton.cli.explain;

import org.jspecify.annotations.NullMarked;
