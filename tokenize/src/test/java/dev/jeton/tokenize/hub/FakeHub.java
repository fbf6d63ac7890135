package dev.jeton.tokenize.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.hub.HttpPeer.Answer;
import dev.jeton.tokenize.hub.HttpPeer.Request;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;

/** A hub with one repository, {@code org/name}, and its network for large files. */
final class FakeHub implements AutoCloseable {
    static final String ID = "org/name";
    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    final HttpPeer hub;
    final HttpPeer content;
    final Map<String, byte[]> files = new TreeMap<>();
    final Map<String, String> revisions = new ConcurrentHashMap<>(Map.of("main", COMMIT));

    /** Files of this name are sent by {@link #content}, as the hub does with large ones. */
    volatile String large = "";

    /** Answers that come before the right ones: statuses, or "cut" for half a file. */
    final ConcurrentLinkedDeque<String> faults = new ConcurrentLinkedDeque<>();

    /** The token that is asked for, if any. */
    volatile String token = "";

    /** What is answered without the token: the code in X-Error-Code. */
    volatile String refusal = "GatedRepo";

    /** Whether the hub answers questions about repositories, as mirrors need not. */
    volatile boolean lists = true;

    FakeHub() throws IOException {
        hub = new HttpPeer(this::answer);
        content = new HttpPeer(request -> send(request, bytes(large), "\"cdn\""));
    }

    void put(String path, String text) {
        files.put(path, text.getBytes(UTF_8));
    }

    byte[] bytes(String path) {
        return files.getOrDefault(path, new byte[0]);
    }

    /** New bytes on the branch. */
    void commit(String commit, String path, String text) {
        revisions.put("main", commit);
        put(path, text);
    }

    private Answer answer(Request request) {
        String fault = request.path().startsWith("/api") ? null : faults.poll();
        if (fault != null && !fault.equals("cut")) {
            return Answer.of(Integer.parseInt(fault));
        }
        if (!token.isEmpty() && !request.header("authorization").equals("Bearer " + token)) {
            return Answer.of(401, "X-Error-Code", refusal, "X-Error-Message", "no access");
        }
        String api = "/api/models/" + ID + "/revision/";
        if (request.path().startsWith(api)) {
            return lists ? list(request.path().substring(api.length())) : Answer.of(404);
        }
        String resolve = "/" + ID + "/resolve/";
        if (!request.path().startsWith(resolve)) {
            return Answer.of(404, "X-Error-Code", "RepoNotFound");
        }
        String[] rest = request.path().substring(resolve.length()).split("/", 2);
        Answer answer = file(request, rest[0], rest[1]);
        answer.sent = "cut".equals(fault) ? answer.body.length / 2 : answer.sent;
        return answer;
    }

    private String commitOf(String revision) {
        String name = revision.replace("%2F", "/");
        return revisions.containsValue(name) ? name : revisions.getOrDefault(name, "");
    }

    private Answer list(String rest) {
        String commit = commitOf(rest.replace("?blobs=true", ""));
        if (commit.isEmpty()) {
            return Answer.of(404, "X-Error-Code", "RevisionNotFound");
        }
        String siblings =
                files.entrySet().stream()
                        .map(
                                file ->
                                        String.format(
                                                "{\"rfilename\":\"%s\",\"size\":%d,\"blobId\":\"%s\"}",
                                                file.getKey(),
                                                file.getValue().length,
                                                hash("SHA-1", file.getValue())))
                        .collect(Collectors.joining(","));
        return Answer.of(
                200,
                ("{\"id\":\"org/name\",\"sha\":\"" + commit + "\",\"siblings\":[" + siblings + "]}")
                        .getBytes(UTF_8));
    }

    private Answer file(Request request, String revision, String path) {
        String commit = commitOf(revision);
        byte[] bytes = files.get(path.replace("%20", " "));
        if (commit.isEmpty()) {
            return Answer.of(404, "X-Error-Code", "RevisionNotFound");
        }
        if (bytes == null) {
            return Answer.of(404, "X-Error-Code", "EntryNotFound", "X-Repo-Commit", commit);
        }
        if (path.equals(large)) {
            return Answer.of(
                    302,
                    "Location",
                    content.address() + "/blob?signature=1",
                    "X-Repo-Commit",
                    commit,
                    "X-Linked-Etag",
                    "\"" + hash("SHA-256", bytes) + "\"",
                    "X-Linked-Size",
                    Integer.toString(bytes.length));
        }
        Answer answer = send(request, bytes, "W/\"" + hash("SHA-1", bytes) + "\"");
        answer.headers.put("X-Repo-Commit", commit);
        return answer;
    }

    private static Answer send(Request request, byte[] bytes, String etag) {
        String range = request.header("range");
        if (range.isEmpty()) {
            return Answer.of(200, bytes, "ETag", etag);
        }
        int from = Integer.parseInt(range.replaceAll("\\D", ""));
        String header = "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length;
        byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
        return Answer.of(206, rest, "ETag", etag, "Content-Range", header);
    }

    static String hash(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    List<String> requests() {
        return hub.requests;
    }

    @Override
    public void close() {
        hub.close();
        content.close();
    }
}
