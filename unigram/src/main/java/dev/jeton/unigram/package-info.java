/** The Unigram model (Kudo, 2018). */
@NullMarked
package dev.jeton.unigram;

import org.jspecify.annotations.NullMarked;
