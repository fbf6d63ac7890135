package dev.jeton.cli.models;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one file over HTTP, going on where an earlier try stopped.
 *
 * <p>A host that cannot be reached fails within the connection timeout, so that the next source
 * gets its turn. A connection that breaks half way is tried again, with a {@code Range} header,
 * while bytes keep coming. The content is not checked here: the caller knows the hash.
 */
final class HttpDownload {
    private static final int MAX_REDIRECTS = 10;
    private static final int MAX_TRIES_WITHOUT_PROGRESS = 3;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Environment environment;
    private final Timeouts timeouts;
    private @Nullable HttpClient client;

    HttpDownload(Environment environment, Timeouts timeouts) {
        this.environment = environment;
        this.timeouts = timeouts;
    }

    /** How long to wait: for a connection, for the answer's head, for the next bytes. */
    record Timeouts(Duration connect, Duration answer, Duration stall, Duration pause) {
        static final Timeouts DEFAULT =
                new Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(1));
    }

    static URI uri(String address) throws FetchException {
        try {
            URI uri = new URI(address);
            boolean web =
                    "http".equalsIgnoreCase(uri.getScheme())
                            || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Reported below with the same words as an address of another kind.
        }
        throw FetchException.wrongUse(
                "\"" + address + "\" is not an address that begins with http:// or https://.");
    }

    /** Fills the request's target with the bytes at {@code uri}. */
    void fetch(URI uri, Optional<String> token, ModelSource.Request request)
            throws FetchException, IOException, InterruptedException {
        int triesLeft = MAX_TRIES_WITHOUT_PROGRESS;
        while (true) {
            long before = size(request);
            try {
                attempt(uri, token, request);
                return;
            } catch (IOException e) {
                if (size(request) > before) {
                    triesLeft = MAX_TRIES_WITHOUT_PROGRESS;
                }
                if (--triesLeft <= 0 || !isWorthAnotherTry(e)) {
                    throw e;
                }
                Thread.sleep(timeouts.pause());
            }
        }
    }

    private static boolean isWorthAnotherTry(IOException e) {
        boolean unreachable =
                e instanceof ConnectException
                        || e instanceof HttpTimeoutException
                        || e instanceof SSLException
                        || e.getCause() instanceof UnresolvedAddressException;
        boolean disk = e instanceof java.nio.file.FileSystemException || IoCause.isDiskFull(e);
        return !unreachable && !disk;
    }

    private void attempt(URI uri, Optional<String> token, ModelSource.Request request)
            throws FetchException, IOException, InterruptedException {
        long from = size(request);
        if (from > 0 && from == request.bytes()) {
            return;
        }
        if (request.bytes() >= 0 && from > request.bytes()) {
            Files.delete(request.target());
            from = 0;
        }
        HttpResponse<InputStream> response = open(uri, token, from);
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status == 416 && from > 0) {
                Files.delete(request.target());
                throw new IOException("the server cannot go on at byte " + from);
            }
            if (status >= 500 || status == 429) {
                throw new IOException("the server answered " + status);
            }
            if (status != 200 && status != 206) {
                throw new FetchException(refusal(response.uri(), status));
            }
            boolean goesOn = status == 206 && startOf(response) == from;
            if (status == 206 && !goesOn) {
                throw new FetchException("the server sent another range than the one asked for");
            }
            long start = goesOn ? from : 0;
            checkLength(response, start, request);
            copy(body, start, length(response), request);
        }
    }

    private static String refusal(URI uri, int status) {
        String why =
                switch (status) {
                    case 401, 403 ->
                            " (access refused; a private or gated file needs a token in HF_TOKEN)";
                    case 404 -> " (not found)";
                    default -> "";
                };
        return "the server " + uri.getHost() + " answered " + status + why;
    }

    private static void checkLength(
            HttpResponse<?> response, long start, ModelSource.Request request)
            throws FetchException {
        OptionalLong length = length(response);
        if (length.isPresent() && request.bytes() >= 0) {
            long total = start + length.getAsLong();
            if (total != request.bytes()) {
                throw new FetchException(
                        String.format(
                                "the file there has %,d bytes, the catalogue says %,d",
                                total, request.bytes()));
            }
        }
    }

    private static OptionalLong length(HttpResponse<?> response) {
        return response.headers().firstValueAsLong("content-length");
    }

    /** The first byte's position in {@code Content-Range: bytes 100-199/200}, or -1. */
    private static long startOf(HttpResponse<?> response) {
        String range = response.headers().firstValue("content-range").orElse("");
        java.util.regex.Matcher matcher =
                java.util.regex.Pattern.compile("bytes (\\d{1,18})-.*").matcher(range);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    }

    /**
     * Sends the request and follows redirections. The client could follow them itself, but it would
     * show the token to the hosts of the content network as well.
     */
    private HttpResponse<InputStream> open(URI first, Optional<String> token, long from)
            throws FetchException, IOException, InterruptedException {
        URI uri = first;
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            HttpRequest.Builder builder =
                    HttpRequest.newBuilder(uri)
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
            response.body().close();
            URI next = uri(uri.resolve(location.get()).toString());
            if (uri.getScheme().equals("https") && !next.getScheme().equals("https")) {
                throw new FetchException("the server sent us from https to " + next.getScheme());
            }
            uri = next;
        }
        throw new FetchException("more than " + MAX_REDIRECTS + " redirections");
    }

    private static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equals(b.getScheme())
                && a.getHost().equals(b.getHost())
                && a.getPort() == b.getPort();
    }

    private HttpClient client(URI uri) {
        HttpClient made = client;
        if (made == null) {
            Proxies proxies = new Proxies(environment);
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

    private void copy(
            InputStream body, long start, OptionalLong length, ModelSource.Request request)
            throws FetchException, IOException {
        StandardOpenOption fresh =
                start > 0 ? StandardOpenOption.WRITE : StandardOpenOption.TRUNCATE_EXISTING;
        try (FileChannel out =
                        FileChannel.open(
                                request.target(),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                fresh);
                StallGuard guard = new StallGuard(body, timeouts.stall())) {
            out.position(start);
            byte[] buffer = new byte[BUFFER_BYTES];
            long done = start;
            for (int n = guard.read(buffer); n >= 0; n = guard.read(buffer)) {
                done += n;
                if (request.bytes() >= 0 && done > request.bytes()) {
                    throw new FetchException(
                            String.format(
                                    "the server sent more than the %,d bytes of the catalogue",
                                    request.bytes()));
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                request.progress().accept(done);
            }
            long expected =
                    request.bytes() >= 0 ? request.bytes() : start + length.orElse(done - start);
            if (done < expected) {
                throw new EOFException(
                        String.format("the connection ended at %,d of %,d bytes", done, expected));
            }
        }
    }

    private static long size(ModelSource.Request request) throws IOException {
        return Files.exists(request.target()) ? Files.size(request.target()) : 0;
    }
}
