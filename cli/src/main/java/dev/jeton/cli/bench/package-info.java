/** Measures a tokenizer over documents, alone or as one of several processes in turn. */
@NullMarked
package dev.jeton.cli.bench;

import org.jspecify.annotations.NullMarked;
