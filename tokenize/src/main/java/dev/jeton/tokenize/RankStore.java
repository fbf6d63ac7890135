package dev.jeton.tokenize;

import dev.jeton.tokenize.TiktokenEncoding.RankSource;
import dev.jeton.tokenize.internal.fetch.HttpDownload;
import dev.jeton.tokenize.internal.fetch.Variables;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The rank files of OpenAI's encodings: taken from tiktoken's cache folder, or fetched into it. A
 * file counts only with the hash that is known for it, wherever it is from.
 *
 * <p>The folder is that of Python: {@code TIKTOKEN_CACHE_DIR}, else {@code DATA_GYM_CACHE_DIR},
 * else {@code data-gym-cache} in the folder for temporary files; the name of a file in it is the
 * SHA-1 of its address.
 */
final class RankStore {
    private final Variables variables;
    private final UnaryOperator<URI> mirror;

    /**
     * A store.
     *
     * @param mirror where to fetch from instead of an address
     */
    RankStore(Variables variables, UnaryOperator<URI> mirror) {
        this.variables = variables;
        this.mirror = mirror;
    }

    static RankStore ofProcess() {
        return new RankStore(Variables.ofProcess(), UnaryOperator.identity());
    }

    /** The rank file of an encoding. */
    byte[] read(TiktokenEncoding encoding, LoadLimits limits) {
        RankSource source =
                encoding.source()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                encoding.name()
                                                        + " is none of OpenAI's encodings. Load its"
                                                        + " rank file by its path."));
        Path file = folder().resolve(cacheName(source.address()));
        try {
            Optional<byte[]> cached = cached(file, source);
            return cached.isPresent() ? cached.get() : fetch(source, file, limits);
        } catch (IOException e) {
            throw new TokenizerException(
                    "The rank file "
                            + source.file()
                            + " of "
                            + encoding.name()
                            + " cannot be fetched from "
                            + source.address()
                            + ": "
                            + e.getMessage()
                            + ". Get it by other means, and load it with"
                            + " Tokenizers.loader().encoding(...).load(path), or lay it down as "
                            + file
                            + ".",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TokenizerException("Interrupted while fetching " + source.address() + ".", e);
        }
    }

    private Path folder() {
        return variables
                .variable("TIKTOKEN_CACHE_DIR")
                .or(() -> variables.variable("DATA_GYM_CACHE_DIR"))
                .map(Path::of)
                .orElseGet(
                        () ->
                                Path.of(variables.property("java.io.tmpdir").orElse("."))
                                        .resolve("data-gym-cache"));
    }

    private static String cacheName(URI address) {
        try {
            byte[] url = address.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(url));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static Optional<byte[]> cached(Path file, RankSource source) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        return RankFiles.sha256(bytes).equals(source.sha256())
                ? Optional.of(bytes)
                : Optional.empty();
    }

    private byte[] fetch(RankSource source, Path file, LoadLimits limits)
            throws IOException, InterruptedException {
        Files.createDirectories(folder());
        Path part = Files.createTempFile(folder(), "ranks", ".tmp");
        try {
            new HttpDownload(variables, HttpDownload.Timeouts.DEFAULT)
                    .fetch(
                            mirror.apply(source.address()),
                            Optional.empty(),
                            new HttpDownload.Target(part, -1, limits.maxBytes(), bytes -> {}));
            byte[] bytes = Files.readAllBytes(part);
            String found = RankFiles.sha256(bytes);
            if (!found.equals(source.sha256())) {
                throw new IOException("its SHA-256 is " + found + ", expected " + source.sha256());
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return bytes;
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
