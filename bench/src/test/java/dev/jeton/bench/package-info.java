/** Tests that the benchmarks compute the right answers. */
@NullMarked
package dev.jeton.bench;

import org.jspecify.annotations.NullMarked;
