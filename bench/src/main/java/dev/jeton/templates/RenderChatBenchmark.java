package dev.jeton.templates;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does it take to render the conversations of the corpus with one template? One call
 * renders all of its cases, one thread. {@code bench/templates} compares with Jinja2.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class RenderChatBenchmark {
    /** The template: small, with tools, with macros, with namespaces. */
    @Param({
        "chatml.axolotl.jinja",
        "meta-llama-Llama-3.1-8B-Instruct.jinja",
        "gemma4.jinja",
        "qwen3_instruct_2507.jinja"
    })
    public String template = "chatml.axolotl.jinja";

    private String source = "";
    private List<TemplateCorpus.Case> cases = List.of();
    private ChatTemplate compiled = ChatTemplate.chatMl();

    /** Reads the template and its cases. */
    @Setup
    public void read() throws IOException {
        TemplateCorpus corpus = TemplateCorpus.read(folder());
        source = corpus.source(template);
        cases = corpus.cases(template);
        compiled = ChatTemplate.parse(source);
    }

    private static Path folder() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("testdata/chat-templates"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("run the benchmark inside the repository");
        }
        return folder.resolve("testdata/chat-templates");
    }

    /** The cases that are rendered, in order. */
    List<TemplateCorpus.Case> cases() {
        return cases;
    }

    /** Texts with the origin of every character. */
    @Benchmark
    public List<String> tracked() {
        List<String> texts = new ArrayList<>(cases.size());
        for (TemplateCorpus.Case one : cases) {
            texts.add(one.renderTracked(compiled));
        }
        return texts;
    }

    /** Texts alone. */
    @Benchmark
    public List<String> plain() {
        List<String> texts = new ArrayList<>(cases.size());
        for (TemplateCorpus.Case one : cases) {
            texts.add(one.render(compiled));
        }
        return texts;
    }

    /** Source to compiled template. */
    @Benchmark
    public ChatTemplate compile() {
        return ChatTemplate.parse(source);
    }
}
