/**
 * The model stage: a piece of text to tokens of a vocabulary; implemented by other modules.
 *
 * <p>A loader describes a model in a {@link dev.jeton.tokenize.model.ModelSpec}, a {@link
 * dev.jeton.tokenize.model.ModelFactory} makes a {@link dev.jeton.tokenize.model.Model} of it, and
 * each thread runs the model through a {@link dev.jeton.tokenize.model.ModelSession} of its own.
 */
@NullMarked
package dev.jeton.tokenize.model;

import org.jspecify.annotations.NullMarked;
