package dev.jeton.cli.models;

import dev.jeton.tokenize.hub.FetchListener;
import dev.jeton.tokenize.internal.fetch.HttpDownload;
import dev.jeton.tokenize.internal.fetch.IoCause;
import dev.jeton.tokenize.internal.fetch.ProcessLock;
import dev.jeton.tokenize.internal.fetch.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives the file of a model: from the cache, or fetched into it.
 *
 * <p>Layout: {@code CACHE/models/NAME/FILE}, beside it {@code FILE.verified} (hash, length and time
 * of the file when its hash was last compared), {@code .lock}, and while a fetch goes on {@code
 * FILE.part}. Safe to use from several threads and processes.
 */
public final class ModelStore {
    private final Catalog catalog;
    private final Path folder;
    private final boolean offline;
    private final Map<String, ModelSource> sources;

    private ModelStore(Builder builder) {
        this.catalog = builder.catalog;
        this.folder = builder.environment.cacheFolder().resolve("models");
        this.offline = builder.offline;
        this.sources = new LinkedHashMap<>(builder.sources);
    }

    /** The store of this environment with the built-in and the user's catalogue. */
    public static ModelStore open(Environment environment) throws FetchException {
        return builder(environment, Catalog.load(environment)).build();
    }

    /** Starts a store of this catalogue with the built-in kinds of sources. */
    public static Builder builder(Environment environment, Catalog catalog) {
        return new Builder(environment, catalog);
    }

    /** Options of a store. */
    public static final class Builder {
        private final Environment environment;
        private final Catalog catalog;
        private final Map<String, ModelSource> sources = new LinkedHashMap<>();
        private boolean offline;

        private Builder(Environment environment, Catalog catalog) {
            this.environment = environment;
            this.catalog = catalog;
            this.offline = environment.isOn("JETON_OFFLINE");
            timeouts(HttpDownload.Timeouts.DEFAULT);
            source(new PipSource(environment));
        }

        /** Forbids fetching; {@code JETON_OFFLINE} forbids it already. */
        public Builder offline(boolean on) {
            offline = offline || on;
            return this;
        }

        /** Adds a kind of source, or replaces the one of the same type. */
        public Builder source(ModelSource source) {
            sources.put(source.type(), source);
            return this;
        }

        Builder timeouts(HttpDownload.Timeouts timeouts) {
            WebDownload download = new WebDownload(environment, timeouts);
            source(new HubSource(download, environment));
            return source(new UrlSource(download));
        }

        /** The store. */
        public ModelStore build() {
            return new ModelStore(this);
        }
    }

    /** The catalogue this store fetches from. */
    public Catalog catalog() {
        return catalog;
    }

    /** The folder that holds one folder for each fetched model. */
    public Path folder() {
        return folder;
    }

    /** Where the entry's file is, or would be. */
    public Path pathOf(ModelEntry entry) {
        return homeOf(entry).resolve(entry.file());
    }

    private Path homeOf(ModelEntry entry) {
        return folder.resolve(entry.name());
    }

