/** JMH benchmarks, one class a question. */
@NullMarked
package dev.jeton.bench;

import org.jspecify.annotations.NullMarked;
