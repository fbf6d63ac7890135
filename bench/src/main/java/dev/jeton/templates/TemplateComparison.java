package dev.jeton.templates;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * Rendering and compiling of every template of the corpus, Jeton and Jinja2 in turn, as one table.
 * Run by {@code bench/templates}.
 *
 * <p>A template is rendered with the variables of all of its cases that give a text; every text is
 * compared with the expected one before and after each measurement. Both sides work on one thread
 * and count processor time.
 */
public final class TemplateComparison {
    private static final int WORST = 10;
    private static final int WARM_UP_ROUNDS = 8;

    /** The times of one template in nanoseconds; renderings are sums over all cases. */
    private record Row(
            String name,
            int cases,
            double jinja,
            double tracked,
            double plain,
            double jinjaCompile,
            double compile) {
        double trackedRatio() {
            return jinja / tracked;
        }

        double plainRatio() {
            return jinja / plain;
        }

        double compileRatio() {
            return jinjaCompile / compile;
        }
    }

    private final TemplateCorpus corpus;
    private final JinjaPeer peer;
    private final Sampling sampling;

    private TemplateComparison(TemplateCorpus corpus, JinjaPeer peer, Sampling sampling) {
        this.corpus = corpus;
        this.peer = peer;
        this.sampling = sampling;
    }

    /**
     * Compares.
     *
     * @param arguments python, script of the peer, corpus, file for all rows, samples, milliseconds
     *     a sample, names of templates as a regular expression
     * @throws IOException if a file cannot be read, or the peer fails
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[2]);
        int millis = Integer.parseInt(arguments[5]);
        Sampling sampling = new Sampling(Integer.parseInt(arguments[4]), millis, 10 * millis);
        TemplateCorpus corpus = TemplateCorpus.read(folder);
        Pattern only = Pattern.compile(arguments[6]);
        try (JinjaPeer peer = new JinjaPeer(arguments[0], Path.of(arguments[1]), folder)) {
            TemplateComparison comparison = new TemplateComparison(corpus, peer, sampling);
            List<String> names =
                    corpus.names().stream().filter(name -> only.matcher(name).find()).toList();
            corpus.names().forEach(comparison::warmUp);
            List<Row> rows = new ArrayList<>();
            for (String name : names) {
                if (peer.load(name) > 0) {
                    rows.add(comparison.measure(name));
                }
            }
            if (rows.isEmpty()) {
                throw new IllegalArgumentException("no template has a name like " + only);
            }
            System.out.printf(
                    "%s; Jeton on %s %s%n%n",
                    peer.description(), System.getProperty("java.vm.name"), Runtime.version());
            print(rows, System.out);
            write(rows, Path.of(arguments[3]));
        }
    }

    /**
     * So that the first templates measured do not run in code that is still being compiled, nor in
     * code compiled for them alone: every template of the corpus is used.
     */
    private void warmUp(String name) {
        String source = corpus.source(name);
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            ChatTemplate template = ChatTemplate.parse(source);
            check(name, template);
        }
    }

    private void check(String name, ChatTemplate template) {
        for (TemplateCorpus.Case one : corpus.cases(name)) {
            for (String text : List.of(one.render(template), one.renderTracked(template))) {
                if (!text.equals(one.expected())) {
                    throw new IllegalStateException(name + " gives another text:\n" + text);
                }
            }
        }
    }

    private Row measure(String name) throws IOException {
        String source = corpus.source(name);
        List<TemplateCorpus.Case> cases = corpus.cases(name);
        ChatTemplate template = ChatTemplate.parse(source);
        check(name, template);
        double jinja = peer.renderNanos(sampling);
        double tracked = sampling.nanos(() -> cases.forEach(one -> one.renderTracked(template)));
        double plain = sampling.nanos(() -> cases.forEach(one -> one.render(template)));
        check(name, template);
        double jinjaCompile = peer.compileNanos(sampling);
        double compile = sampling.nanos(() -> ChatTemplate.parse(source));
        return new Row(name, cases.size(), jinja, tracked, plain, jinjaCompile, compile);
    }

    private static void print(List<Row> rows, PrintStream out) {
        long cases = rows.stream().mapToLong(Row::cases).sum();
        out.printf(
                "%d templates, %,d renderings; times of Jinja2 / times of Jeton%n%n",
                rows.size(), cases);
        out.println("| | geometric mean | median | worst | templates below 1x |");
        out.println("|---|---|---|---|---|");
        line(rows, "rendering, origins tracked", Row::trackedRatio, out);
        line(rows, "rendering, origins off", Row::plainRatio, out);
        line(rows, "compiling", Row::compileRatio, out);
        out.printf("%nMicroseconds, the templates with the least gain:%n%n");
        out.println("| template | cases | Jinja2 | tracked | | off | | compile Jinja2 | Jeton | |");
        out.println("|---|---|---|---|---|---|---|---|---|---|");
        rows.stream()
                .sorted(Comparator.comparingDouble(Row::trackedRatio))
                .limit(WORST)
                .forEach(row -> out.println(markdown(row)));
    }

    private static void line(
            List<Row> rows, String what, ToDoubleFunction<Row> ratio, PrintStream out) {
        double[] sorted = rows.stream().mapToDouble(ratio).sorted().toArray();
        double logs = 0;
        int below = 0;
        for (double one : sorted) {
            logs += Math.log(one);
            below += one < 1 ? 1 : 0;
        }
        out.printf(
                Locale.ROOT,
                "| %s | %.2fx | %.2fx | %.2fx | %d |%n",
                what,
                Math.exp(logs / sorted.length),
                sorted[sorted.length / 2],
                sorted[0],
                below);
    }

    private static String markdown(Row row) {
        double each = 1e3 * row.cases();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f | %.1f | %.2fx | %.1f | %.2fx | %.0f | %.0f | %.2fx |",
                row.name(),
                row.cases(),
                row.jinja() / each,
                row.tracked() / each,
                row.trackedRatio(),
                row.plain() / each,
                row.plainRatio(),
                row.jinjaCompile() / 1e3,
                row.compile() / 1e3,
                row.compileRatio());
    }

    private static void write(List<Row> rows, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("| template | cases | Jinja2 | tracked | | off | | compile Jinja2 | Jeton | |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|");
        rows.forEach(row -> lines.add(markdown(row)));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, lines, StandardCharsets.UTF_8);
    }
}
