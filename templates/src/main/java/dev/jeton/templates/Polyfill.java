package dev.jeton.templates;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A change to a chat that makes up for something that its template cannot do ({@link Capability}).
 *
 * <p>None is made unless it is asked for ({@link ChatTemplate#polyfill}), and none where the
 * template has the capability. The model was not trained on what a polyfill writes: expect worse
 * answers than from a model with the feature, but better ones than without the text.
 */
public enum Polyfill {
    /**
     * Without {@link Capability#SYSTEM_ROLE}: the system message is put before the next message of
     * the user, with an empty line between, as Gemma's own templates do; without such a message it
     * becomes one of the user.
     */
    SYSTEM_INTO_USER,
    /**
     * Without {@link Capability#TOOLS}: the JSON of the tools and the form of a call go to the end
     * of the system message. The template sees no tools.
     */
    TOOLS_IN_SYSTEM,
    /**
     * Without {@link Capability#TOOL_CALLS}: the calls of a message of the assistant become JSON at
     * the end of its content: {@code {"tool_calls": [...]}}.
     */
    TOOL_CALLS_AS_TEXT,
    /**
     * Without {@link Capability#TOOL_RESULTS}: a message of the role {@code tool} becomes one of
     * the user with JSON as its content: {@code {"tool_response": {...}}}.
     */
    TOOL_RESULTS_AS_USER,
    /**
     * Without {@link Capability#OBJECT_ARGUMENTS}: the arguments of calls become JSON text, written
     * as Python does.
     */
    ARGUMENTS_AS_STRING,
    /**
     * Without {@link Capability#STRING_ARGUMENTS}: arguments that are JSON text are read. Text that
     * is no JSON object stays.
     */
    ARGUMENTS_AS_OBJECT,
    /**
     * Without {@link Capability#TYPED_CONTENT}: a list of parts becomes the text of its parts, one
     * after the other. Parts that are no text are refused.
     */
    CONTENT_AS_STRING,
    /** Without {@link Capability#STRING_CONTENT}: a string becomes a list with one part of text. */
    CONTENT_AS_PARTS,
    /** Without {@link Capability#NULL_CONTENT}: missing content becomes the empty string. */
    EMPTY_CONTENT,
    /**
     * Without {@link Capability#CONSECUTIVE_USERS}: messages of the user that follow each other
     * become one, with an empty line between.
     */
    MERGED_TURNS;

    /** All of them. */
    public static Set<Polyfill> all() {
        return Collections.unmodifiableSet(EnumSet.allOf(Polyfill.class));
    }
}
