/** compile */
@NullMarked
package dev.jeton.templates.internal.compile;

import org.jspecify.annotations.NullMarked;
