package dev.jeton.cli.models;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one file on the loopback interface, well or badly. */
final class FileServer implements AutoCloseable {
    /** How the next answers go wrong. */
    enum Fault {
        NONE,
        /** Half of the bytes, then the connection ends. */
        TRUNCATE_ONCE,
        /** Answers 404. */
        NOT_FOUND,
        /** Answers 403. */
        FORBIDDEN,
        /** Answers 503 once. */
        BUSY_ONCE,
        /** Ignores Range and sends everything. */
        NO_RANGES,
        /** Sends half and then nothing for a long time. */
        STALL,
        /** Redirects to itself for ever. */
        REDIRECT_FOR_EVER,
        /** Sends another file of the same length. */
        OTHER_BYTES,
        /** Sends each piece slowly. */
        SLOW,
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final byte[] content;
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> tokens = new CopyOnWriteArrayList<>();
    volatile Fault fault = Fault.NONE;

    FileServer(byte[] content) throws IOException {
        this.content = content;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            tokens.add(token == null ? "-" : token);
            if (exchange.getRequestURI().getPath().startsWith("/moved")) {
                exchange.getResponseHeaders().add("Location", "/file");
                exchange.sendResponseHeaders(302, -1);
                return;
            }
            switch (fault) {
                case NOT_FOUND -> exchange.sendResponseHeaders(404, -1);
                case FORBIDDEN -> exchange.sendResponseHeaders(403, -1);
                case REDIRECT_FOR_EVER -> {
                    exchange.getResponseHeaders().add("Location", "/again");
                    exchange.sendResponseHeaders(302, -1);
                }
                case BUSY_ONCE -> {
                    fault = Fault.NONE;
                    exchange.sendResponseHeaders(503, -1);
                }
                default -> send(exchange, range);
            }
        }
    }

    private void send(HttpExchange exchange, @org.jspecify.annotations.Nullable String range)
            throws IOException {
        byte[] bytes = fault == Fault.OTHER_BYTES ? new byte[content.length] : content;
        int from = 0;
        if (range != null && fault != Fault.NO_RANGES) {
            from = Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders()
                    .add(
                            "Content-Range",
                            "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
        OutputStream out = exchange.getResponseBody();
        switch (fault) {
            case TRUNCATE_ONCE -> {
                fault = Fault.NONE;
                out.write(bytes, from, (bytes.length - from) / 2);
                out.flush();
                throw new IOException("the server hangs up");
            }
            case STALL -> {
                out.write(bytes, from, (bytes.length - from) / 2);
                out.flush();
                pause(20_000);
            }
            case SLOW -> {
                int step = Math.max(1, (bytes.length - from) / 10);
                for (int at = from; at < bytes.length; at += step) {
                    out.write(bytes, at, Math.min(step, bytes.length - at));
                    out.flush();
                    pause(100);
                }
            }
            default -> out.write(bytes, from, bytes.length - from);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
