/**
 * From logits to text: {@link dev.jeton.generate.engine.Sampler} chooses tokens as Hugging Face
 * transformers does, {@link dev.jeton.generate.engine.StopMatcher} finds stop strings across the
 * edges of tokens.
 */
@NullMarked
package dev.jeton.generate.engine;

import org.jspecify.annotations.NullMarked;
