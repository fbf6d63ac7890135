package dev.jeton.tokenize.hub;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.fetch.HttpDownload;
import dev.jeton.tokenize.internal.fetch.HttpRefusal;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Asks the hub about one repository. For one thread. */
final class HubServer {
    private static final int MAX_LISTING_BYTES = 1 << 26;

    /** Codes with which the hub itself answers; without one a server may just lack the question. */
    private static final List<String> FINAL_CODES =
            List.of("RepoNotFound", "RevisionNotFound", "GatedRepo");

    private final String id;
    private final HubOptions options;
    private final HubErrors errors;
    private final HttpDownload download;

    HubServer(String id, HubOptions options, HubErrors errors) {
        this.id = id;
        this.options = options;
        this.errors = errors;
        download = options.newDownload();
    }

    /**
     * What the hub says about a file.
     *
     * @param etag the name of its bytes
     * @param size their number, or -1
     * @param sha256 of a large file, otherwise empty
     */
    record RemoteFile(String etag, long size, String sha256) {}

    /** The commit of the revision, and the files there. */
    HubListing list() throws IOException, InterruptedException {
        String address =
                options.endpoint()
                        + "/api/models/"
                        + id
                        + "/revision/"
                        + quoted(options.revision(), false)
                        + "?blobs=true";
        try {
            return HubListing.ofAnswer(
                    download.read(URI.create(address), options.token(), MAX_LISTING_BYTES),
                    address);
        } catch (HttpRefusal e) {
            boolean unknownQuestion = e.status() == 404 || e.status() == 405 || e.status() == 501;
            if (unknownQuestion && !FINAL_CODES.contains(e.header("x-error-code"))) {
                return probe();
            }
            throw e;
        } catch (HubException e) {
            throw e;
        } catch (TokenizerException e) {
            // A mirror that has the files alone may answer with a page about it.
            return probe();
        }
    }

    /** Asks for each name by itself, as one must with a mirror that has nothing but the files. */
    private HubListing probe() throws IOException, InterruptedException {
        NavigableMap<String, HubListing.Entry> files = new TreeMap<>();
        String commit = "";
        for (String name : TokenizerFiles.fixedNames()) {
            String answered;
            try {
                answered =
                        commitOf(download.head(address(options.revision(), name), options.token()));
                files.put(name, HubListing.Entry.UNKNOWN);
            } catch (HttpRefusal e) {
                if (e.status() != 404 || FINAL_CODES.contains(e.header("x-error-code"))) {
                    throw e;
                }
                answered = e.header("x-repo-commit");
            }
            commit = commit.isEmpty() ? answered : commit;
        }
        if (!HubNames.isBlob(commit)) {
            throw errors.noHub(options.endpoint());
        }
        return new HubListing(commit, files);
    }

    private static String commitOf(HttpDownload.Head head) {
        return head.header("x-repo-commit").orElse("");
    }

    /** What the hub says about the file {@code path} of a commit. */
    RemoteFile describe(String commit, String path) throws IOException, InterruptedException {
        HttpDownload.Head head = download.head(address(commit, path), options.token());
        Optional<String> linked = head.header("x-linked-etag");
        String etag = linked.or(() -> head.header("etag")).map(HubServer::etag).orElse("");
        if (!HubNames.isBlob(etag)) {
            // Not a name that a file may have: one of our own for these bytes.
            etag = sha256(commit + "/" + path + "/" + etag);
        }
        boolean isLarge = linked.isPresent() && etag.matches("[0-9a-f]{64}");
        Optional<String> size = head.header("x-linked-size");
        if (head.status() < 300) {
            size = size.or(() -> head.header("content-length"));
        }
        long bytes = size.filter(n -> n.matches("\\d{1,18}")).map(Long::parseLong).orElse(-1L);
        return new RemoteFile(etag, bytes, isLarge ? etag : "");
    }

    /** An etag without quotes and the sign of a weak one, as huggingface_hub names blobs. */
    private static String etag(String header) {
        String strong = header.startsWith("W/") ? header.substring(2) : header;
        return strong.replace("\"", "");
    }

    private static String sha256(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256.", e);
        }
    }

    /** Fills the target with the file {@code path} of a commit. */
    void download(String commit, String path, HttpDownload.Target target)
            throws IOException, InterruptedException {
        download.fetch(address(commit, path), options.token(), target);
    }

    private URI address(String revision, String path) {
        return URI.create(
                options.endpoint()
                        + "/"
                        + id
                        + "/resolve/"
                        + quoted(revision, false)
                        + "/"
                        + quoted(path, true));
    }

    /** Percent-encoded UTF-8. */
    private static String quoted(String text, boolean keepSlash) {
        StringBuilder quoted = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    (b >= 'a' && b <= 'z')
                            || (b >= 'A' && b <= 'Z')
                            || (b >= '0' && b <= '9')
                            || "-._~".indexOf(b) >= 0
                            || (keepSlash && b == '/');
            quoted.append(plain ? String.valueOf((char) b) : String.format("%%%02X", b & 0xff));
        }
        return quoted.toString();
    }
}
