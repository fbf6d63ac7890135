/**
 * Splitting text by a regular expression, over UTF-8 and with pinned Unicode tables.
 *
 * <p>Start at {@link dev.jeton.tokenize.internal.pattern.SplitPattern#compile}.
 */
@NullMarked
package dev.jeton.tokenize.internal.pattern;

import org.jspecify.annotations.NullMarked;
