package dev.jeton.templates;

import java.util.List;

/**
 * A chat that fits its budget.
 *
 * @param messages the messages that stay, in order
 * @param dropped the indices of the others in the chat that was given, in rising order
 * @param encoding the prompt of what stays
 */
public record FittedChat(List<ChatMessage> messages, List<Integer> dropped, ChatEncoding encoding) {
    /** Copies the lists. */
    public FittedChat {
        messages = List.copyOf(messages);
        dropped = List.copyOf(dropped);
    }
}
