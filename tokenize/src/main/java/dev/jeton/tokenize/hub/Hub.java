package dev.jeton.tokenize.hub;

import dev.jeton.tokenize.internal.fetch.HttpDownload;
import dev.jeton.tokenize.internal.fetch.ProcessLock;
import dev.jeton.tokenize.internal.fetch.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Files of repositories on the Hugging Face hub, fetched into the cache that Python uses as well.
 * Immutable; safe to share between threads and processes.
 *
 * <p>A branch or tag is looked up at each call (one request), and only files that changed are
 * fetched; a commit is looked up once and then needs no network. Where the hub cannot be reached,
 * is busy or refuses access, what the cache has of the revision is used, and the listener is told.
 */
public final class Hub {
    private static final String VOCABULARY =
            "vocabulary (tokenizer.json, a .model, tekken.json, .tiktoken, vocab.txt or"
                    + " vocab.json)";

    private final HubOptions options;

    private Hub(HubOptions options) {
        this.options = options;
    }

    /** The hub with these options. */
    public static Hub of(HubOptions options) {
        return new Hub(options);
    }

    /** Chooses files of a repository. */
    private interface Selection {
        /** Those to fetch; those that are needed most come last. */
        List<String> of(NavigableSet<String> files);

        /** Whether there is enough of them to go on without the hub. */
        boolean suffices(NavigableSet<String> present);
    }

    /**
     * The folder with the tokenizer files of a repository: {@code tokenizer.json}, or a vocabulary
     * in another form, with the configuration and the chat templates.
     *
     * @param id the repository, such as {@code org/name}
     * @throws HubException if there is no such repository, it cannot be had, or has no tokenizer
     * @throws IllegalArgumentException if {@code id} cannot be a repository
     */
    public Path tokenizerFolder(String id) {
        return snapshot(
                id,
                VOCABULARY,
                new Selection() {
                    @Override
                    public List<String> of(NavigableSet<String> files) {
                        if (!TokenizerFiles.hasVocabulary(files)) {
                            return List.of();
                        }
                        List<String> wanted = new ArrayList<>(TokenizerFiles.wanted(files));
                        // What is there counts as whole once the vocabulary is: so that comes last.
                        wanted.sort(
                                java.util.Comparator.comparing(
                                        file -> TokenizerFiles.hasVocabulary(Set.of(file))));
                        return wanted;
                    }

                    @Override
                    public boolean suffices(NavigableSet<String> present) {
                        return TokenizerFiles.hasVocabulary(present);
                    }
                });
    }

    /**
     * The folder with those files of a repository that a test accepts.
     *
     * @param id the repository, such as {@code org/name}
     * @param wanted is given paths such as {@code onnx/model.onnx}
     * @throws HubException if there is no such repository, it cannot be had, or has no such file
     * @throws IllegalArgumentException if {@code id} cannot be a repository
     */
    public Path folder(String id, Predicate<String> wanted) {
        return snapshot(
                id,
                "file that is wanted",
                new Selection() {
                    @Override
                    public List<String> of(NavigableSet<String> files) {
                        return files.stream().filter(wanted).toList();
                    }

                    @Override
                    public boolean suffices(NavigableSet<String> present) {
                        return present.stream().anyMatch(wanted);
                    }
                });
    }

    /**
     * One file of a repository.
     *
     * @param id the repository, such as {@code org/name}
     * @param path the file's path there
     * @throws HubException if it cannot be had
     * @throws IllegalArgumentException if {@code id} cannot be a repository or {@code path} a file
     */
    public Path file(String id, String path) {
        if (!HubNames.isFile(path)) {
            throw new IllegalArgumentException(
                    "\"" + path + "\" is not the path of a file in a repository.");
        }
        return folder(id, path::equals).resolve(path);
    }

    private Path snapshot(String id, String wanted, Selection selection) {
        HubNames.checkId(id);
        HubErrors errors = new HubErrors(id, options);
        HubCache cache = new HubCache(id, options);
        try {
            Optional<Path> here = cached(cache, selection);
            if (here.isPresent() && HubNames.isCommit(options.revision())) {
                return here.get();
            }
            if (options.isOffline()) {
                return here.or(() -> partly(cache, selection, errors)).orElseThrow(errors::offline);
            }
            return fetched(id, cache, errors, wanted, selection);
        } catch (IOException e) {
            throw errors.failed(e, "the repository");
        }
    }

    /** Fetches what is missing, or falls back to what is there. */
    private Path fetched(
            String id, HubCache cache, HubErrors errors, String wanted, Selection selection) {
        try {
            return new Fetch(id, cache, errors).run(wanted, selection);
        } catch (HubException e) {
            Optional<Path> here =
                    e.leavesTheCache() ? partly(cache, selection, errors) : Optional.empty();
            if (here.isEmpty()) {
                throw e;
            }
            options.listener()
                    .notice(e.getMessage() + " Using what the cache has: " + here.get() + ".");
            return here.get();
        }
    }

