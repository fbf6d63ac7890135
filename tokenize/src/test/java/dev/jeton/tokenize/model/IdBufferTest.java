package dev.jeton.tokenize.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IdBufferTest {
    @Test
    void growsAndForgets() {
        IdBuffer ids = new IdBuffer(0);
        for (int i = 0; i < 100; i++) {
            ids.add(i);
        }
        ids.addAll(new int[] {7, 8, 9}, 1, 3);
        assertEquals(102, ids.size());
        assertEquals(9, ids.get(101));
        ids.truncate(3);
        assertArrayEquals(new int[] {0, 1, 2}, ids.toArray());
        assertThrows(IndexOutOfBoundsException.class, () -> ids.get(3));
        ids.clear();
        assertEquals(0, ids.size());
    }

    @Test
    void packedIdsComeBack() {
        int[] four = {Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 5};
        for (int count = 1; count <= 4; count++) {
            IdBuffer ids = new IdBuffer(0);
            long first = IdBuffer.pack(four, 0, count);
            ids.addPacked(first, IdBuffer.pack(four, 2, count));
            assertEquals(count, IdBuffer.packedCount(first));
            assertArrayEquals(Arrays.copyOf(four, count), ids.toArray());
        }
    }
}
