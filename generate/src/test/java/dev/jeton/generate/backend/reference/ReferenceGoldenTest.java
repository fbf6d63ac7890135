package dev.jeton.generate.backend.reference;

import dev.jeton.generate.Golden;
import dev.jeton.generate.backend.GoldenReplay;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceGoldenTest {
    static Stream<String> llamas() {
        return Golden.LLAMAS.stream();
    }

    @ParameterizedTest
    @MethodSource("llamas")
    void olderConfigGivesTheNumbersOfTransformers(String model) {
        GoldenReplay.check(model, "config.json", new ReferenceBackend());
    }

    @ParameterizedTest
    @MethodSource("llamas")
    void newerConfigGivesTheNumbersOfTransformers(String model) {
        GoldenReplay.check(model, "config.v5.json", new ReferenceBackend());
    }
}
