/**
 * The header and metadata of GGUF model files, versions 2 and 3.
 *
 * <p>A GGUF file holds a model's settings as typed key-value pairs, its tokenizer among them, then
 * a list of tensors, then their bytes. Everything before the bytes is read here, so that a
 * tokenizer and a chat template can be loaded from such a file on Java 17; the tensors themselves
 * belong to the generate module. Start at {@link
 * dev.jeton.tokenize.internal.gguf.GgufFile#read(java.nio.file.Path)}:
 *
 * <pre>{@code
 * GgufFile file = GgufFile.read(Path.of("model.gguf"));
 * String architecture = file.string("general.architecture");
 * List<String> tokens = file.strings("tokenizer.ggml.tokens");
 * }</pre>
 */
@NullMarked
package dev.jeton.tokenize.internal.gguf;

import org.jspecify.annotations.NullMarked;
