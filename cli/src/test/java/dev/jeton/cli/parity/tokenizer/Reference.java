package dev.jeton.cli.parity.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What the tokenizer under test is compared with: outcomes of rows. */
interface Reference extends AutoCloseable {
    /** Asks for the outcomes of rows; they are {@link #answer()}, in the order of the questions. */
    void ask(List<ObjectNode> rows) throws IOException;

    /** The outcomes of the rows asked for longest ago. */
    ArrayNode answer() throws IOException;

    /** The tokenizer.json of a random pipeline, which rows call by its seed from now on. */
    String pipeline(String seed) throws IOException;

    /** Gives a tokenizer.json a name. */
    void file(String name, String json) throws IOException;

    @Override
    void close();

    /** A process that runs {@code scripts/golden/serve.py}. */
    final class Python implements Reference {
        private final ObjectMapper mapper = new ObjectMapper();
        private final Process process;
        private final java.io.OutputStream to;
        private final java.io.BufferedReader from;

        /** Writes while answers are read: else both processes may wait with full pipes. */
        private final ExecutorService writer = Executors.newSingleThreadExecutor();

        final String version;

        Python(List<String> command) throws IOException {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            to = new java.io.BufferedOutputStream(process.getOutputStream(), 1 << 16);
            from = process.inputReader(java.nio.charset.StandardCharsets.UTF_8);
            version = read().path("version").asText();
        }

        private JsonNode read() throws IOException {
            String line = from.readLine();
            if (line == null) {
                throw new IOException("the reference process has ended");
            }
            return mapper.readTree(line);
        }

        private void write(Object value) throws IOException {
            byte[] line = mapper.writeValueAsBytes(value);
            writer.execute(
                    () -> {
                        try {
                            to.write(line);
                            to.write('\n');
                            to.flush();
                        } catch (IOException e) {
                            process.destroy(); // the answer that does not come tells
                        }
                    });
        }

        @Override
        public void ask(List<ObjectNode> rows) throws IOException {
            write(rows);
        }

        @Override
        public ArrayNode answer() throws IOException {
            return (ArrayNode) read();
        }

        @Override
        public String pipeline(String seed) throws IOException {
            write(Rows.outcome().put("pipeline", seed));
            return read().asText();
        }

        @Override
        public void file(String name, String json) throws IOException {
            write(Rows.outcome().put("file", name).put("json", json));
            read();
        }

        @Override
        public void close() {
            writer.shutdown();
            process.destroy();
        }
    }
}
