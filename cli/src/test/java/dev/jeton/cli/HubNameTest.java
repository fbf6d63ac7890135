package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubNameTest {
    private static final Path TOKENIZER = Path.of("../testdata/decoders/tokenizer/tokenizer.json");
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir Path folder = Path.of("");

    private final CommandRun run = new CommandRun();
    private final HttpServer server = started();

    private static HttpServer started() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void serve() {
        server.createContext("/", this::answer);
        server.start();
        run.with("HF_HOME", folder.toString())
                .with("HF_ENDPOINT", "http://127.0.0.1:" + server.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body = new byte[0];
            if (path.equals("/api/models/org/toy/revision/main")) {
                body =
                        ("{\"sha\":\""
                                        + COMMIT
                                        + "\",\"siblings\":[{\"rfilename\":\"tokenizer.json\"}]}")
                                .getBytes(StandardCharsets.UTF_8);
            } else if (path.equals("/org/toy/resolve/" + COMMIT + "/tokenizer.json")) {
                body = Files.readAllBytes(TOKENIZER);
                exchange.getResponseHeaders().add("ETag", "\"toy\"");
            }
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (head) {
                exchange.getResponseHeaders().add("Content-Length", "" + body.length);
            }
            exchange.getResponseHeaders().add("X-Error-Code", "RepoNotFound");
            exchange.sendResponseHeaders(
                    body.length == 0 ? 404 : 200, head || body.length == 0 ? -1 : body.length);
            if (!head && body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Test
    void nameHasARepositoryAFileAndARevision() {
        assertEquals(Optional.empty(), HubName.parse("org/name"));
        assertEquals(
                new HubName("org/name", Optional.empty(), Optional.empty()),
                HubName.parse("hf:org/name").orElseThrow());
        assertEquals(
                new HubName("org/name", Optional.of("a/b.gguf"), Optional.of("refs/pr/1")),
                HubName.parse("hf:org/name/a/b.gguf@refs/pr/1").orElseThrow());
        assertEquals(
                new HubName("gpt2", Optional.empty(), Optional.of("main")),
                HubName.parse("hf:gpt2@main").orElseThrow());
    }

    @Test
    void tokenizerOfARepositoryIsFetchedOnce() {
        CommandRun local = new CommandRun();
        assertEquals(0, local.run("encode", "-m", TOKENIZER.toString(), "Hello there"));
        assertEquals(0, run.run("encode", "--tokenizer", "org/toy", "Hello there"), run.err());
        assertEquals(local.out(), run.out());
        assertTrue(run.err().startsWith("Fetching tokenizer.json ("), run.err());
        server.stop(0);
        CommandRun again =
                new CommandRun().with("HF_HOME", folder.toString()).with("HF_HUB_OFFLINE", "1");
        assertEquals(0, again.run("encode", "-m", "hf:org/toy", "Hello there"), again.err());
        assertEquals(local.out(), again.out());
        assertEquals("", again.err());
    }

    @Test
    void offlineOptionForbidsTheHub() {
        assertEquals(1, run.run("encode", "--offline", "-m", "hf:org/toy", "Hello"));
        assertTrue(run.err().contains("org/toy (revision main) is not in the cache"), run.err());
    }

    @Test
    void missingRepositoryIsWrongUse() {
        assertEquals(2, run.run("encode", "-m", "hf:org/none", "Hello"));
        assertTrue(run.err().contains("org/none was not found on"), run.err());
        assertEquals(2, run.run("encode", "-m", "hf:org/../none", "Hello"));
        assertFalse(run.err().contains("Internal error"), run.err());
    }

    @Test
    void missingFileNamesTheHub() {
        assertEquals(2, run.run("encode", "-m", "org/toy", "Hello"));
        assertTrue(run.err().contains("is written hf:OWNER/NAME"), run.err());
    }
}
