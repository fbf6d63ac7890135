package dev.jeton.tokenize.kit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The real tokenizers that are not in the repository: in the folder of {@code JETON_REAL} or in
 * Jeton's cache. {@code scripts/fetch-tokenizers} knows which, and fetches what is missing. A
 * machine without them and without a network fails the tests: they are never skipped.
 */
public final class FetchedTokenizers {
    private static final class Folder {
        static final Path PATH = fetch();
    }

    private FetchedTokenizers() {}

    /** The folder; fetches when called first. */
    public static Path folder() {
        return Folder.PATH;
    }

    private static Path fetch() {
        Path root = Path.of("").toAbsolutePath();
        while (root != null && !Files.isRegularFile(root.resolve("scripts/fetch-tokenizers"))) {
            root = root.getParent();
        }
        if (root == null) {
            throw new IllegalStateException("run the tests inside the repository");
        }
        try {
            Process process =
                    new ProcessBuilder(root.resolve("scripts/fetch-tokenizers").toString())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new IllegalStateException(
                        "scripts/fetch-tokenizers ended with "
                                + exitCode
                                + "; its messages are on standard error");
            }
            return Path.of(out.lines().reduce("", (a, b) -> b));
        } catch (IOException e) {
            throw new IllegalStateException("scripts/fetch-tokenizers cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fetching tokenizers", e);
        }
    }
}
