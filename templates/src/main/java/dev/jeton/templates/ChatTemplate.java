package dev.jeton.templates;

import java.util.Map;

/**
 * A compiled chat template with the semantics of Jinja2 as transformers sets it up. Immutable;
 * share one instance between all threads.
 */
public final class ChatTemplate {
    private final String source;

    private ChatTemplate(String source) {
        this.source = source;
    }

    /** Compiles a template with the default limits. */
    public static ChatTemplate parse(String source) {
        return parse(source, TemplateLimits.defaults());
    }

    /**
     * Compiles a template.
     *
     * @throws TemplateException of kind {@code SYNTAX} if the source is no valid template
     */
    public static ChatTemplate parse(String source, TemplateLimits limits) {
        return new ChatTemplate(source);
    }

    /** The source as given. */
    public String source() {
        return source;
    }

    /**
     * Renders with these variables: maps, lists, strings, numbers, booleans and null.
     *
     * @throws TemplateException if the template fails
     */
    public String render(Map<String, ?> variables) {
        throw new TemplateException(TemplateException.Kind.OTHER, "not built yet");
    }
}
