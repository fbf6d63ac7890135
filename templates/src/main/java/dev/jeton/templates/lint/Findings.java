package dev.jeton.templates.lint;

import dev.jeton.templates.TemplateException;
import dev.jeton.templates.internal.lang.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects findings by their offset in the source. */
final class Findings {
    private final Source source;
    private final Set<LintFinding> findings = new LinkedHashSet<>();

    Findings(Source source) {
        this.source = source;
    }

    void add(LintRule rule, int position, String message) {
        findings.add(
                new LintFinding(rule, source.line(position), source.column(position), message));
    }

    /** A template that does not compile. */
    void add(LintRule rule, int line, int column, TemplateException e) {
        findings.add(new LintFinding(rule, line, column, e.reason()));
    }

    /** A finding about the whole template. */
    void add(LintRule rule, String message) {
        findings.add(new LintFinding(rule, 1, 1, message));
    }

    boolean has(LintRule rule) {
        return findings.stream().anyMatch(finding -> finding.rule() == rule);
    }

    /** The findings in the order of the source. */
    List<LintFinding> sorted() {
        List<LintFinding> sorted = new ArrayList<>(findings);
        sorted.sort(
                Comparator.comparingInt(LintFinding::line)
                        .thenComparingInt(LintFinding::column)
                        .thenComparing(LintFinding::rule));
        return List.copyOf(sorted);
    }
}
