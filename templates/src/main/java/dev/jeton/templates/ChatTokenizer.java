package dev.jeton.templates;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A tokenizer together with the chat template of its model: messages to prompt ids. Immutable;
 * share one instance between all threads.
 *
 * <pre>{@code
 * var chat = ChatTokenizer.load(path);
 * int[] ids = chat.applyChatTemplate(messages).ids();
 * }</pre>
 */
public final class ChatTokenizer {
    private final Tokenizer tokenizer;
    private final ChatTemplate template;

    private ChatTokenizer(Tokenizer tokenizer, ChatTemplate template) {
        this.tokenizer = tokenizer;
        this.template = template;
    }

    /** Loads a model folder or a GGUF file. */
    public static ChatTokenizer load(Path path) {
        throw new TemplateException(TemplateException.Kind.OTHER, "not built yet: " + path);
    }

    /** Joins a tokenizer and a template. */
    public static ChatTokenizer of(Tokenizer tokenizer, ChatTemplate template) {
        return new ChatTokenizer(tokenizer, template);
    }

    /** The tokenizer. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The default template. */
    public ChatTemplate template() {
        return template;
    }

    /** The special tokens that the template sees, such as {@code bos_token}. */
    public Map<String, String> specialTokens() {
        return Map.of();
    }

    /** A copy of the ids at which an answer ends. */
    public int[] stopTokenIds() {
        return new int[0];
    }

    /** The text of a chat. */
    public String render(List<ChatMessage> messages, ChatOptions options) {
        return template.render(
                Map.of(
                        "messages",
                        messages,
                        "add_generation_prompt",
                        options.addGenerationPrompt()));
    }

    /** The ids of a chat, with the default options: no generation prompt. */
    public ChatEncoding applyChatTemplate(List<ChatMessage> messages) {
        return applyChatTemplate(messages, ChatOptions.defaults());
    }

    /** The ids of a chat; special tokens are in it once, as the template writes them. */
    public ChatEncoding applyChatTemplate(List<ChatMessage> messages, ChatOptions options) {
        String text = render(messages, options);
        return new ChatEncoding(
                text,
                tokenizer.encode(text, EncodeOptions.defaults().withSpecialTokens(false)),
                List.of());
    }
}
