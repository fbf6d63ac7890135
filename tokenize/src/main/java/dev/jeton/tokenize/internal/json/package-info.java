/** Reading and writing tokenizer.json. */
@NullMarked
package dev.jeton.tokenize.internal.json;

import org.jspecify.annotations.NullMarked;
