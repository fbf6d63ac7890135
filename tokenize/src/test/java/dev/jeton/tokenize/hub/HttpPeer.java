package dev.jeton.tokenize.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server on the loopback interface, one request a connection. On plain sockets, so that it
 * can break off in the middle and needs no module that the tested one lacks.
 */
class HttpPeer implements AutoCloseable {
    /** A request: headers in small letters. */
    record Request(String method, String path, Map<String, String> headers) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** An answer; of its body {@code sent} bytes are sent, then the connection ends. */
    static final class Answer {
        final int status;
        final Map<String, String> headers = new LinkedHashMap<>();
        final byte[] body;
        int sent;

        private Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
            sent = body.length;
        }

        static Answer of(int status, String... headers) {
            return of(status, new byte[0], headers);
        }

        static Answer of(int status, byte[] body, String... headers) {
            Answer answer = new Answer(status, body);
            for (int i = 0; i < headers.length; i += 2) {
                answer.headers.put(headers[i], headers[i + 1]);
            }
            return answer;
        }
    }

    /** What the server does. */
    @FunctionalInterface
    interface Behaviour {
        Answer answer(Request request) throws IOException;
    }

    private final ServerSocket socket;
    private final ExecutorService threads =
            Executors.newCachedThreadPool(
                    task -> {
                        Thread thread = new Thread(task, "http-peer");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final Behaviour behaviour;
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> tokens = new CopyOnWriteArrayList<>();

    HttpPeer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket connection = socket.accept();
                threads.execute(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            Request request = read(connection.getInputStream());
            String range = request.header("range");
            requests.add(
                    request.method() + " " + request.path() + (range.isEmpty() ? "" : " " + range));
            tokens.add(request.headers().getOrDefault("authorization", "-"));
            write(request, behaviour.answer(request), connection.getOutputStream());
        } catch (IOException e) {
            // The client went away.
        }
    }

    private static Request read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Request(first[0], first[1], headers);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the request ended");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static void write(Request request, Answer answer, OutputStream out) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status + " Word\r\n");
        Map<String, String> headers = new LinkedHashMap<>(answer.headers);
        headers.putIfAbsent("Content-Length", Integer.toString(answer.body.length));
        headers.put("Connection", "close");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        if (!request.method().equals("HEAD")) {
            out.write(answer.body, 0, answer.sent);
        }
        out.flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
        threads.shutdownNow();
    }
}
