/** The model stage: a piece of text to tokens of a vocabulary; implemented by other modules. */
@NullMarked
package dev.jeton.tokenize.model;

import org.jspecify.annotations.NullMarked;
