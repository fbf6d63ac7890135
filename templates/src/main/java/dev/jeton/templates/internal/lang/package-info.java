/** lang */
@NullMarked
package dev.jeton.templates.internal.lang;

import org.jspecify.annotations.NullMarked;
