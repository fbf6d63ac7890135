/**
 * The backend {@code cpu}: exact arithmetic in float with the Vector API ({@code
 * jdk.incubator.vector}) on a fixed pool of threads. Start at {@link
 * dev.jeton.generate.backend.cpu.CpuBackend}.
 *
 * <p>Matrices are repacked when a model is opened ({@link
 * dev.jeton.generate.backend.cpu.PackedMatrix}): a few rows side by side, one row a vector lane, so
 * that a product needs no horizontal sums and its bits depend neither on the lane width, nor on the
 * number of threads, nor on the other tokens of the step.
 *
 * <p>Only {@code CpuBackend} may be loaded where the incubator module is absent; it says so and
 * touches nothing else.
 */
@NullMarked
package dev.jeton.generate.backend.cpu;

import org.jspecify.annotations.NullMarked;
