package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Changed templates: those of the corpus and recorded random programs, cut, doubled, crossed with
 * each other and strewn with pieces of the language. A text or a {@link TemplateException} may come
 * out, soon, and nothing else.
 *
 * <p>{@code -Djeton.fuzz.seconds=3600 -Djeton.fuzz.seed=7} runs longer and elsewhere. A failure
 * prints its seed, number and template; a repaired one goes to {@code FOUND}.
 */
class TemplateFuzzTest {
    private static final Path RESOURCES = Path.of("src", "test", "resources", "differential");
    private static final Path CORPUS = Path.of("..", "testdata", "chat-templates", "templates");
    private static final int SECONDS = Integer.getInteger("jeton.fuzz.seconds", 4);
    private static final long SEED = Long.getLong("jeton.fuzz.seed", 5);
    private static final int MAX_CHARS = 20_000;

    private static final TemplateLimits LIMITS =
            TemplateLimits.builder()
                    .maxSteps(200_000)
                    .maxStringChars(100_000)
                    .maxListItems(20_000)
                    .maxOutputBytes(200_000)
                    .maxIntegerBits(10_000)
                    .deadline(Duration.ofSeconds(2))
                    .build();

    /** Far more than the limits allow, so that a busy machine is no failure. */
    private static final Duration TOO_LONG = Duration.ofSeconds(20);

    private static final List<String> PIECES =
            List.of(
                    "{{",
                    "}}",
                    "{%",
                    "%}",
                    "{#",
                    "#}",
                    "-%}",
                    "{%-",
                    "{%+",
                    "(",
                    ")",
                    "[",
                    "]",
                    "{",
                    "}",
                    "|",
                    ".",
                    ",",
                    ":",
                    "'",
                    "\"",
                    "=",
                    "==",
                    " in ",
                    " is ",
                    " not ",
                    " if ",
                    " else ",
                    "~",
                    "-",
                    "**",
                    "//",
                    "%",
                    "\n",
                    "{% endif %}",
                    "{% endfor %}",
                    "{% else %}",
                    "{% for m in messages %}",
                    "{% for i in range(9999) %}",
                    "{% raw %}",
                    "{% endraw %}",
                    "{% set n = namespace(v=messages) %}",
                    "{% set n.v = [n.v, n.v] %}",
                    "{{ n.v }}",
                    "{% set n.v = n.v ~ n.v %}",
                    "{% set n.n = n %}",
                    "{% macro f() %}",
                    "{% endmacro %}",
                    "{{ f() }}",
                    "{% call f() %}",
                    "{% endcall %}",
                    "{% block a %}",
                    "{% endblock %}",
                    "{{ self.a() }}",
                    " recursive ",
                    "loop(messages)",
                    "loop",
                    "|tojson(indent=99)",
                    "|map('list')",
                    "|sort",
                    "|list",
                    "|string",
                    "|pprint",
                    "|urlize",
                    "|wordwrap(1)",
                    "|striptags",
                    "|e",
                    "|unique",
                    "|groupby(0)",
                    "|batch(2)",
                    "|format(1)",
                    ".split()",
                    ".format(1, a=2)",
                    ".join(messages)",
                    " * 99999",
                    " ** 999",
                    "[::-1]",
                    "[1:]",
                    "\\u12",
                    "\\x4",
                    "\ud800",
                    "\udc00",
                    "\u0000",
                    "\u2028",
                    "é",
                    "1e999",
                    "0x",
                    "9".repeat(5000),
                    "(".repeat(500),
                    "[".repeat(99),
                    "not ".repeat(99),
                    "a".repeat(9999),
                    "{% if 1 %}".repeat(99));

    private static final Map<String, Object> VALUES =
            Map.of(
                    "messages",
                    List.of(
                            Map.of("role", "user", "content", "<b>Hi</b> {{ x }} %s \ud83d"),
                            Map.of("role", "assistant", "content", List.of(1, 2.5, true, "x"))),
                    "add_generation_prompt",
                    true,
                    "bos_token",
                    "<s>",
                    "s",
                    "a b",
                    "n",
                    7);

    private static List<String> seeds() throws IOException {
        List<String> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.list(CORPUS)) {
            for (Path file : files.sorted().toList()) {
                seeds.add(Files.readString(file));
            }
        }
        for (String name : List.of("regressions.jsonl", "programs.jsonl.gz")) {
            try (Stream<JsonNode> all = DifferentialReplay.programs(RESOURCES.resolve(name))) {
                all.limit(2_000).map(p -> p.get("t").asText()).forEach(seeds::add);
            }
        }
        return seeds;
    }

    private static String changed(Random random, List<String> seeds) {
        String text = seeds.get(random.nextInt(seeds.size()));
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(1 + random.nextInt(200)));
            text =
                    switch (random.nextInt(6)) {
                        case 0 -> text.substring(0, at) + text.substring(end);
                        case 1 -> text.substring(0, end) + text.substring(at);
                        case 2 -> text.substring(0, at);
                        case 3 -> {
                            String other = seeds.get(random.nextInt(seeds.size()));
                            yield text.substring(0, at)
                                    + other.substring(random.nextInt(other.length() + 1));
                        }
                        default ->
                                text.substring(0, at)
                                        + PIECES.get(random.nextInt(PIECES.size()))
                                        + text.substring(at);
                    };
        }
        return text.substring(0, Math.min(text.length(), MAX_CHARS));
    }

    /** What is wrong with the way that a template ends; empty if nothing is. */
    private static String fault(String source) {
        long start = System.nanoTime();
        try {
            ChatTemplate.parse(source, LIMITS).render(VALUES);
        } catch (TemplateException e) {
            if (e.reason().isBlank() && e.kind() != TemplateException.Kind.RAISE_EXCEPTION) {
                return "an error of kind " + e.kind() + " without a reason";
            }
        } catch (RuntimeException | Error e) {
            StackTraceElement[] trace = e.getStackTrace();
            return e + (trace.length > 0 ? " at " + trace[0] : "");
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        return took.compareTo(TOO_LONG) > 0 ? "took " + took.toMillis() + " ms" : "";
    }

    @Test
    void changedTemplatesEndInATextOrATemplateException() throws IOException {
        List<String> seeds = seeds();
        long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
        for (int number = 0; System.nanoTime() < end; number++) {
            int run = number;
            String source = changed(new Random(SEED * 1_000_003 + number), seeds);
            assertEquals("", fault(source), () -> "seed " + SEED + ", run " + run + ":\n" + source);
        }
    }
}
