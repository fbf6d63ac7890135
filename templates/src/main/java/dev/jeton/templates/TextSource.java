package dev.jeton.templates;

/**
 * Text of the caller that stands in a prompt: which field of which message it is, and which chars
 * of that field.
 *
 * <p>Where the template changed the text on its way (upper case, escapes of JSON), the range is
 * that of the smallest part whose change is known as a whole.
 *
 * @param message the index of the message, or {@link #NO_MESSAGE} for tools, documents and
 *     variables
 * @param field the way to the text: {@code content}, {@code content[0].text}, {@code
 *     tool_calls[0].function.arguments.city}; outside of messages it starts with the variable, as
 *     in {@code tools[0].function.name}
 * @param key whether the text is the name of that field, as templates print it of arguments, and
 *     not its value
 * @param startChar the first char in the field's text (UTF-16)
 * @param endChar the char behind the last one
 */
public record TextSource(int message, String field, boolean key, int startChar, int endChar) {
    /** As {@link #message()}: the text is in no message. */
    public static final int NO_MESSAGE = -1;
}
