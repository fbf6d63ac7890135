package dev.jeton.templates.lint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.templates.Capability;
import dev.jeton.templates.Polyfill;
import dev.jeton.templates.TemplateException;
import dev.jeton.templates.internal.run.Filters;
import dev.jeton.templates.internal.run.Globals;
import dev.jeton.templates.internal.run.Tests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** docs/templates.md names everything that there is. */
class TemplateDocsTest {
    @Test
    void pageNamesAllThereIs() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "templates.md"));
        for (Set<String> names :
                java.util.List.of(Filters.ALL.keySet(), Tests.ALL.keySet(), Globals.ALL.keySet())) {
            for (String name : names) {
                assertTrue(
                        page.contains("`" + name + "`") || page.contains("`" + name + "("), name);
            }
        }
        for (Capability capability : Capability.values()) {
            assertTrue(page.contains("`" + capability.name() + "`"), capability.name());
        }
        for (Polyfill polyfill : Polyfill.values()) {
            assertTrue(page.contains("`" + polyfill.name() + "`"), polyfill.name());
        }
        for (TemplateException.Kind kind : TemplateException.Kind.values()) {
            assertTrue(page.contains("`" + kind.name() + "`"), kind.name());
        }
        for (Map.Entry<String, String> row : rows().entrySet()) {
            assertTrue(page.contains(row.getValue()), row.getKey());
        }
    }

    private static Map<String, String> rows() {
        Map<String, String> rows = new java.util.TreeMap<>();
        for (LintRule rule : LintRule.values()) {
            rows.put(
                    rule.id(),
                    "| `"
                            + rule.id()
                            + "` | "
                            + rule.severity().id()
                            + " | "
                            + rule.summary()
                            + " |");
        }
        return rows;
    }
}
