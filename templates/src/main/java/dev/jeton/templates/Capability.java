package dev.jeton.templates;

import java.util.Locale;

/** What a chat template can do with a chat. */
public enum Capability {
    /** A message whose content is a string is written. */
    STRING_CONTENT("content may be a string"),
    /** The text parts of a message whose content is a list are written. */
    TYPED_CONTENT("content may be a list of typed parts"),
    /** A message of the assistant may have no content, as one with tool calls often has. */
    NULL_CONTENT("content may be null"),
    /** A part {@code {"type": "image"}} leaves a placeholder. */
    IMAGE_PARTS("image parts leave a placeholder"),
    /** A part {@code {"type": "audio"}} leaves a placeholder. */
    AUDIO_PARTS("audio parts leave a placeholder"),
    /** A part {@code {"type": "video"}} leaves a placeholder. */
    VIDEO_PARTS("video parts leave a placeholder"),
    /** The system message is written. */
    SYSTEM_ROLE("the system message is written"),
    /** Two messages of the user may follow each other. */
    CONSECUTIVE_USERS("two user messages may follow each other"),
    /** Tools are described to the model. */
    TOOLS("tools are described"),
    /** Calls of tools in earlier messages of the assistant are written. */
    TOOL_CALLS("tool calls of the assistant are written"),
    /** The arguments of a call may be an object. */
    OBJECT_ARGUMENTS("arguments of a call may be an object"),
    /** The arguments of a call may be a JSON text; it is not escaped once more. */
    STRING_ARGUMENTS("arguments of a call may be a JSON text"),
    /** A message may have several calls. */
    PARALLEL_TOOL_CALLS("several calls in one message are written"),
    /** The id of a call is written, with the call or with its result. */
    TOOL_CALL_IDS("ids of calls are written"),
    /** Messages of the role {@code tool} are written. */
    TOOL_RESULTS("results of tools are written"),
    /** Documents are written. */
    DOCUMENTS("documents are written"),
    /** The thoughts of the last message of the assistant are written. */
    REASONING("thoughts of the last answer are written"),
    /** The thoughts of earlier messages are written too. */
    REASONING_KEPT("thoughts of earlier answers are written"),
    /** A variable switches thinking on and off. */
    THINKING_SWITCH("a variable switches thinking"),
    /** {@code add_generation_prompt} adds the start of an answer. */
    GENERATION_PROMPT("add_generation_prompt adds the start of an answer"),
    /** {@code {% generation %}} marks what the assistant wrote. */
    GENERATION_BLOCKS("the assistant's text is marked for training"),
    /** The text of a chat is the start of the text of every longer chat. */
    PREFIX_PRESERVING("the text of a chat starts the text of the longer chat");

    private final String description;

    Capability(String description) {
        this.description = description;
    }

    /** The name in lower case, as {@code --json} output spells it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it means, in a few words. */
    public String description() {
        return description;
    }
}
