package dev.jeton.templates.lint;

/**
 * Something that a rule found in a template. Its cure is {@link LintRule#cure()}.
 *
 * @param rule the rule
 * @param line the line in the source, from 1; 1 where the whole template is meant
 * @param column the column in code points, from 1
 * @param message what was found, with its names
 */
public record LintFinding(LintRule rule, int line, int column, String message) {}
