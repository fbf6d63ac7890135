/**
 * Tools for people who write chat templates: {@link dev.jeton.templates.lint.TemplateLinter} finds
 * what goes wrong, {@link dev.jeton.templates.lint.TemplateFormatter} lays a template out, {@link
 * dev.jeton.templates.lint.TemplateDiff} finds chats that two templates render differently.
 */
@NullMarked
package dev.jeton.templates.lint;

import org.jspecify.annotations.NullMarked;