    /**
     * The entry's file if it is in the cache and has the right hash. The hash is computed once;
     * while length and time of the file stay, it is not read again.
     */
    public Optional<Path> cached(ModelEntry entry) throws FetchException {
        Path file = pathOf(entry);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) != entry.bytes()) {
                return Optional.empty();
            }
            if (isMarkedVerified(entry, file)) {
                return Optional.of(file);
            }
            if (!Sha256.of(file).equals(entry.sha256())) {
                return Optional.empty();
            }
            markVerified(entry, file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new FetchException(file + " cannot be read: " + IoCause.of(e) + ".", e);
        }
    }

    /** The cached file with this SHA-256, if the catalogue knows it. */
    public Optional<Path> findBySha256(String sha256) throws FetchException {
        Optional<ModelEntry> entry = catalog.findBySha256(sha256);
        return entry.isPresent() ? cached(entry.get()) : Optional.empty();
    }

    /** The entry's file, fetched first if the cache lacks it. */
    public Path fetch(ModelEntry entry, FetchListener listener)
            throws FetchException, InterruptedException {
        Optional<Path> cached = cached(entry);
        if (cached.isPresent()) {
            return cached.get();
        }
        if (offline) {
            throw new FetchException(
                    "The model "
                            + entry.name()
                            + " is not in the cache "
                            + folder
                            + ", and fetching is switched off (--offline or JETON_OFFLINE). Fetch"
                            + " it once with a network: jeton models fetch "
                            + entry.name()
                            + ". Or name a file: --model FILE.gguf.");
        }
        Path home = homeOf(entry);
        try {
            Files.createDirectories(home);
            try (ProcessLock _ =
                    ProcessLock.acquire(home.resolve(".lock"), entry.name(), listener)) {
                // The process we waited for may have fetched it.
                Optional<Path> meanwhile = cached(entry);
                return meanwhile.isPresent() ? meanwhile.get() : fetchLocked(entry, listener);
            }
        } catch (IOException e) {
            throw new FetchException(
                    "The model cache "
                            + home
                            + " cannot be used: "
                            + IoCause.of(e)
                            + ". JETON_CACHE names another folder.",
                    e);
        }
    }

    /** Deletes the entry's folder; returns the bytes that are free now. */
    public long remove(ModelEntry entry) throws FetchException, InterruptedException {
        Path home = homeOf(entry);
        if (!Files.isDirectory(home)) {
            return 0;
        }
        try (ProcessLock _ =
                ProcessLock.acquire(home.resolve(".lock"), entry.name(), FetchListener.SILENT)) {
            long size = Trees.size(home);
            Trees.delete(home);
            return size;
        } catch (IOException e) {
            throw new FetchException(home + " cannot be removed: " + IoCause.of(e) + ".", e);
        }
    }

    private Path fetchLocked(ModelEntry entry, FetchListener listener)
            throws FetchException, InterruptedException {
        List<String> failures = new ArrayList<>();
        for (ModelEntry.Source source : entry.sources()) {
            ModelSource kind = sources.get(source.type());
            if (kind == null) {
                failures.add("unknown kind of source \"" + source.type() + "\"");
                continue;
            }
            String place = kind.describe(source.parts().get(0));
            try {
                return new Fetch(entry, source, kind, listener).run();
            } catch (FetchException e) {
                failures.add(place + ": " + e.getMessage());
            } catch (IOException e) {
                if (IoCause.isDiskFull(e)) {
                    throw new FetchException(diskFull(entry), e);
                }
                failures.add(place + ": " + IoCause.of(e));
            }
            if (failures.size() < entry.sources().size()) {
                listener.notice(failures.get(failures.size() - 1) + ". Trying the next source.");
            }
        }
        throw new FetchException(
                "The model "
                        + entry.name()
                        + " could not be fetched from any source.\n  "
                        + String.join("\n  ", failures)
                        + "\n"
                        + "Check the network and the proxy settings (HTTPS_PROXY), or name a file:"
                        + " --model FILE.gguf. See"
                        + " docs/troubleshooting.md#the-model-cannot-be-fetched.");
    }

    private String diskFull(ModelEntry entry) {
        long free = -1;
        try {
            free = Files.getFileStore(homeOf(entry)).getUsableSpace();
        } catch (IOException e) {
            // The message goes without the figure.
        }
        return String.format(
                "No space left in %s: %s needs %,d bytes%s. Free some space, or let JETON_CACHE"
                        + " name a folder on another disk. What has arrived is kept for the next try.",
                folder,
                entry.name(),
                entry.bytes(),
                free < 0 ? "" : String.format(", %,d are free", free));
    }

    private static Path markOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".verified");
    }

    private static String mark(ModelEntry entry, Path file) throws IOException {
        return entry.sha256()
                + " "
                + Files.size(file)
                + " "
                + Files.getLastModifiedTime(file).toMillis();
    }

    private static boolean isMarkedVerified(ModelEntry entry, Path file) throws IOException {
        Path mark = markOf(file);
        return Files.isRegularFile(mark)
                && Files.readString(mark).strip().equals(mark(entry, file));
    }

    private static void markVerified(ModelEntry entry, Path file) {
        try {
            Files.writeString(markOf(file), mark(entry, file) + "\n");
        } catch (IOException e) {
            // A cache that cannot be written is hashed at every start; that is slow, not wrong.
        }
    }

    /** One try with one source. */
    private final class Fetch {
        private final ModelEntry entry;
        private final ModelEntry.Source source;
        private final ModelSource kind;
        private final FetchListener listener;
        private final Path target;
        private final Path partial;

        Fetch(
                ModelEntry entry,
                ModelEntry.Source source,
                ModelSource kind,
                FetchListener listener) {
            this.entry = entry;
            this.source = source;
            this.kind = kind;
            this.listener = listener;
            this.target = pathOf(entry);
            this.partial = target.resolveSibling(target.getFileName() + ".part");
        }

        Path run() throws FetchException, IOException, InterruptedException {
            requireSpace();
            boolean resumed = sizeOf(partial) > 0;
            try {
                return complete();
            } catch (WrongHashException e) {
                if (!resumed) {
                    throw e.toFetchException();
                }
                // The beginning came from an earlier try and may be what is wrong: once more, anew.
                listener.notice("What an earlier try left does not fit; starting again.");
                try {
                    return complete();
                } catch (WrongHashException again) {
                    throw again.toFetchException();
                }
            }
        }

        private Path complete()
                throws FetchException, IOException, InterruptedException, WrongHashException {
            fill();
            String hash = Sha256.of(partial);
            if (!hash.equals(entry.sha256())) {
                Files.delete(partial);
                throw new WrongHashException(entry.file(), hash, entry.sha256());
            }
            try {
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
            }
            markVerified(entry, target);
            return target;
        }

        private void fill()
                throws FetchException, IOException, InterruptedException, WrongHashException {
            List<ModelEntry.Part> parts = source.parts();
            listener.started(
                    entry.name(), kind.describe(parts.get(0)), sizeOf(partial), entry.bytes());
            try {
                if (parts.size() == 1) {
                    fetchPart(parts.get(0), entry.bytes(), partial, 0);
                } else {
                    fillFromParts(parts);
                }
            } finally {
                listener.stopped();
            }
        }

        private void fillFromParts(List<ModelEntry.Part> parts)
                throws FetchException, IOException, InterruptedException, WrongHashException {
            List<Path> files = new ArrayList<>();
            long done = 0;
            for (int i = 0; i < parts.size(); i++) {
                ModelEntry.Part part = parts.get(i);
                Path file =
                        partial.resolveSibling(
                                partial.getFileName() + (i + 1 + "of") + parts.size());
                fetchPart(part, part.bytes().orElse(-1), file, done);
                if (part.sha256().isPresent()) {
                    String hash = Sha256.of(file);
                    if (!hash.equals(part.sha256().get())) {
                        Files.delete(file);
                        throw new WrongHashException(
                                "part " + (i + 1) + " of " + entry.file(),
                                hash,
                                part.sha256().get());
                    }
                }
                done += Files.size(file);
                files.add(file);
            }
            join(files);
        }

        private void join(List<Path> files) throws IOException {
            try (FileChannel out =
                    FileChannel.open(
                            partial,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                for (Path file : files) {
                    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
                        for (long at = 0, size = in.size(); at < size; ) {
                            at += in.transferTo(at, size - at, out);
                        }
                    }
                }
            }
            for (Path file : files) {
                Files.delete(file);
            }
        }

        private void fetchPart(ModelEntry.Part part, long bytes, Path file, long offset)
                throws FetchException, IOException, InterruptedException {
            if (bytes < 0 || sizeOf(file) != bytes) {
                kind.fetch(
                        new ModelSource.Request(
                                part, bytes, file, done -> listener.progress(offset + done)));
            }
        }

        private void requireSpace() throws FetchException, IOException {
            long needed = entry.bytes() - sizeOf(partial);
            if (Files.getFileStore(homeOf(entry)).getUsableSpace() < needed) {
                throw new IOException("No space left on device");
            }
        }
    }

    private static long sizeOf(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** The bytes that came are not the ones the catalogue promises. */
    private static final class WrongHashException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongHashException(String what, String found, String expected) {
            super(
                    what
                            + " has the SHA-256 "
                            + found
                            + ", the catalogue says "
                            + expected
                            + "; the bytes were deleted");
        }

        FetchException toFetchException() {
            return new FetchException(String.valueOf(getMessage()), this);
        }
    }
}
