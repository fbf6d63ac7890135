/**
 * What a decoder looks like, whatever file it came from: {@link dev.jeton.generate.model.ModelSpec}
 * and the mapping from {@code config.json} or GGUF metadata to it.
 */
@NullMarked
package dev.jeton.generate.model;

import org.jspecify.annotations.NullMarked;
