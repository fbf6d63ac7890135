package dev.jeton.generate.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jeton.generate.Golden;
import dev.jeton.generate.backend.GoldenReplay;
import dev.jeton.generate.ffi.EmulatedDriver;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CudaGoldenTest {
    static Stream<String> llamas() {
        return Golden.LLAMAS.stream();
    }

    @BeforeEach
    void reset() {
        EmulatedDriver.reset();
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(0, EmulatedDriver.live());
    }

    @ParameterizedTest
    @MethodSource("llamas")
    void givesTheNumbersOfTransformers(String model) {
        GoldenReplay.check(model, "config.json", new EmulatedBackend());
    }
}
