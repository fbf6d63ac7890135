/**
 * Chat templates with the semantics of Jinja2, parsed by Jinjava, and {@code applyChatTemplate}.
 */
module dev.jeton.templates {
    requires transitive dev.jeton.tokenize;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires jinjava;
    // Jinjava brings it; our tests read JSON with it.
    requires static com.fasterxml.jackson.databind;

    exports dev.jeton.templates;
    exports dev.jeton.templates.lint;
}
