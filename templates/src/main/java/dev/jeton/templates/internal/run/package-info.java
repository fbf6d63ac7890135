/** run */
@NullMarked
package dev.jeton.templates.internal.run;

import org.jspecify.annotations.NullMarked;
