/** The byte-pair encoding model (Sennrich et al., 2016). */
@NullMarked
package dev.jeton.bpe;

import org.jspecify.annotations.NullMarked;
