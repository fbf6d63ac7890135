package dev.jeton.cli.parity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the golden data of this repository lies.
 *
 * <p>The fetched tokenizers are in the folder of {@code JETON_REAL} or in Jeton's cache; {@code
 * scripts/fetch-tokenizers} knows which, and fetches what is missing. A machine without them and
 * without a network fails the tests: they are never skipped.
 */
final class GoldenData {
    private static final Path ROOT = root();

    private static final class Fetched {
        static final Path FOLDER = fetch();
    }

    private GoldenData() {}

    /** A folder under {@code testdata}. */
    static Path folder(String name) {
        return ROOT.resolve("testdata").resolve(name);
    }

    /** The fetched tokenizers; fetches them when called first. */
    static Path fetchedTokenizers() {
        return Fetched.FOLDER;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isRegularFile(folder.resolve("testdata/README.md"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("run the tests inside the repository");
        }
        return folder;
    }

    private static Path fetch() {
        try {
            Process process =
                    new ProcessBuilder(ROOT.resolve("scripts/fetch-tokenizers").toString())
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
