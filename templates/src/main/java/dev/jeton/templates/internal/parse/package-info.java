/**
 * From source to statements. {@link dev.jeton.templates.internal.lang.Scanner} does what depends on
 * single characters, Jinjava scans and nests the tags, {@link
 * dev.jeton.templates.internal.parse.TemplateParser} reads its tree.
 */
@NullMarked
package dev.jeton.templates.internal.parse;

import org.jspecify.annotations.NullMarked;
