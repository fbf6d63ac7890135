package dev.jeton.tokenize.hub;

import dev.jeton.tokenize.TokenizerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A repository in the cache, laid out as {@code huggingface_hub} lays it out, so that Python finds
 * what we fetched and we find what Python did.
 *
 * <pre>
 * CACHE/models--org--name/refs/main                  the commit of a branch or tag
 *                        /blobs/ETAG                 the bytes of a file
 *                        /snapshots/COMMIT/FILE      a link to ../../blobs/ETAG, or a copy
 *                        /trees/COMMIT.json          the files of a commit
 * CACHE/.locks/models--org--name/ETAG.lock
 * </pre>
 *
 * <p>Nothing under its final name is ever half written. The lock is kept among our own processes,
 * and with Python on Windows; on other systems Python locks in another way. So bytes arrive under a
 * name that Python does not use, and at worst a file is fetched twice.
 */
final class HubCache {
    private final Path folder;
    private final Path locks;
    private final boolean usesLinks;

    HubCache(String id, HubOptions options) {
        String name = "models--" + id.replace("/", "--");
        folder = options.cacheFolder().resolve(name);
        locks = options.cacheFolder().resolve(".locks").resolve(name);
        usesLinks = options.usesLinks();
    }

    /** The commit that a revision named when it was last asked for; a commit names itself. */
    Optional<String> commitOf(String revision) throws IOException {
        if (HubNames.isCommit(revision)) {
            return Optional.of(revision);
        }
        Path ref = folder.resolve("refs").resolve(revision);
        if (!Files.isRegularFile(ref)) {
            return Optional.empty();
        }
        return Optional.of(Files.readString(ref).strip()).filter(HubNames::isBlob);
    }

    /** Remembers the commit of a revision. A cache that cannot be written is asked again. */
    void writeRef(String revision, String commit) throws IOException {
        if (!revision.equals(commit) && !commitOf(revision).equals(Optional.of(commit))) {
            write(folder.resolve("refs").resolve(revision), commit);
        }
    }

    /** The folder with the files of a commit. */
    Path snapshot(String commit) {
        return folder.resolve("snapshots").resolve(commit);
    }

    /** The files of a commit that are in the cache. */
    NavigableSet<String> present(String commit) throws IOException {
        NavigableSet<String> names = new TreeSet<>();
        Path snapshot = snapshot(commit);
        if (Files.isDirectory(snapshot)) {
            try (Stream<Path> files = Files.walk(snapshot)) {
                files.filter(Files::isRegularFile)
                        .map(file -> snapshot.relativize(file).toString().replace('\\', '/'))
                        .forEach(names::add);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return names;
    }

    /** The files that the commit has, if the hub was asked before. */
    Optional<HubListing> listing(String commit) throws IOException {
        Path file = folder.resolve("trees").resolve(commit + ".json");
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    HubListing.ofCache(commit, Files.readAllBytes(file), file.toString()));
        } catch (TokenizerException e) {
            return Optional.empty(); // broken, or of a later format: the hub is asked again
        }
    }

    void writeListing(HubListing listing) throws IOException {
        Path file = folder.resolve("trees").resolve(listing.commit() + ".json");
        if (listing.isComplete() && !Files.exists(file)) {
            write(file, new String(listing.toCache(), StandardCharsets.UTF_8));
        }
    }

    /** The file that holds the bytes with this etag. */
    Path blob(String etag) throws IOException {
        return Files.createDirectories(folder.resolve("blobs")).resolve(etag);
    }

    /** The file to lock while these bytes are fetched. */
    Path lock(String etag) throws IOException {
        return Files.createDirectories(locks).resolve(etag + ".lock");
    }

    /** Gives a blob its name in a snapshot. */
    void link(Path blob, Path name) throws IOException {
        Path parent = Files.createDirectories(name.resolveSibling(""));
        if (Files.exists(name)) {
            return;
        }
        Files.deleteIfExists(name); // a link to a blob that is gone
        if (usesLinks) {
            try {
                Files.createSymbolicLink(name, parent.relativize(blob));
                return;
            } catch (FileAlreadyExistsException e) {
                return; // another process was faster
            } catch (IOException | UnsupportedOperationException | SecurityException e) {
                // Windows without the right to make links, file systems without links: a copy.
            }
        }
        Path copy = Files.createTempFile(parent, ".jeton", ".incomplete");
        try {
            Files.copy(blob, copy, StandardCopyOption.REPLACE_EXISTING);
            move(copy, name);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path parent = Files.createDirectories(file.resolveSibling(""));
        Path temporary = Files.createTempFile(parent, ".jeton", ".incomplete");
        try {
            Files.writeString(temporary, text);
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Gives a file its final name, whatever has it now. */
    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Whether there is a file of this name in the snapshot, and its bytes are there. */
    boolean has(String commit, String path) {
        return Files.isRegularFile(snapshot(commit).resolve(path), new LinkOption[0]);
    }
}
