package dev.jeton.tokenize.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.hub.HubException.Reason;
import dev.jeton.tokenize.internal.fetch.HttpDownload;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubTest {
    private static final HttpDownload.Timeouts QUICK =
            new HttpDownload.Timeouts(
                    Duration.ofMillis(800),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(800),
                    Duration.ofMillis(5));
    private static final String OTHER = "f".repeat(40);

    @TempDir Path folder = Path.of("");

    private final FakeHub server = started();
    private final Map<String, String> variables = new HashMap<>();
    private final List<String> notices = new ArrayList<>();

    private static FakeHub started() {
        try {
            return new FakeHub();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void fill() {
        variables.put("HF_HOME", folder.resolve("home with spaces").toString());
        variables.put("HF_ENDPOINT", server.hub.address() + "/");
        server.put("tokenizer.json", "{}");
        server.put("tokenizer_config.json", "{\"a\":1}");
        server.put("additional_chat_templates/tool use.jinja", "hi");
        server.put("model.safetensors", "weights");
        server.put("vocab.txt", "not needed beside tokenizer.json");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HubOptions options() {
        FetchListener listener =
                new FetchListener() {
                    @Override
                    public void notice(String line) {
                        notices.add(line);
                    }
                };
        return HubOptions.of(variables).withTimeouts(QUICK).withListener(listener);
    }

    private Path fetch() {
        return Hub.of(options()).tokenizerFolder(FakeHub.ID);
    }

    private Path repository() {
        return folder.resolve("home with spaces/hub/models--org--name");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private void assertFails(Reason reason, String... parts) {
        HubException e = assertThrows(HubException.class, this::fetch);
        assertEquals(reason, e.reason(), e.getMessage());
        for (String part : parts) {
            assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
        }
        assertFalse(String.valueOf(e.getMessage()).contains("secret"), e.getMessage());
    }

    private static void assertContains(Exception e, String part) {
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }

    @Test
    void layoutIsThatOfPython() throws Exception {
        Path snapshot = fetch();
        assertEquals(repository().resolve("snapshots").resolve(FakeHub.COMMIT), snapshot);
        assertEquals(
                List.of(
                        "additional_chat_templates/tool use.jinja",
                        "tokenizer.json",
                        "tokenizer_config.json"),
                names(snapshot));
        assertEquals(FakeHub.COMMIT, Files.readString(repository().resolve("refs/main")));
        String etag = FakeHub.hash("SHA-1", "{}".getBytes(UTF_8));
        assertEquals("{}", Files.readString(repository().resolve("blobs").resolve(etag)));
        assertEquals(
                Path.of("../../blobs", etag),
                Files.readSymbolicLink(snapshot.resolve("tokenizer.json")));
        assertTrue(Files.exists(repository().resolve("trees/" + FakeHub.COMMIT + ".json")));
        assertFalse(
                names(repository()).toString().contains("incomplete"),
                names(repository()).toString());
    }

    @Test
    void secondCallAsksOnlyForTheCommit() {
        Path first = fetch();
        int before = server.requests().size();
        assertEquals(first, fetch());
        assertEquals(
                List.of("GET /api/models/org/name/revision/main?blobs=true"),
                server.requests().subList(before, server.requests().size()));
    }

    @Test
    void commitNeedsNoNetworkTheSecondTime() {
        Hub hub = Hub.of(options().withRevision(FakeHub.COMMIT));
        Path first = hub.tokenizerFolder(FakeHub.ID);
        int before = server.requests().size();
        assertEquals(first, hub.tokenizerFolder(FakeHub.ID));
        assertEquals(before, server.requests().size());
        assertFalse(Files.exists(repository().resolve("refs")));
    }

    @Test
    void newCommitFetchesWhatChangedAlone() throws Exception {
        fetch();
        int before = server.requests().size();
        server.commit(OTHER, "tokenizer_config.json", "{\"a\":2}");
        Path snapshot = fetch();
        assertEquals("{\"a\":2}", Files.readString(snapshot.resolve("tokenizer_config.json")));
        assertEquals("{}", Files.readString(snapshot.resolve("tokenizer.json")));
        assertEquals(OTHER, Files.readString(repository().resolve("refs/main")));
        List<String> gets =
                server.requests().subList(before, server.requests().size()).stream()
                        .filter(r -> r.startsWith("GET /org"))
                        .toList();
        assertEquals(List.of("GET /org/name/resolve/" + OTHER + "/tokenizer_config.json"), gets);
    }

    @Test
    void revisionWithASlashIsOneName() throws Exception {
        server.revisions.put("refs/pr/1", OTHER);
        Path snapshot = Hub.of(options().withRevision("refs/pr/1")).tokenizerFolder(FakeHub.ID);
        assertTrue(snapshot.endsWith(OTHER));
        assertEquals(OTHER, Files.readString(repository().resolve("refs/refs/pr/1")));
        assertTrue(server.requests().get(0).contains("refs%2Fpr%2F1"), server.requests().get(0));
    }

    @Test
    void offlineUsesTheCacheAndAsksNobody() {
        Path first = fetch();
        int before = server.requests().size();
        variables.put("HF_HUB_OFFLINE", "ON");
        assertEquals(first, fetch());
        assertEquals(before, server.requests().size());
    }

    @Test
    void offlineWithoutTheFilesNamesTheCure() {
        variables.put("TRANSFORMERS_OFFLINE", "1");
        assertFails(
                Reason.OFFLINE,
                "org/name (revision main) is not in the cache",
                "HF_HUB_OFFLINE",
                "models--org--name");
        assertEquals(List.of(), server.requests());
    }

    @Test
    void snapshotThatPythonFetchedFileByFileIsFoundOffline() throws Exception {
        Path snapshot = repository().resolve("snapshots").resolve(OTHER);
        Files.createDirectories(snapshot);
        Files.createDirectories(repository().resolve("refs"));
        Files.writeString(repository().resolve("refs/main"), OTHER);
        Files.createDirectories(repository().resolve("blobs"));
        Files.writeString(repository().resolve("blobs/abc"), "{}");
        Files.createSymbolicLink(snapshot.resolve("tokenizer.json"), Path.of("../../blobs/abc"));
        variables.put("HF_HUB_OFFLINE", "1");
        assertEquals(snapshot, fetch());
    }

    @Test
    void cacheIsUsedWhenTheHubCannotBeReached() {
        Path first = fetch();
        server.close();
        assertEquals(first, fetch());
        assertTrue(notices.get(0).contains("cannot be reached"), notices.toString());
        assertTrue(notices.get(0).contains("Using what the cache has"), notices.toString());
    }

    @Test
    void deadHubWithoutACacheIsAnError() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            variables.put("HF_ENDPOINT", "http://127.0.0.1:" + free.getLocalPort());
        }
        assertFails(
                Reason.NETWORK, "cannot be reached: connection refused", "HTTPS_PROXY", "mirror");
    }

    @Test
    void olderSnapshotServesWhileTheNewOneCannotBeFetched() {
        Path first = fetch();
        server.commit(OTHER, "tokenizer_config.json", "{\"a\":2}");
        server.faults.addAll(List.of("503", "503", "503"));
        assertEquals(first, fetch());
    }

    @Test
    void busyServerIsAskedAgain() {
        server.faults.addAll(List.of("503", "429"));
        fetch();
    }

    @Test
    void brokenConnectionGoesOnWhereItStopped() throws Exception {
        byte[] bytes = new byte[200_000];
        new Random(3).nextBytes(bytes);
        server.files.put("tokenizer.json", bytes);
        server.files.keySet().retainAll(List.of("tokenizer.json"));
        server.faults.addAll(List.of("cut", "cut")); // the HEAD has no body to cut
        Path file = fetch().resolve("tokenizer.json");
        assertArrayEquals(bytes, Files.readAllBytes(file));
        assertTrue(
                server.requests().toString().contains("tokenizer.json bytes=100000-"),
                server.requests().toString());
    }

    @Test
    void killedFetchGoesOnWhereItStopped() throws Exception {
        byte[] bytes = "x".repeat(5_000).getBytes(UTF_8);
        server.files.put("tokenizer.json", bytes);
        String etag = FakeHub.hash("SHA-1", bytes);
        Files.createDirectories(repository().resolve("blobs"));
        Files.write(
                repository().resolve("blobs").resolve(etag + ".jeton.incomplete"),
                "x".repeat(1_234).getBytes(UTF_8));
        assertArrayEquals(bytes, Files.readAllBytes(fetch().resolve("tokenizer.json")));
        assertTrue(server.requests().toString().contains("bytes=1234-"));
    }

    @Test
    void largeFileComesFromElsewhereWithoutTheToken() throws Exception {
        server.large = "tokenizer.json";
        server.token = "secret";
        variables.put("HF_TOKEN", "secret\n");
        Path file = fetch().resolve("tokenizer.json");
        assertEquals("{}", Files.readString(file));
        assertEquals(List.of("-"), server.content.tokens);
        assertEquals(
                FakeHub.hash("SHA-256", "{}".getBytes(UTF_8)),
                file.toRealPath().getFileName().toString());
    }

    @Test
    void largeFileWithOtherBytesIsRefused() throws Exception {
        server.large = "tokenizer.json";
        server.put("tokenizer.json", "{\"a\": 1234}");
        String sha = FakeHub.hash("SHA-256", server.bytes("tokenizer.json"));
        Path partial = repository().resolve("blobs").resolve(sha + ".jeton.incomplete");
        Files.createDirectories(partial.getParent());
        Files.writeString(partial, "{\"b\"");
        // What an earlier try left is wrong: fetched anew.
        assertEquals("{\"a\": 1234}", Files.readString(fetch().resolve("tokenizer.json")));
    }

    @Test
    void tokenComesFromTheFileOfTheLogin() throws Exception {
        server.token = "secret";
        Files.createDirectories(folder.resolve("home with spaces"));
        Files.writeString(folder.resolve("home with spaces/token"), "secret\n");
        fetch();
        variables.put("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
        assertTrue(options().token().isEmpty());
        variables.remove("HF_HUB_DISABLE_IMPLICIT_TOKEN");
        variables.put("HF_TOKEN", "other");
        assertEquals("other", options().token().orElse(""));
        variables.put("HF_TOKEN_PATH", folder.resolve("none").toString());
        variables.remove("HF_TOKEN");
        assertTrue(options().token().isEmpty());
    }

    @Test
    void tokenIsInNoText() {
        variables.put("HF_TOKEN", "secret");
        assertFalse(options().toString().contains("secret"));
        variables.put("HF_TOKEN", "se cret");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, this::options);
        assertFalse(String.valueOf(e.getMessage()).contains("se cret"), e.getMessage());
    }

    @Test
    void gatedRepositoryNamesThePageAndTheCommand() {
        server.token = "secret";
        assertFails(
                Reason.NO_ACCESS,
                "org/name is gated (401)",
                "There is no token",
                server.hub.address() + "/org/name",
                "hf auth login");
        variables.put("HF_TOKEN", "wrong");
        assertFails(Reason.NO_ACCESS, "has not been granted access");
    }

    @Test
    void missingOrPrivateRepositoryIsSaidToBeEither() {
        server.token = "secret";
        server.refusal = "RepoNotFound";
        assertFails(Reason.NOT_FOUND, "was not found on", "or is private (401", "HF_TOKEN");
    }

    @Test
    void repositoryWhoseTokenRanOutIsUsedFromTheCache() {
        Path first = fetch();
        server.token = "secret";
        server.refusal = "RepoNotFound";
        assertEquals(first, fetch());
    }

    @Test
    void missingRevisionIsNamed() {
        HubException e =
                assertThrows(
                        HubException.class,
                        () -> Hub.of(options().withRevision("v9")).tokenizerFolder(FakeHub.ID));
        assertEquals(Reason.NOT_FOUND, e.reason());
        assertContains(e, "has no revision \"v9\"");
    }

    @Test
    void missingFileIsNamed() {
        HubException e =
                assertThrows(
                        HubException.class,
                        () -> Hub.of(options()).file(FakeHub.ID, "tokeniser.json"));
        assertContains(e, "has no file that is wanted");
    }

    @Test
    void repositoryWithoutATokenizerListsWhatItHas() {
        server.files.keySet().removeIf(name -> !name.equals("model.safetensors"));
        assertFails(
                Reason.NOT_FOUND,
                "has no vocabulary (tokenizer.json",
                "among its 1 files: model.safetensors");
    }

    @Test
    void tooManyRequestsNamesTheTime() {
        try (HttpPeer peer =
                new HttpPeer(request -> HttpPeer.Answer.of(429, "Retry-After", "99"))) {
            variables.put("HF_ENDPOINT", peer.address());
            assertFails(Reason.TOO_MANY_REQUESTS, "fewer requests (429)", "99 s", "HF_TOKEN");
            assertEquals(1, peer.requests.size(), "a pause of 99 s is left to the caller");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void brokenServerIsNotTheUsersFault() throws Exception {
        try (HttpPeer peer = new HttpPeer(request -> HttpPeer.Answer.of(502))) {
            variables.put("HF_ENDPOINT", peer.address());
            assertFails(Reason.SERVER, "answered 502", "Try again later", "HF_HUB_OFFLINE=1");
            assertEquals(3, peer.requests.size());
        }
    }

    @Test
    void pageThatIsNoHubIsNamed() throws Exception {
        try (HttpPeer peer = new HttpPeer(r -> HttpPeer.Answer.of(200, "<html>".getBytes(UTF_8)))) {
            variables.put("HF_ENDPOINT", peer.address());
            assertFails(Reason.SERVER, "X-Repo-Commit", "HF_ENDPOINT");
        }
    }

    @Test
    void mirrorWithFilesAloneIsAskedForEachName() throws Exception {
        server.lists = false;
        Path snapshot = fetch();
        assertEquals(List.of("tokenizer.json", "tokenizer_config.json"), names(snapshot));
        assertEquals(FakeHub.COMMIT, Files.readString(repository().resolve("refs/main")));
    }

    @Test
    void serverCannotLeadOutOfTheCache() throws Exception {
        String evil = "{\"sha\":\"../../evil\",\"siblings\":[{\"rfilename\":\"tokenizer.json\"}]}";
        try (HttpPeer peer = new HttpPeer(r -> HttpPeer.Answer.of(200, evil.getBytes(UTF_8)))) {
            variables.put("HF_ENDPOINT", peer.address());
            assertFails(Reason.SERVER, "X-Repo-Commit");
        }
        assertFalse(HubNames.isFile("../tokenizer.json"));
        assertFalse(HubNames.isFile("a/../../b"));
        assertFalse(HubNames.isFile("/etc/passwd"));
        assertFalse(HubNames.isFile("c:\\x"));
        assertFalse(HubNames.isBlob(".."));
        assertTrue(HubNames.isFile("additional_chat_templates/a.jinja"));
    }

    @Test
    void fileOverTheLimitIsRefusedBeforeItComes() {
        HubException e =
                assertThrows(
                        HubException.class,
                        () -> Hub.of(options().withMaxFileBytes(5)).tokenizerFolder(FakeHub.ID));
        assertEquals(Reason.CONTENT, e.reason());
        assertContains(e, "more than 5 (HubOptions.withMaxFileBytes)");
    }

    @Test
    void copiesStandWhereLinksCannot() throws Exception {
        variables.put("HF_HUB_DISABLE_SYMLINKS", "1");
        Path file = fetch().resolve("tokenizer.json");
        assertFalse(Files.isSymbolicLink(file));
        assertEquals("{}", Files.readString(file));
    }

    @Test
    void linkToABlobThatIsGoneIsFetchedAgain() throws Exception {
        Path file = fetch().resolve("tokenizer.json");
        Files.delete(file.toRealPath());
        assertEquals("{}", Files.readString(fetch().resolve("tokenizer.json")));
    }

    @Test
    void manyThreadsFetchOnce() throws Exception {
        server.files.put("tokenizer.json", "y".repeat(300_000).getBytes(UTF_8));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<Path>> tasks = List.of(this::fetch, this::fetch, this::fetch, this::fetch);
        for (Future<Path> path : threads.invokeAll(tasks)) {
            assertEquals(300_000, Files.size(path.get().resolve("tokenizer.json")));
        }
        threads.shutdown();
        long gets =
                server.requests().stream()
                        .filter(r -> r.startsWith("GET ") && r.endsWith("tokenizer.json"))
                        .count();
        assertEquals(1, gets, server.requests().toString());
    }

    @Test
    void variablesNameTheFolders() {
        assertEquals(
                folder.resolve("home with spaces/hub").toAbsolutePath(), options().cacheFolder());
        variables.put("HUGGINGFACE_HUB_CACHE", "/legacy");
        assertEquals(Path.of("/legacy").toAbsolutePath(), options().cacheFolder());
        variables.put("PLACE", "/place");
        variables.put("HF_HUB_CACHE", "$PLACE/${PLACE}x");
        assertEquals(Path.of("/place/placex").toAbsolutePath(), options().cacheFolder());
        variables.clear();
        variables.put("XDG_CACHE_HOME", "/xdg");
        assertEquals(Path.of("/xdg/huggingface/hub").toAbsolutePath(), options().cacheFolder());
        variables.put("HF_HOME", "~/hf");
        assertEquals(
                Path.of(System.getProperty("user.home"), "hf", "hub"), options().cacheFolder());
        assertEquals("https://huggingface.co", options().endpoint());
    }

    @Test
    void proxyOfTheEnvironmentIsUsed() throws Exception {
        variables.put("http_proxy", server.hub.address());
        variables.put("HF_ENDPOINT", "http://hub.invalid");
        // A proxy gets whole addresses; this one refuses them in the words of the hub.
        assertFails(Reason.NOT_FOUND, "hub.invalid");
        assertTrue(
                server.requests().get(0).startsWith("GET http://hub.invalid/api/models/"),
                server.requests().toString());
    }

    @Test
    void wrongNamesAreRefusedBeforeAnythingIsAsked() {
        for (String id :
                List.of("", "a/b/c", "../x", "a--b", "/a", "a/", "-a", "a..b", "a b", "a.git")) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> Hub.of(options()).tokenizerFolder(id),
                            id);
            assertContains(e, "owner/name");
        }
        for (String revision : List.of("", "..", "a/../b", "a//b", "a b", "/a")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> options().withRevision(revision),
                    revision);
        }
        assertThrows(IllegalArgumentException.class, () -> options().withEndpoint("ftp://x"));
        assertEquals(List.of(), server.requests());
    }
}
