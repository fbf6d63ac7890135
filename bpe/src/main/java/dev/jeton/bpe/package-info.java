/**
 * The byte-pair encoding model (Sennrich et al., 2016).
 *
 * <p>With this module on the class path or module path, {@code Tokenizers.load} reads files whose
 * model is {@code "BPE"}. To choose the options or to avoid the service look-up, pass a {@link
 * dev.jeton.bpe.BpeFactory} to the loader.
 *
 * <p>Inside, {@code BpeSession} is the place to start: word cache, first symbols, merging.
 */
@NullMarked
package dev.jeton.bpe;

import org.jspecify.annotations.NullMarked;
