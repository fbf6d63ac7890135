/** The WordPiece and WordLevel models. */
@NullMarked
package dev.jeton.wordpiece;

import org.jspecify.annotations.NullMarked;
