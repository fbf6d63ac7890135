package dev.jeton.templates;

import dev.jeton.tokenize.EncodeOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A chat that grows, for a decoder that keeps what it has read: each step gives the ids of the
 * whole prompt, encodes only what is new, and tells how many leading ids are still those of before.
 *
 * <pre>{@code
 * ChatSession session = chat.newSession(ChatOptions.forGeneration());
 * ChatSession.Step first = session.add(ChatMessage.user("Hello"));
 * int[] answer = decoder.run(first.ids());
 * ChatSession.Step next =
 *         session.add(ChatMessage.assistant(text(answer)), ChatMessage.user("And now?"));
 * int kept = next.validIds(decoder.cachedIds()); // the first entries of the KV cache that stay
 * }</pre>
 *
 * <p>The ids are always those of {@link ChatTokenizer#applyChatTemplate}: nothing is assumed about
 * the template. The whole chat is rendered, since a template may change what it wrote before, and
 * compared with the text of before; ids are taken over up to the last added token of the template
 * behind which enough of the text is the same (see {@link PromptPrefix}). A template that changes
 * earlier text, such as one that drops old reasoning, costs the encoding from there on.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ChatSession {
    private final ChatTokenizer chat;
    private final ChatOptions options;
    private final List<ChatMessage> messages = new ArrayList<>();
    private final PromptPrefix.Encoder encoder;
    private PromptPrefix prefix = PromptPrefix.NONE;

    ChatSession(ChatTokenizer chat, ChatOptions options) {
        this.chat = chat;
        this.options = options;
        this.encoder = PromptPrefix.Encoder.of(chat.tokenizer());
        if (options.truncation() || options.padding() != ChatOptions.Fill.NONE) {
            throw new IllegalArgumentException(
                    "a ChatSession neither cuts nor pads: its prompts begin with those of before."
                            + " See ContextFitter for chats that are too long.");
        }
    }

    /** The messages so far, as an unmodifiable copy. */
    public List<ChatMessage> messages() {
        return List.copyOf(messages);
    }

    /**
     * Adds messages and gives the prompt. Where the template refuses the chat they are not added.
     *
     * @throws TemplateException if the template fails
     */
    public Step add(ChatMessage... added) {
        List<ChatMessage> all = new ArrayList<>(messages);
        all.addAll(Arrays.asList(added));
        return set(all);
    }

    /**
     * Goes on with other messages, such as a chat whose last answer was taken back; what begins as
     * before is not encoded again.
     *
     * @throws TemplateException if the template fails; the session is then as it was
     */
    public Step set(List<ChatMessage> all) {
        Prompt prompt = chat.prompt(all, options);
        EncodeOptions encode = prompt.options();
        PromptPrefix next = prefix.grownTo(prompt.text(), encode, encoder);
        Step step = new Step(prompt.text(), next.ids(), prefix.ids(), next.encodedChars());
        prefix = next;
        messages.clear();
        messages.addAll(all);
        return step;
    }

    /** A prompt. Immutable. */
    public static final class Step {
        private final String text;
        private final int[] ids;
        private final int validIds;
        private final int encodedChars;

        Step(String text, int[] ids, int[] before, int encodedChars) {
            this.text = text;
            this.ids = ids;
            this.validIds = commonLength(ids, before);
            this.encodedChars = encodedChars;
        }

        /** The text of the whole prompt. */
        public String text() {
            return text;
        }

        /** A copy of the ids of the whole prompt. */
        public int[] ids() {
            return ids.clone();
        }

        /** The number of ids. */
        public int size() {
            return ids.length;
        }

        /** How many leading ids are those of the step before. */
        public int validIds() {
            return validIds;
        }

        /** How many leading ids are these, such as those that a decoder's KV cache holds. */
        public int validIds(int[] cached) {
            return commonLength(ids, cached);
        }

        /** A copy of the ids behind {@link #validIds()}. */
        public int[] newIds() {
            return Arrays.copyOfRange(ids, validIds, ids.length);
        }

        /** How many chars of the text were encoded for this step: its cost. */
        public int encodedChars() {
            return encodedChars;
        }

        private static int commonLength(int[] a, int[] b) {
            int difference = Arrays.mismatch(a, b);
            return difference < 0 ? a.length : difference;
        }
    }
}
