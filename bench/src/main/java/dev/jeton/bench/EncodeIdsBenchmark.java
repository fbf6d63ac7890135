package dev.jeton.bench;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How fast does text become ids? One text at a time on one thread, with the byte-level BPE of
 * GPT-4o (o200k): Jeton, and Hugging Face tokenizers through JNI.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class EncodeIdsBenchmark {
    private static final EncodeOptions PLAIN = EncodeOptions.defaults().withSpecialTokens(false);

    /** The text: a file among the resources. */
    @Param({"english", "code", "chinese", "mixed"})
    public String textName = "english";

    private String text = "";
    private final Tokenizer jeton = Tokenizers.load(TokenizerFiles.tokenizer("gpt4o"));
    private final HuggingFacePeer peer = new HuggingFacePeer(TokenizerFiles.tokenizer("gpt4o"));

    /** Reads the text. */
    @Setup
    public void readText() {
        text = TokenizerFiles.text(textName);
    }

    /** Frees the native tokenizer. */
    @TearDown
    public void close() {
        peer.close();
    }

    /** Jeton. */
    @Benchmark
    public int[] jeton() {
        return jeton.encodeIds(text, PLAIN);
    }

    /** Hugging Face tokenizers through DJL's JNI binding. */
    @Benchmark
    public long[] huggingFaceJni() {
        return peer.ids(text);
    }
}
