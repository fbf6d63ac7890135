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
        int largest = (1 << 21) - 2;
        for (int[] three : new int[][] {{largest, 0, largest}, {0, 0, 0}, {1, largest, 5}}) {
            for (int count = 1; count <= 3; count++) {
                IdBuffer ids = new IdBuffer(0);
                long packed = IdBuffer.pack(three, count);
                ids.addPacked(packed);
                assertEquals(count, IdBuffer.packedCount(packed));
                assertArrayEquals(Arrays.copyOf(three, count), ids.toArray());
            }
        }
    }

    @Test
    void idsThatDoNotFitAreNotPacked() {
        assertEquals(0, IdBuffer.pack(new int[] {1, 2, 3, 4}, 4));
        assertEquals(0, IdBuffer.pack(new int[] {1, 2, 3}, 0));
        assertEquals(0, IdBuffer.pack(new int[] {5, (1 << 21) - 1}, 2));
        assertEquals(0, IdBuffer.pack(new int[] {-1}, 1));
    }
}
