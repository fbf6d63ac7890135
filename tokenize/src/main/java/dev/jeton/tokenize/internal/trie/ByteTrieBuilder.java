package dev.jeton.tokenize.internal.trie;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects byte strings and lays them out as a {@link ByteTrie}. Not thread-safe. */
public final class ByteTrieBuilder {
    private static final int BLOCK = 256;

    /** Blocks whose free units are tried; as in darts-clone. */
    private static final int OPEN_BLOCKS = 16;

    private static final int FREE = -1;
    private static final int NO_PARENT = -2;

    private final List<byte[]> keys = new ArrayList<>();
    private int[] keyValues = new int[64];

    private int[] units = new int[0];
    private int[] values = new int[0];
    private int size;

    /** The free units of the open blocks as a ring; valid where the unit is free. */
    private int[] nextFree = new int[0];

    private int[] previousFree = new int[0];
    private int firstFree = FREE;

    /** Pending nodes: node, first key, end of keys, depth. */
    private int[] stack = new int[256];

    private int stackSize;

    /** Adds a string; a later value of the same string replaces an earlier one. */
    public ByteTrieBuilder put(byte[] key, int value) {
        if (value < 0) {
            throw new IllegalArgumentException("value is " + value + ", expected 0 or more.");
        }
        if (keys.size() == keyValues.length) {
            keyValues = Arrays.copyOf(keyValues, 2 * keyValues.length);
        }
        keyValues[keys.size()] = value;
        keys.add(key);
        return this;
    }

    /** Lays out the strings given so far. */
    public ByteTrie build() {
        Integer[] order = new Integer[keys.size()];
        Arrays.setAll(order, i -> i);
        // Stable: of equal strings the later one stays behind, and the last one wins in place().
        Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(keys.get(a), keys.get(b)));
        openBlock();
        take(ByteTrie.ROOT);
        units[1] = NO_PARENT;
        push(ByteTrie.ROOT, 0, order.length, 0);
        while (stackSize > 0) {
            stackSize -= 4;
            layOut(order, stack[stackSize], stack[stackSize + 1], stackSize);
        }
        return new ByteTrie(Arrays.copyOf(units, 2 * size), Arrays.copyOf(values, size));
    }

    private void push(int node, int from, int to, int depth) {
        if (stackSize == stack.length) {
            stack = Arrays.copyOf(stack, 2 * stackSize);
        }
        stack[stackSize++] = node;
        stack[stackSize++] = from;
        stack[stackSize++] = to;
        stack[stackSize++] = depth;
    }

    private void layOut(Integer[] order, int node, int first, int frame) {
        int to = stack[frame + 2];
        int depth = stack[frame + 3];
        int from = first;
        while (from < to && keys.get(order[from]).length == depth) {
            values[node] = keyValues[order[from++]];
        }
        if (from == to) {
            return;
        }
        byte[] labels = new byte[BLOCK];
        int[] starts = new int[BLOCK + 1];
        int count = 0;
        for (int i = from; i < to; i++) {
            byte label = keys.get(order[i])[depth];
            if (count == 0 || labels[count - 1] != label) {
                starts[count] = i;
                labels[count++] = label;
            }
        }
        starts[count] = to;
        int base = findBase(labels, count);
        units[2 * node] = base;
        for (int i = 0; i < count; i++) {
            int child = base ^ (labels[i] & 0xFF);
            take(child);
            units[2 * child + 1] = node;
            push(child, starts[i], starts[i + 1], depth + 1);
        }
    }

    private int findBase(byte[] labels, int count) {
        int unit = firstFree;
        if (unit != FREE) {
            do {
                int base = unit ^ (labels[0] & 0xFF);
                if (fits(base, labels, count)) {
                    return base;
                }
                unit = nextFree[unit];
            } while (unit != firstFree);
        }
        return openBlock();
    }

    private boolean fits(int base, byte[] labels, int count) {
        for (int i = 1; i < count; i++) {
            if (units[2 * (base ^ (labels[i] & 0xFF)) + 1] != FREE) {
                return false;
            }
        }
        return true;
    }

    /** Adds 256 free units, forgets those of the oldest open block, and returns the first. */
    private int openBlock() {
        int block = size;
        if (size + BLOCK > values.length) {
            int capacity = Math.addExact(size, Math.max(size >> 1, 4 * BLOCK));
            units = Arrays.copyOf(units, Math.multiplyExact(capacity, 2));
            values = Arrays.copyOf(values, capacity);
            nextFree = Arrays.copyOf(nextFree, capacity);
            previousFree = Arrays.copyOf(previousFree, capacity);
        }
        size += BLOCK;
        int oldest = block - OPEN_BLOCKS * BLOCK;
        for (int unit = oldest; oldest >= 0 && unit < oldest + BLOCK; unit++) {
            if (units[2 * unit + 1] == FREE) {
                unlink(unit);
            }
        }
        for (int unit = block; unit < size; unit++) {
            units[2 * unit + 1] = FREE;
            values[unit] = ByteTrie.NONE;
            link(unit);
        }
        return block;
    }

    private void take(int unit) {
        unlink(unit);
        units[2 * unit + 1] = NO_PARENT;
    }

    private void link(int unit) {
        if (firstFree == FREE) {
            firstFree = unit;
            nextFree[unit] = unit;
            previousFree[unit] = unit;
            return;
        }
        int last = previousFree[firstFree];
        nextFree[last] = unit;
        previousFree[unit] = last;
        nextFree[unit] = firstFree;
        previousFree[firstFree] = unit;
    }

    private void unlink(int unit) {
        if (nextFree[unit] == unit) {
            firstFree = FREE;
            return;
        }
        nextFree[previousFree[unit]] = nextFree[unit];
        previousFree[nextFree[unit]] = previousFree[unit];
        if (firstFree == unit) {
            firstFree = nextFree[unit];
        }
    }
}
