/**
 * The oracle: plain Java, everything in double, one obvious loop a formula. Slow and right; faster
 * backends are compared with it.
 */
@NullMarked
package dev.jeton.generate.backend.reference;

import org.jspecify.annotations.NullMarked;
