package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

class OutputTest {
    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    @Test
    void closedPipeEndsWithTheCodeOfSigpipeAndWithoutAWord() {
        CommandRun run = new CommandRun().output(failing("Broken pipe"));
        assertEquals(141, run.run("--help"));
        assertEquals("", run.err());
    }

    @Test
    void closedPipeInsideACommandEndsQuietly() {
        CommandRun run = new CommandRun().output(failing("Broken pipe"));
        assertEquals(141, run.run("models", "list", "--json"));
        assertEquals("", run.err());
    }

    @Test
    void fullDiskUnderStandardOutputIsAnError() {
        CommandRun run = new CommandRun().output(failing("No space left on device"));
        assertEquals(1, run.run("models", "list"));
        assertTrue(
                run.err()
                        .endsWith(
                                "Standard output cannot be written: no space left on the disk.\n"),
                run.err());
    }

    @Test
    void modelTextCannotCommandTheTerminal() {
        assertEquals("a[31mb\n\tc", TerminalText.clean("a\u001b[31mb\u0007\n\tc\u009b\r"));
    }
}
