package dev.jeton.templates;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One part of a message whose content is a list: text, or a placeholder of an image, a sound or a
 * film.
 *
 * <p>A template sees {@link #asMap()}; the media themselves never go through a template.
 */
public sealed interface ContentPart {

    /** The value that templates see: always with a key {@code type}. */
    Map<String, Object> asMap();

    /** A part of text. */
    static ContentPart text(String text) {
        return new Text(text);
    }

    /** The place of an image. */
    static ContentPart image() {
        return new Media("image");
    }

    /** The place of a sound. */
    static ContentPart audio() {
        return new Media("audio");
    }

    /** The place of a film. */
    static ContentPart video() {
        return new Media("video");
    }

    /** A part of any other form, such as {@code {"type": "image_url", ...}}. */
    static ContentPart of(Map<String, ?> map) {
        return new Custom(PlainValues.copyMap(map));
    }

    /**
     * Text: {@code {"type": "text", "text": ...}}.
     *
     * @param text the text
     */
    record Text(String text) implements ContentPart {
        @Override
        public Map<String, Object> asMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("type", "text");
            map.put("text", text);
            return Collections.unmodifiableMap(map);
        }
    }

    /**
     * A placeholder: {@code {"type": "image"}}.
     *
     * @param type {@code image}, {@code audio} or {@code video}
     */
    record Media(String type) implements ContentPart {
        @Override
        public Map<String, Object> asMap() {
            return Map.of("type", type);
        }
    }

    /**
     * Any other part.
     *
     * @param asMap what the template sees
     */
    record Custom(Map<String, Object> asMap) implements ContentPart {}
}
