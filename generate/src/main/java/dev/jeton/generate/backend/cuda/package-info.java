/**
 * The backend {@code cuda}: exact arithmetic in float on one NVIDIA GPU, through its driver alone.
 * Start at {@link dev.jeton.generate.backend.cuda.CudaBackend}; the driver's functions are in
 * {@link dev.jeton.generate.ffi}, the kernels in {@code src/main/cuda}.
 *
 * <p>A token's bits depend neither on the other tokens of its step, nor on how a prompt was cut
 * into steps, nor on the size of pages, the blocks that share its attention, or whether its step
 * was replayed from a graph.
 */
@NullMarked
package dev.jeton.generate.backend.cuda;

import org.jspecify.annotations.NullMarked;
