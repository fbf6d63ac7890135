package dev.jeton.tokenize.internal.fetch;

import dev.jeton.tokenize.hub.FetchListener;
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
 * Lets one process at a time fetch a file. The operating system releases the lock when its process
 * dies, so a killed fetch blocks nobody.
 */
public final class ProcessLock implements AutoCloseable {
    private static final long POLL_MILLIS = 200;

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the lock and says so once.
     *
     * @param file the lock's file, which is made and stays
     * @param what what is to be fetched, for the notice
     * @param listener gets the notice
     */
    public static ProcessLock acquire(Path file, String what, FetchListener listener)
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
                            "Another process"
                                    + owner(channel)
                                    + " is fetching "
                                    + what
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
            return new ProcessLock(channel);
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
        return text.matches("\\d+") ? " (" + text + ")" : "";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
