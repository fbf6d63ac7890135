package dev.jeton.generate.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkPoolTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyChunkOfEveryWorkRunsOnce(int threads) {
        try (ChunkPool pool = pool(threads)) {
            for (int round = 0; round < 2000; round++) {
                int chunks = 1 + round % 17;
                AtomicIntegerArray runs = new AtomicIntegerArray(chunks);
                pool.run(chunks, (chunk, scratch) -> runs.getAndIncrement(chunk));
                for (int i = 0; i < chunks; i++) {
                    assertEquals(1, runs.get(i), "round " + round + ", chunk " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whatAChunkThrowsReachesTheCallerAndThePoolGoesOn(int threads) {
        try (ChunkPool pool = pool(threads)) {
            IllegalStateException e =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    pool.run(
                                            20,
                                            (chunk, scratch) -> {
                                                if (chunk == 7) {
                                                    throw new IllegalStateException("seven");
                                                }
                                            }));
            assertEquals("seven", e.getMessage());
            AtomicIntegerArray runs = new AtomicIntegerArray(1);
            pool.run(20, (chunk, scratch) -> runs.getAndIncrement(0));
            assertEquals(20, runs.get(0));
        }
    }

    private static ChunkPool pool(int threads) {
        return new ChunkPool(threads, thread -> new Scratch(32, 1, 16, 16));
    }
}
