/**
 * Random damage to tokenizer files of every kind: nothing but a TokenizerException may come out.
 */
@org.jspecify.annotations.NullMarked
package dev.jeton.cli.loaders;