    /** The snapshot in the cache, if the hub was asked for its files and all are there. */
    private Optional<Path> cached(HubCache cache, Selection selection) throws IOException {
        Optional<String> commit = cache.commitOf(options.revision());
        Optional<HubListing> listing =
                commit.isPresent() ? cache.listing(commit.get()) : Optional.empty();
        if (listing.isEmpty()) {
            return Optional.empty();
        }
        List<String> wanted = selection.of(new TreeSet<>(listing.get().files().keySet()));
        boolean whole =
                !wanted.isEmpty() && wanted.stream().allMatch(f -> cache.has(commit.get(), f));
        return whole ? Optional.of(cache.snapshot(commit.get())) : Optional.empty();
    }

    /** The snapshot in the cache, if there is enough in it; Python fetches file by file. */
    private Optional<Path> partly(HubCache cache, Selection selection, HubErrors errors) {
        try {
            Optional<String> commit = cache.commitOf(options.revision());
            return commit.isPresent() && selection.suffices(cache.present(commit.get()))
                    ? commit.map(cache::snapshot)
                    : Optional.empty();
        } catch (IOException e) {
            throw errors.failed(e, "the cache");
        }
    }

    /** One look at the hub. */
    private final class Fetch {
        private final String id;
        private final HubCache cache;
        private final HubErrors errors;
        private final HubServer server;

        Fetch(String id, HubCache cache, HubErrors errors) {
            this.id = id;
            this.cache = cache;
            this.errors = errors;
            server = new HubServer(id, options, errors);
        }

        Path run(String wanted, Selection selection) {
            String what = "the list of its files";
            try {
                HubListing listing = server.list();
                String commit = listing.commit();
                NavigableSet<String> files = new TreeSet<>(listing.files().keySet());
                List<String> chosen = selection.of(files);
                if (chosen.isEmpty()) {
                    throw errors.nothingWanted(files, wanted);
                }
                for (String file : chosen) {
                    what = file;
                    if (!cache.has(commit, file)) {
                        fetch(commit, file);
                    }
                }
                remember(listing);
                return cache.snapshot(commit);
            } catch (IOException e) {
                throw errors.failed(e, what);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw errors.interrupted(e);
            }
        }

        /** Only when all files are there: an older snapshot stays in use until then. */
        private void remember(HubListing listing) {
            try {
                cache.writeListing(listing);
                cache.writeRef(options.revision(), listing.commit());
            } catch (IOException e) {
                // A cache that can only be read, with everything in it: the next call asks again.
            }
        }

        private void fetch(String commit, String path) throws IOException, InterruptedException {
            HubServer.RemoteFile remote = server.describe(commit, path);
            if (remote.size() > options.maxFileBytes()) {
                throw errors.tooLarge(path, remote.size());
            }
            Path blob = cache.blob(remote.etag());
            if (!Files.exists(blob)) {
                Path file = cache.lock(remote.etag());
                ProcessLock lock = ProcessLock.acquire(file, id + "/" + path, options.listener());
                try {
                    if (!Files.exists(blob)) { // the process we waited for may have fetched it
                        download(commit, path, remote, blob);
                    }
                } finally {
                    lock.close();
                }
            }
            cache.link(blob, cache.snapshot(commit).resolve(path));
        }

        private void download(String commit, String path, HubServer.RemoteFile remote, Path blob)
                throws IOException, InterruptedException {
            Path partial = blob.resolveSibling(remote.etag() + ".jeton.incomplete");
            boolean resumed = Files.exists(partial) && Files.size(partial) > 0;
            fill(commit, path, remote, partial);
            if (!remote.sha256().isEmpty() && !Sha256.of(partial).equals(remote.sha256())) {
                if (resumed) {
                    // The beginning came from an earlier try and may be what is wrong.
                    Files.delete(partial);
                    fill(commit, path, remote, partial);
                }
                String found = Sha256.of(partial);
                if (!found.equals(remote.sha256())) {
                    Files.delete(partial);
                    throw errors.wrongHash(path, found, remote.sha256());
                }
            }
            HubCache.move(partial, blob);
        }

        private void fill(String commit, String path, HubServer.RemoteFile remote, Path partial)
                throws IOException, InterruptedException {
            FetchListener listener = options.listener();
            long done = Files.exists(partial) ? Files.size(partial) : 0;
            listener.started(path, id, done, remote.size());
            try {
                server.download(
                        commit,
                        path,
                        new HttpDownload.Target(
                                partial,
                                remote.size(),
                                options.maxFileBytes(),
                                listener::progress));
            } finally {
                listener.stopped();
            }
        }
    }
}
