/** The documentation's examples, compiled and run. */
@NullMarked
package dev.jeton.docs;

import org.jspecify.annotations.NullMarked;
