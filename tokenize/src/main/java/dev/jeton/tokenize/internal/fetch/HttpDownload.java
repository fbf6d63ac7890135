package dev.jeton.tokenize.internal.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one file over HTTP, going on where an earlier try stopped.
 *
 * <p>A host that cannot be reached fails within the connection timeout, so that the next source
 * gets its turn. A connection that breaks half way is tried again, with a {@code Range} header,
 * while bytes keep coming; a busy server is asked again after the time it names. The content is not
 * checked here: the caller knows the hash.
 */
public final class HttpDownload {
    private static final int MAX_REDIRECTS = 10;
    private static final int MAX_TRIES_WITHOUT_PROGRESS = 3;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long MAX_RETRY_AFTER_SECONDS = 30;

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-.*");

    private final Variables variables;
    private final Timeouts timeouts;
    private @Nullable HttpClient client;

    /** A downloader for one thread, with the proxy that the variables name. */
    public HttpDownload(Variables variables, Timeouts timeouts) {
        this.variables = variables;
        this.timeouts = timeouts;
    }

    /**
     * How long to wait.
     *
     * @param connect for a connection
     * @param answer for the head of the answer
     * @param stall for the next bytes
     * @param pause before another try, where the server names no time
     */
    public record Timeouts(Duration connect, Duration answer, Duration stall, Duration pause) {
        /** 5 s, 20 s, 30 s and 1 s. */
        public static final Timeouts DEFAULT =
                new Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1));
    }

    /**
     * The file to fill.
     *
     * @param file may hold the first bytes from an earlier try
     * @param bytes the length it must have, or -1
     * @param maxBytes the most it may have
     * @param progress is told the length now and then
     */
    public record Target(Path file, long bytes, long maxBytes, LongConsumer progress) {}

    /**
     * The head of an answer.
     *
     * @param status below 400
     * @param headers the answer's headers
     */
    public record Head(int status, HttpHeaders headers) {
        /** The first header of this name, if it is there and not empty. */
        public Optional<String> header(String name) {
            return headers.firstValue(name).map(String::strip).filter(value -> !value.isEmpty());
        }
    }

    /** A request that may be tried again. */
    @FunctionalInterface
    private interface Attempt<T> {
        T run() throws IOException, InterruptedException;
    }

    /** The address if it begins with http:// or https:// and names a host. */
    public static Optional<URI> uri(String address) {
        try {
            URI uri = new URI(address);
            boolean web =
                    "http".equalsIgnoreCase(uri.getScheme())
                            || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * Fills the target with the bytes at {@code uri}. On failure it keeps what a later try can use.
     *
     * @param token is shown to the host of {@code uri} alone, not to those it redirects to
     * @throws HttpRefusal if the server says no
     * @throws DownloadException if what it sends cannot be the file
     * @throws IOException if the network or the disk fails
     */
    public void fetch(URI uri, Optional<String> token, Target target)
            throws IOException, InterruptedException {
        int triesLeft = MAX_TRIES_WITHOUT_PROGRESS;
        while (true) {
            long before = size(target.file());
            try {
                attempt(uri, token, target);
                return;
            } catch (IOException e) {
                if (size(target.file()) > before) {
                    triesLeft = MAX_TRIES_WITHOUT_PROGRESS;
                }
                pauseOrThrow(e, --triesLeft);
            }
        }
    }

    /**
     * The head of the answer to {@code HEAD uri}. Redirections are followed on the same host only:
     * one that leads elsewhere is the answer, because its headers tell about the file.
     *
     * @throws HttpRefusal if the server answers 400 or more
     * @throws IOException if the network fails
     */
    public Head head(URI uri, Optional<String> token) throws IOException, InterruptedException {
        return retried(
                () -> {
                    HttpResponse<InputStream> response = open("HEAD", uri, token, 0, true);
                    response.body().close();
                    if (response.statusCode() >= 400) {
                        throw refusal(response);
                    }
                    return new Head(response.statusCode(), response.headers());
                });
    }

    /**
     * A small answer as a whole.
     *
     * @throws HttpRefusal if the server does not answer 200
     * @throws DownloadException if the answer is longer than {@code maxBytes}
     * @throws IOException if the network fails
     */
    public byte[] read(URI uri, Optional<String> token, int maxBytes)
            throws IOException, InterruptedException {
        return retried(
                () -> {
                    HttpResponse<InputStream> response = open("GET", uri, token, 0, false);
                    try (InputStream body = response.body();
                            StallGuard guard = new StallGuard(body, timeouts.stall())) {
                        if (response.statusCode() != 200) {
                            throw refusal(response);
                        }
                        return readAll(guard, maxBytes);
                    }
                });
    }

    private static byte[] readAll(StallGuard guard, int maxBytes) throws IOException {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int n = guard.read(buffer); n >= 0; n = guard.read(buffer)) {
            if (all.size() + n > maxBytes) {
                throw new DownloadException(
                        String.format("the answer has more than %,d bytes", maxBytes));
            }
            all.write(buffer, 0, n);
        }
        return all.toByteArray();
    }

    private <T> T retried(Attempt<T> attempt) throws IOException, InterruptedException {
        int triesLeft = MAX_TRIES_WITHOUT_PROGRESS;
        while (true) {
            try {
                return attempt.run();
            } catch (IOException e) {
                pauseOrThrow(e, --triesLeft);
            }
        }
    }

    /** Waits before another try, or gives the failure to the caller. */
    private void pauseOrThrow(IOException e, int triesLeft)
            throws IOException, InterruptedException {
        if (triesLeft <= 0 || !isWorthAnotherTry(e)) {
            throw e;
        }
        Duration pause = timeouts.pause();
        if (e instanceof HttpRefusal refusal && refusal.retryAfterSeconds().isPresent()) {
            long seconds = refusal.retryAfterSeconds().getAsLong();
            if (seconds > MAX_RETRY_AFTER_SECONDS) {
                throw e;
            }
            pause = Duration.ofSeconds(seconds);
        }
        Thread.sleep(pause.toMillis());
    }

    private static boolean isWorthAnotherTry(IOException e) {
        if (e instanceof HttpRefusal refusal) {
            return refusal.isTemporary();
        }
        boolean unreachable =
                e instanceof ConnectException
                        || e instanceof HttpTimeoutException
                        || e instanceof SSLException
                        || e.getCause() instanceof UnresolvedAddressException;
        boolean disk = e instanceof FileSystemException || IoCause.isDiskFull(e);
        return !unreachable && !disk && !(e instanceof DownloadException);
    }

    private void attempt(URI uri, Optional<String> token, Target target)
            throws IOException, InterruptedException {
        long from = size(target.file());
        if (from > 0 && from == target.bytes()) {
            return;
        }
        if (target.bytes() >= 0 && from > target.bytes()) {
            Files.delete(target.file());
            from = 0;
        }
        HttpResponse<InputStream> response = open("GET", uri, token, from, false);
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status == 416 && from > 0) {
                Files.delete(target.file());
                throw new IOException("the server cannot go on at byte " + from);
            }
            if (status != 200 && status != 206) {
                throw refusal(response);
            }
            boolean goesOn = status == 206 && startOf(response) == from;
            if (status == 206 && !goesOn) {
                throw new DownloadException("the server sent another range than the one asked for");
            }
            long start = goesOn ? from : 0;
            checkLength(response, start, target);
            copy(body, start, length(response), target);
        }
    }

    private static HttpRefusal refusal(HttpResponse<?> response) {
        return new HttpRefusal(response.uri(), response.statusCode(), response.headers());
    }

    private static void checkLength(HttpResponse<?> response, long start, Target target)
            throws IOException {
        OptionalLong length = length(response);
        if (length.isEmpty()) {
            return;
        }
        long total = start + length.getAsLong();
        if (target.bytes() >= 0 && total != target.bytes()) {
            throw new DownloadException(
                    String.format(
                            "the file there has %,d bytes, expected are %,d",
                            total, target.bytes()));
        }
        if (total > target.maxBytes()) {
            throw new DownloadException(
                    String.format(
                            "the file there has %,d bytes, more than %,d",
                            total, target.maxBytes()));
        }
    }

    private static OptionalLong length(HttpResponse<?> response) {
        return response.headers().firstValueAsLong("content-length");
    }

    /** The first byte's position in {@code Content-Range: bytes 100-199/200}, or -1. */
    private static long startOf(HttpResponse<?> response) {
        String range = response.headers().firstValue("content-range").orElse("");
        Matcher matcher = CONTENT_RANGE.matcher(range);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    /**
     * Sends the request and follows redirections. The client could follow them itself, but it would
     * show the token to the hosts of the content network as well.
     */
    private HttpResponse<InputStream> open(
            String method, URI first, Optional<String> token, long from, boolean sameHostOnly)
            throws IOException, InterruptedException {
        URI uri = first;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            HttpRequest.Builder builder =
                    HttpRequest.newBuilder(uri)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .timeout(timeouts.answer())
                            .header("User-Agent", "jeton")
                            .header("Accept-Encoding", "identity");
            if (from > 0) {
                builder.header("Range", "bytes=" + from + "-");
            }
            if (token.isPresent() && sameOrigin(first, uri)) {
                builder.header("Authorization", "Bearer " + token.get());
            }
            HttpResponse<InputStream> response =
                    client(uri).send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
            Optional<String> location = response.headers().firstValue("location");
            if (response.statusCode() / 100 != 3 || location.isEmpty()) {
                return response;
            }
            URI next = next(uri, location.get());
            if (sameHostOnly && !sameOrigin(first, next)) {
                return response;
            }
            response.body().close();
            uri = next;
        }
        throw new DownloadException("more than " + MAX_REDIRECTS + " redirections");
    }

    private static URI next(URI uri, String location) throws IOException {
        Optional<URI> next;
        try {
            next = uri(uri.resolve(location).toString());
        } catch (IllegalArgumentException e) {
            next = Optional.empty();
        }
        if (next.isEmpty()) {
            throw new DownloadException(
                    "the server sent us to \""
                            + location
                            + "\", which is not an address that begins with http:// or https://");
        }
        String scheme = next.get().getScheme();
        if (uri.getScheme().equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("https")) {
            throw new DownloadException("the server sent us from https to " + scheme);
        }
        return next.get();
    }

    private static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme())
                && a.getHost().equalsIgnoreCase(b.getHost())
                && a.getPort() == b.getPort();
    }

    private HttpClient client(URI uri) {
        HttpClient made = client;
        if (made == null) {
            Proxies proxies = new Proxies(variables);
            HttpClient.Builder builder =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .followRedirects(HttpClient.Redirect.NEVER)
                            .connectTimeout(timeouts.connect())
                            .proxy(proxies);
            proxies.authenticator(uri.getScheme()).ifPresent(builder::authenticator);
            made = builder.build();
            client = made;
        }
        return made;
    }

    private void copy(InputStream body, long start, OptionalLong length, Target target)
            throws IOException {
        StandardOpenOption fresh =
                start > 0 ? StandardOpenOption.WRITE : StandardOpenOption.TRUNCATE_EXISTING;
        try (FileChannel out =
                        FileChannel.open(
                                target.file(),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                fresh);
                StallGuard guard = new StallGuard(body, timeouts.stall())) {
            out.position(start);
            byte[] buffer = new byte[BUFFER_BYTES];
            long done = start;
            long most = target.bytes() >= 0 ? target.bytes() : target.maxBytes();
            for (int n = guard.read(buffer); n >= 0; n = guard.read(buffer)) {
                done += n;
                if (done > most) {
                    throw new DownloadException(
                            String.format("the server sent more than %,d bytes", most));
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                target.progress().accept(done);
            }
            long expected =
                    target.bytes() >= 0 ? target.bytes() : start + length.orElse(done - start);
            if (done < expected) {
                throw new EOFException(
                        String.format("the connection ended at %,d of %,d bytes", done, expected));
            }
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
