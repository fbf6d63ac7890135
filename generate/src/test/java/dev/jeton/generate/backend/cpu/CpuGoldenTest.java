package dev.jeton.generate.backend.cpu;

import dev.jeton.generate.Golden;
import dev.jeton.generate.backend.GoldenReplay;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CpuGoldenTest {
    static Stream<String> llamas() {
        return Golden.LLAMAS.stream();
    }

    @ParameterizedTest
    @MethodSource("llamas")
    void givesTheNumbersOfTransformers(String model) {
        GoldenReplay.check(model, "config.json", new CpuBackend());
    }
}
