/**
 * Text generation: a chat model loaded from a file answers, token by token.
 *
 * <p>Start at {@link dev.jeton.generate.ChatModel}; {@link dev.jeton.generate.GenerateOptions} says
 * how to choose tokens and when to stop, {@link dev.jeton.generate.GenerationListener} gets the
 * text while it is made and may cancel:
 *
 * <pre>{@code
 * try (ChatModel model = ChatModel.load(Path.of("model.gguf"))) {
 *     GenerateOptions options =
 *             GenerateOptions.builder().temperature(0.7).topP(0.9).maxNewTokens(200).build();
 *     model.chat(List.of(ChatMessage.user("Hello!")), options, System.out::print);
 * }
 * }</pre>
 *
 * <p>Below it: {@code model} describes decoders and reads their settings, {@code weights} maps
 * their tensors from GGUF and safetensors files, {@code backend} computes, {@code engine} chooses
 * tokens. {@link dev.jeton.generate.weights.ModelFile} tells what is in a file without loading it.
 */
@NullMarked
package dev.jeton.generate;

import org.jspecify.annotations.NullMarked;
