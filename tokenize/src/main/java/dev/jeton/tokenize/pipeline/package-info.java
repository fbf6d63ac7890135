/**
 * The stages of a tokenizer around the model, named as in tokenizer.json: normalizers,
 * pre-tokenizers, post-processors and decoders.
 */
@NullMarked
package dev.jeton.tokenize.pipeline;

import org.jspecify.annotations.NullMarked;
