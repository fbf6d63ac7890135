/**
 * A trie over bytes for the models: finds all tokens that begin at a place of a text in one walk.
 * Start at {@link dev.jeton.tokenize.internal.trie.ByteTrie}.
 */
@NullMarked
package dev.jeton.tokenize.internal.trie;

import org.jspecify.annotations.NullMarked;
