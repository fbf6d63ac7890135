package dev.jeton.cli.models;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process at a time fetch a model. The operating system releases the lock when its process
 * dies, so a killed fetch blocks nobody.
 */
final class StoreLock implements AutoCloseable {
    private static final long POLL_MILLIS = 200;

    private final FileChannel channel;

    private StoreLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock and says so once. */
    static StoreLock acquire(Path file, String model, FetchListener listener)
            throws IOException, InterruptedException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            boolean told = false;
            while (tryLock(channel) == null) {
                if (!told) {
                    listener.notice(
                            "Another jeton"
                                    + owner(channel)
                                    + " is fetching "
                                    + model
                                    + "; waiting.");
                    told = true;
                }
                Thread.sleep(POLL_MILLIS);
            }
            byte[] pid =
                    Long.toString(ProcessHandle.current().pid())
                            .getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid), 0);
            return new StoreLock(channel);
        } catch (IOException | InterruptedException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            // Far behind the content: on Windows a locked range cannot be read by others.
            return channel.tryLock(1L << 40, 1, false);
        } catch (OverlappingFileLockException e) {
            return null; // another thread of this JVM has it
        }
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        int n = channel.read(bytes, 0);
        String text = n <= 0 ? "" : new String(bytes.array(), 0, n, StandardCharsets.US_ASCII);
        return text.matches("\\d+") ? " (process " + text + ")" : "";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
