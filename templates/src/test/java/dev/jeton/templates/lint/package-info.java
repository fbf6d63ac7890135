/** Tests of the linter, the formatter and the comparison. */
@NullMarked
package dev.jeton.templates.lint;

import org.jspecify.annotations.NullMarked;
