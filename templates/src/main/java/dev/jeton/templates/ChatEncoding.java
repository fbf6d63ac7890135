package dev.jeton.templates;

import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.Span;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A rendered and encoded chat: the ids of the prompt, masks over them, and which token comes from
 * which message. Immutable.
 *
 * <pre>{@code
 * ChatEncoding prompt = chat.applyChatTemplate(messages);
 * int[] labels = prompt.assistantMask();            // 1 where the assistant speaks
 * for (Span tokens : prompt.tokensOf(2, "content")) // the tokens of the third message's text
 *     ...
 * }</pre>
 *
 * <p>Ids are found at once; offsets, masks and maps when they are first asked for.
 */
public final class ChatEncoding {
    private final Prompt prompt;
    private final int[] ids;
    private @Nullable Encoding encoding;
    private @Nullable TokenMap map;

    ChatEncoding(Prompt prompt, int[] ids) {
        this.prompt = prompt;
        this.ids = ids;
    }

    ChatEncoding(Prompt prompt, Encoding encoding) {
        this.prompt = prompt;
        this.ids = encoding.ids();
        this.encoding = encoding;
    }

    /** A copy of the ids of the prompt: {@code input_ids}. */
    public int[] ids() {
        return ids.clone();
    }

    /** The number of ids. */
    public int size() {
        return ids.length;
    }

    /** The rendered text. */
    public String text() {
        return prompt.text();
    }

    /** The tokens with their offsets into {@link #text()}, in UTF-16 units. */
    public Encoding encoding() {
        Encoding known = encoding;
        if (known == null) {
            known = prompt.encode();
            encoding = known; // a race writes the same value twice
        }
        return known;
    }

    /** What a caller should know, such as variables that the template never reads. */
    public List<String> warnings() {
        return prompt.warnings();
    }

    /** 1 for tokens, 0 for padding: {@code attention_mask}. */
    public int[] attentionMask() {
        return encoding().attentionMask();
    }

    /**
     * 1 for what the assistant writes, 0 for all else: {@code assistant_masks} of transformers, if
     * the template has {@code {% generation %}} blocks.
     *
     * <p>Without such blocks it is found from the origin of the text: what follows the header of an
     * assistant's message (the generation prompt), up to and with the token that ends its turn.
     *
     * @throws IllegalStateException if the final message is continued
     */
    public int[] assistantMask() {
        return prompt.assistantMask(encoding());
    }

    /**
     * 1 for tokens with text of messages of this role: only what the messages say, not the headers
     * and ends of turns around it.
     */
    public int[] mask(String role) {
        return map().mask(message -> prompt.role(message).equals(role));
    }

    /** 1 for tokens with text of this message, as {@link #mask(String)}. */
    public int[] mask(int message) {
        checkMessage(message);
        return map().mask(m -> m == message);
    }

    /** The message whose text is in a token, the first of several; empty if there is none. */
    public OptionalInt messageOf(int token) {
        return map().sources(token).stream()
                .mapToInt(TextSource::message)
                .filter(m -> m >= 0)
                .findFirst();
    }

    /**
     * The caller's text in a token, in the order in which it stands there: none if the template
     * wrote all of the token, several where fields meet.
     */
    public List<TextSource> sourcesOf(int token) {
        return map().sources(token);
    }

    /** The ranges of tokens that have text of a message, its role included, in rising order. */
    public List<Span> tokensOf(int message) {
        checkMessage(message);
        return map().tokens(source -> source.message() == message);
    }

    /** The ranges of tokens that have text of this field of a message, such as {@code content}. */
    public List<Span> tokensOf(int message, String field) {
        return tokensOf(message, field, 0, Integer.MAX_VALUE);
    }

    /** The ranges of tokens that have text of these chars (UTF-16) of a field. */
    public List<Span> tokensOf(int message, String field, int fromChar, int toChar) {
        checkMessage(message);
        return map().tokens(
                        source ->
                                source.message() == message
                                        && !source.key()
                                        && source.field().equals(field)
                                        && source.startChar() < toChar
                                        && source.endChar() > fromChar);
    }

    private void checkMessage(int message) {
        if (message < 0 || message >= prompt.messageCount()) {
            throw new IndexOutOfBoundsException(
                    "there is no message " + message + " in a chat of " + prompt.messageCount());
        }
    }

    private TokenMap map() {
        TokenMap known = map;
        if (known == null) {
            known = new TokenMap(prompt.rendering(), encoding());
            map = known;
        }
        return known;
    }
}
