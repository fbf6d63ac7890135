package dev.jeton.cli.bench;

import dev.jeton.tokenize.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures on request, so that several tokenizers in processes of their own can be timed in turn
 * while they stay warm. A request is a line of words, a reply a line {@code ok ...} or {@code err
 * reason}:
 *
 * <pre>
 * load FILE                   -&gt; seconds "loop" "count"
 * docs NAME FILE              -&gt; documents bytes
 * pass NAME MODE FROM COUNT   -&gt; cpuSeconds wallSeconds     MODE: loop, buffer, encode, count
 * ids NAME OUT MODE COUNT     -&gt; sha256 tokens              OUT: a file for a line a document
 * lat NAME FROM COUNT         -&gt; minimum median 99th percentile, in nanoseconds
 * count NAME COUNT            -&gt; cpuSeconds tokens
 * drop NAME
 * quit
 * </pre>
 *
 * A COUNT of 0 stands for all documents.
 */
public final class BenchServer {
    private final Function<Path, Tokenizer> loader;
    private final Map<String, Documents> documents = new HashMap<>();
    private @Nullable TokenizerBench bench;

    public BenchServer(Function<Path, Tokenizer> loader) {
        this.loader = loader;
    }

    /** Where a reply goes. */
    public interface Replies {
        /** Sends a line, at once. */
        void send(String line) throws IOException;
    }

    /** Answers requests until {@code quit} or the end of the input. */
    public void serve(BufferedReader requests, Replies replies) throws IOException {
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            String[] words = line.strip().split(" +");
            if (words[0].equals("quit")) {
                return;
            }
            String reply;
            try {
                reply = "ok " + answer(words);
            } catch (RuntimeException | IOException | OutOfMemoryError e) {
                reply = "err " + (e.getClass().getSimpleName() + ": " + e.getMessage());
            }
            replies.send(reply.replaceAll("[\r\n]+", " "));
        }
    }

    private String answer(String... words) throws IOException {
        return switch (words[0]) {
            case "load" -> load(Path.of(word(words, 1)));
            case "docs" -> read(word(words, 1), Path.of(word(words, 2)));
            case "drop" -> drop(word(words, 1));
            case "pass" ->
                    pass(
                            texts(word(words, 1), number(words, 3), number(words, 4)),
                            mode(word(words, 2)));
            case "ids" ->
                    ids(
                            texts(word(words, 1), 0, words.length > 4 ? number(words, 4) : 0),
                            Path.of(word(words, 2)));
            case "lat" -> latencies(texts(word(words, 1), number(words, 2), number(words, 3)));
            case "count" -> count(texts(word(words, 1), 0, number(words, 2)));
            default ->
                    throw new IllegalArgumentException(
                            words[0]
                                    + " is no request. There are load, docs, pass, ids, lat, count,"
                                    + " drop and quit.");
        };
    }

    private String load(Path file) {
        long start = System.nanoTime();
        bench = new TokenizerBench(loader.apply(file));
        return String.format(Locale.ROOT, "%.6f loop count", (System.nanoTime() - start) / 1e9);
    }

    private String read(String name, Path file) {
        Documents read = Documents.read(file);
        documents.put(name, read);
        return read.texts().size() + " " + read.bytes();
    }

    private String drop(String name) {
        documents.remove(name);
        return "0";
    }

    private String pass(List<String> texts, TokenizerBench.Mode mode) {
        TokenizerBench.Times times = bench().pass(texts, mode);
        return String.format(Locale.ROOT, "%.6f %.6f", times.cpuSeconds(), times.wallSeconds());
    }

    private String ids(List<String> texts, Path out) throws IOException {
        TokenizerBench.Digest digest = bench().digest(texts);
        Files.write(out, digest.lines());
        return digest.sha256() + " " + digest.tokens();
    }

    private String latencies(List<String> texts) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("there are no such documents");
        }
        long[] nanos = bench().latencies(texts);
        int last = (int) (nanos.length * 99L / 100);
        return nanos[0] + " " + nanos[nanos.length / 2] + " " + nanos[last];
    }

    private String count(List<String> texts) {
        TokenizerBench.Times times = bench().pass(texts, TokenizerBench.Mode.COUNT);
        return String.format(Locale.ROOT, "%.6f %d", times.cpuSeconds(), times.tokens());
    }

    private static TokenizerBench.Mode mode(String name) {
        return switch (name) {
            case "loop" -> TokenizerBench.Mode.IDS;
            case "buffer" -> TokenizerBench.Mode.BUFFER;
            case "encode" -> TokenizerBench.Mode.ENCODE;
            case "count" -> TokenizerBench.Mode.COUNT;
            default ->
                    throw new IllegalArgumentException(
                            name + " is no mode. There are loop, buffer, encode and count.");
        };
    }

    private TokenizerBench bench() {
        if (bench == null) {
            throw new IllegalStateException("load a tokenizer first");
        }
        return bench;
    }

    private List<String> texts(String name, int from, int count) {
        Documents found = documents.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no documents are named " + name);
        }
        return found.part(from, count);
    }

    private static String word(String[] words, int at) {
        if (at >= words.length) {
            throw new IllegalArgumentException("the request " + words[0] + " has too few words");
        }
        return words[at];
    }

    private static int number(String[] words, int at) {
        int value = Integer.parseInt(word(words, at));
        if (value < 0) {
            throw new IllegalArgumentException(value + " is negative");
        }
        return value;
    }
}
