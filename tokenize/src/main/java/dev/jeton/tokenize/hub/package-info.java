/**
 * Tokenizer files from the Hugging Face hub, in the cache that Python's {@code huggingface_hub}
 * uses.
 *
 * <p>Start at {@link dev.jeton.tokenize.Tokenizers#fromPretrained(String)}; {@link
 * dev.jeton.tokenize.hub.Hub} gives the files themselves.
 *
 * <pre>{@code
 * HubOptions options = HubOptions.defaults().withRevision("v1.0").withOffline(true);
 * Tokenizer tokenizer = Tokenizers.fromPretrained("org/name", options);
 * }</pre>
 *
 * <p>Nothing here is used, and nothing is fetched, unless a program asks for it.
 */
@NullMarked
package dev.jeton.tokenize.hub;

import org.jspecify.annotations.NullMarked;
