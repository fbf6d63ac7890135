/**
 * Weight files: safetensors and GGUF, memory-mapped, their tensors by role and not by name. Start
 * at {@link dev.jeton.generate.weights.ModelWeights#open(java.nio.file.Path)}.
 */
@NullMarked
package dev.jeton.generate.weights;

import org.jspecify.annotations.NullMarked;
