package dev.jeton.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.TiktokenEncoding.RankSource;
import dev.jeton.tokenize.internal.fetch.Variables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rank files in tiktoken's cache folder, and fetched into it from a server of this machine. */
class RankStoreTest {
    private static final byte[] RANKS = "YQ== 0\n".getBytes(UTF_8);
    private static final URI ADDRESS = URI.create("https://openai.test/encodings/test.tiktoken");

    @TempDir Path cache;

    private static TiktokenEncoding encoding(byte[] file) {
        return new TiktokenEncoding(
                "test",
                ".",
                Map.of(),
                new RankSource("test.tiktoken", RankFiles.sha256(file), ADDRESS));
    }

    private RankStore store(URI mirror) {
        Variables variables =
                new Variables(Map.of("TIKTOKEN_CACHE_DIR", cache.toString()), new Properties());
        return new RankStore(variables, address -> mirror);
    }

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1/");

    /** Answers one request with the bytes. */
    private static URI serve(byte[] body) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread =
                new Thread(
                        () -> {
                            try (server;
                                    Socket socket = server.accept()) {
                                byte[] request = new byte[4096];
                                int ignored = socket.getInputStream().read(request);
                                String head =
                                        "HTTP/1.1 200 OK\r\nContent-Length: "
                                                + body.length
                                                + "\r\nConnection: close\r\n\r\n";
                                socket.getOutputStream().write(head.getBytes(UTF_8));
                                socket.getOutputStream().write(body);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        thread.setDaemon(true);
        thread.start();
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/test.tiktoken");
    }

    private Path onlyFile() throws IOException {
        try (var files = Files.list(cache)) {
            return files.reduce((a, b) -> a.resolve("and").resolve(b)).orElseThrow();
        }
    }

    @Test
    void aFileIsFetchedOnceAndThenTakenFromTheCache() throws IOException {
        byte[] fetched = store(serve(RANKS)).read(encoding(RANKS), LoadLimits.defaults());
        assertArrayEquals(RANKS, fetched);
        assertEquals(40, String.valueOf(onlyFile().getFileName()).length());
        assertArrayEquals(RANKS, store(NOWHERE).read(encoding(RANKS), LoadLimits.defaults()));
    }

    @Test
    void aBrokenFileInTheCacheIsFetchedAgain() throws IOException {
        store(serve(RANKS)).read(encoding(RANKS), LoadLimits.defaults());
        Files.writeString(onlyFile(), "broken");
        assertArrayEquals(RANKS, store(serve(RANKS)).read(encoding(RANKS), LoadLimits.defaults()));
    }

    @Test
    void aFileWithAnotherHashIsRefusedAndNotKept() throws IOException {
        URI server = serve("other".getBytes(UTF_8));
        TokenizerException e =
                assertThrows(
                        TokenizerException.class,
                        () -> store(server).read(encoding(RANKS), LoadLimits.defaults()));
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.startsWith(
                        "The rank file test.tiktoken of test cannot be fetched from "
                                + ADDRESS
                                + ": its SHA-256 is "),
                message);
        try (var files = Files.list(cache)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void anEncodingOfOnesOwnHasNoAddress() {
        TiktokenEncoding own = TiktokenEncoding.of("own", ".", Map.of());
        assertEquals(
                "own is none of OpenAI's encodings. Load its rank file by its path.",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> store(NOWHERE).read(own, LoadLimits.defaults()))
                        .getMessage());
    }
}
