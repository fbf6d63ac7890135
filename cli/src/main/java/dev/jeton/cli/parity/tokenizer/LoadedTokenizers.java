package dev.jeton.cli.parity.tokenizer;

import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The tokenizers of a folder, loaded once while they are in use.
 *
 * <p>Thread-safe. Rows of one tokenizer stand together, so the least recently used ones are dropped
 * when their files are more than 64 MB together.
 */
final class LoadedTokenizers {
    private static final long MAX_FILE_BYTES = 64L << 20;

    private final Path folder;
    private final Path fetched;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long fileBytes;

    private record Entry(long bytes, FutureTask<Tokenizer> task) {}

    LoadedTokenizers(Path folder, Path fetched) {
        this.folder = folder;
        this.fetched = fetched;
    }

    /**
     * The tokenizer of this name: {@code micro/NAME.json}, else the folder {@code folders/NAME},
     * else {@code NAME/tokenizer.json} among the fetched files.
     *
     * @throws NotReplayableException if neither file is there
     * @throws dev.jeton.tokenize.TokenizerException if the file is refused
     */
    Tokenizer get(String name) {
        FutureTask<Tokenizer> task = task(name, file(name));
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while loading " + name, e);
        }
    }

    /** Where the file of a tokenizer lies. */
    private Path file(String name) {
        Path micro = folder.resolve("micro").resolve(name + ".json");
        if (Files.isRegularFile(micro)) {
            return micro;
        }
        Path pretrained = folder.resolve("folders").resolve(name);
        if (Files.isDirectory(pretrained)) {
            return pretrained;
        }
        Path real = fetched.resolve(name).resolve("tokenizer.json");
        if (Files.isRegularFile(real)) {
            return real;
        }
        throw new NotReplayableException(
                name
                        + ": neither micro/"
                        + name
                        + ".json nor "
                        + fetched.getFileName()
                        + "/"
                        + name
                        + "/tokenizer.json is there");
    }

    private synchronized FutureTask<Tokenizer> task(String name, Path file) {
        Entry entry = entries.get(name);
        if (entry == null) {
            Callable<Tokenizer> load = () -> Tokenizers.load(file);
            entry = new Entry(size(file), new FutureTask<>(load));
            entries.put(name, entry);
            fileBytes += entry.bytes();
            Iterator<Entry> oldest = entries.values().iterator();
            while (fileBytes > MAX_FILE_BYTES && entries.size() > 1) {
                fileBytes -= oldest.next().bytes();
                oldest.remove();
            }
        }
        return entry.task();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
