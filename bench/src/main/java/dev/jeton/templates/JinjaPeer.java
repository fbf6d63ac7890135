package dev.jeton.templates;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Jinja2 in a Python process that measures itself: {@code bench/src/main/python/jinja_peer.py}. */
final class JinjaPeer implements AutoCloseable {
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader answers;
    private final JsonMapper json = new JsonMapper();
    private final String description;

    JinjaPeer(String python, Path script, Path corpus) throws IOException {
        process =
                new ProcessBuilder(python, script.toString(), corpus.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        requests = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        JsonNode hello = answer();
        description =
                "Jinja2 "
                        + hello.path("jinja2").asText()
                        + " on CPython "
                        + hello.path("python").asText();
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the Python process has ended, see its messages above");
        }
        JsonNode answer = json.readTree(line);
        if (answer.path("wrong").asInt() > 0) {
            throw new IOException("Jinja2 gives another text than the corpus: " + line);
        }
        return answer;
    }

    private JsonNode ask(String request) throws IOException {
        requests.write(request + "\n");
        requests.flush();
        return answer();
    }

    String description() {
        return description;
    }

    /** Compiles a template; returns the number of its cases, all of which gave the right text. */
    int load(String template) throws IOException {
        return ask("load " + template).path("cases").asInt();
    }

    /** Nanoseconds for all cases of the template once. */
    double renderNanos(Sampling sampling) throws IOException {
        return ask("render " + sampling.samples() + " " + sampling.millis())
                .path("nanos")
                .asDouble();
    }

    /** Nanoseconds for one {@code from_string}. */
    double compileNanos(Sampling sampling) throws IOException {
        return ask("compile " + sampling.samples() + " " + sampling.millis())
                .path("nanos")
                .asDouble();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
