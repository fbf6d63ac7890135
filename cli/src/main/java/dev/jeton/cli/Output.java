package dev.jeton.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A text stream that notices when its reader has gone.
 *
 * <p>{@code PrintStream} swallows such failures, so {@code jeton encode ... | head -1} would go on
 * computing for nobody, and a full disk would leave half a file without a word.
 */
final class Output extends Writer {
    private final Writer writer;
    private final String name;
    private @Nullable OutputException failure;

    Output(OutputStream stream, Charset charset, String name) {
        this.writer = new BufferedWriter(new OutputStreamWriter(stream, charset), 1 << 13);
        this.name = name;
    }

    /** The text cannot be written. */
    static final class OutputException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutputException(String message, IOException cause) {
            super(message, cause);
        }

        /** Whether the reader closed the pipe, which is its right. */
        boolean isClosedPipe() {
            String message = String.valueOf(getCause() == null ? "" : getCause().getMessage());
            String text = message.toLowerCase(Locale.ROOT);
            return text.contains("broken pipe")
                    || text.contains("pipe is being closed")
                    || text.contains("stream closed")
                    || text.contains("pipe closed");
        }
    }

    Output print(String text) {
        try {
            writer.write(text);
        } catch (IOException e) {
            throw failure(e);
        }
        return this;
    }

    Output println(String line) {
        return print(line).print("\n");
    }

    @Override
    public void write(char[] chars, int offset, int length) {
        try {
            writer.write(chars, offset, length);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void flush() {
        try {
            writer.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        flush();
    }

    /** The first failure; picocli's own printing must not end in a stack trace. */
    @Nullable OutputException failure() {
        return failure;
    }

    private OutputException failure(IOException e) {
        OutputException made =
                new OutputException(name + " cannot be written: " + e.getMessage(), e);
        failure = failure == null ? made : failure;
        return made;
    }
}
