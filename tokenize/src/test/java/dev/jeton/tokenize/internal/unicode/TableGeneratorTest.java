package dev.jeton.tokenize.internal.unicode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableGeneratorTest {
    @ParameterizedTest
    @ValueSource(strings = {"8.0", "9.0", "16.0", "17.0"})
    void filesAreWhatTheGeneratorMakes(String version) throws IOException {
        byte[] made = TableGenerator.generate(version, Path.of("target", "icu"));
        try (InputStream in =
                UnicodeVersion.class.getResourceAsStream("unicode-" + version + ".bin")) {
            assertArrayEquals(made, Objects.requireNonNull(in).readAllBytes());
        }
    }
}
