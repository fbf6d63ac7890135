package dev.jeton.cli.parity.tokenizer;

import dev.jeton.cli.parity.Glob;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where Jeton gives the evident result although the reference panics.
 *
 * <p>The one list is the resource {@code evident-results.tsv}: the op and the message of the panic,
 * both as globs, and what Jeton gives, in words. A row with a panic that is not in the list passes
 * only with an error.
 */
final class EvidentResults {
    private static final String LIST = "evident-results.tsv";

    private record Rule(Glob op, Glob message) {}

    private final List<Rule> rules;

    private EvidentResults(List<Rule> rules) {
        this.rules = rules;
    }

    /** The list that comes with this program. */
    static EvidentResults load() {
        try (InputStream in = EvidentResults.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new IllegalStateException(LIST + " is not in the jar");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static EvidentResults parse(String list) {
        List<Rule> rules = new ArrayList<>();
        list.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(
                        line -> {
                            String[] cells = line.split("\t", -1);
                            if (cells.length != 3 || cells[2].isBlank()) {
                                throw new IllegalArgumentException(
                                        LIST + ": not op, message, result: " + line);
                            }
                            rules.add(new Rule(new Glob(cells[0]), new Glob(cells[1])));
                        });
        return new EvidentResults(rules);
    }

    /** Whether a result is declared for this op and this message of the reference. */
    boolean declared(String op, String panic) {
        return rules.stream()
                .anyMatch(rule -> rule.op().matches(op) && rule.message().matches(panic));
    }
}
