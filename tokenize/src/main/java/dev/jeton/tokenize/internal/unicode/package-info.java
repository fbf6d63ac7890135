/**
 * Unicode data pinned in the jar, so that the ids do not depend on the JDK: each component of the
 * reference follows a Unicode version of its own ({@link
 * dev.jeton.tokenize.internal.unicode.UnicodeVersion}).
 */
@NullMarked
package dev.jeton.tokenize.internal.unicode;

import org.jspecify.annotations.NullMarked;
