/**
 * What computes a model: {@link dev.jeton.generate.backend.Backend} opens a {@link
 * dev.jeton.generate.backend.Runner}, which takes one {@link dev.jeton.generate.backend.StepBatch}
 * a step.
 *
 * <p>The interface is coarse on purpose: one call computes all layers for any mix of prompt chunks
 * and single tokens, so that a backend may fuse, batch and replay as it likes. Backends are found
 * as services; one that cannot run here says why and never fails the program.
 */
@NullMarked
package dev.jeton.generate.backend;

import org.jspecify.annotations.NullMarked;
