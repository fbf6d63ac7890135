package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The benchmark measures the right texts: those that Jinja2 gives. */
class RenderChatBenchmarkTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "chatml.axolotl.jinja",
                "meta-llama-Llama-3.1-8B-Instruct.jinja",
                "gemma4.jinja",
                "qwen3_instruct_2507.jinja"
            })
    void everyMethodGivesTheExpectedTexts(String template) throws IOException {
        RenderChatBenchmark benchmark = new RenderChatBenchmark();
        benchmark.template = template;
        benchmark.read();
        List<String> expected =
                benchmark.cases().stream().map(TemplateCorpus.Case::expected).toList();
        assertTrue(expected.size() > 50, () -> template + ": " + expected.size() + " cases");
        assertEquals(expected, benchmark.plain());
        assertEquals(expected, benchmark.tracked());
        ChatTemplate compiled = benchmark.compile();
        assertEquals(
                expected, benchmark.cases().stream().map(one -> one.render(compiled)).toList());
    }
}
