/** What tests of several modules share. */
@NullMarked
package dev.jeton.tokenize.kit;

import org.jspecify.annotations.NullMarked;
