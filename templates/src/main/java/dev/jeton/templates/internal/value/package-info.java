/**
 * Python's values and their operations, as far as templates can reach them.
 *
 * <p>Java types stand for Python's: {@code String} and {@link
 * dev.jeton.templates.internal.value.Text} for str, {@code Boolean}, {@code Long} and {@code
 * BigInteger} (only beyond 64 bits) for int, {@code Double} for float, {@code List} for list,
 * {@link dev.jeton.templates.internal.value.PyTuple} for tuple, {@code Map} for dict, {@link
 * dev.jeton.templates.internal.value.None} for None. Java's null never occurs.
 */
@NullMarked
package dev.jeton.templates.internal.value;

import org.jspecify.annotations.NullMarked;
