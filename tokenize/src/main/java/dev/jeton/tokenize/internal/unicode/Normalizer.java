package dev.jeton.tokenize.internal.unicode;

import java.util.Arrays;

/** One run of a {@link Normalization}: decompose, sort, compose. */
final class Normalizer {
    private final boolean compatible;
    private final boolean compose;
    private final ChangeSink sink;

    /** The block after the last starter that came out of decomposition. */
    private final Sequence block = new Sequence();

    private final Sequence sorted = new Sequence();

    // Composition, as the reference's Recompositions: a starter, and what could not be joined to
    // it.
    private int starter = -1;
    private int starterChange;
    private int lastClass = -1;
    private final Sequence behind = new Sequence();

    Normalizer(boolean compatible, boolean compose, ChangeSink sink) {
        this.compatible = compatible;
        this.compose = compose;
        this.sink = sink;
    }

    void add(int cp) {
        int flags = NormalizationTables.flags(cp);
        int decomposes =
                compatible
                        ? NormalizationTables.DECOMPOSES | NormalizationTables.DECOMPOSES_COMPATIBLY
                        : NormalizationTables.DECOMPOSES;
        if ((flags & decomposes) == 0) {
            push(cp, flags, 0);
        } else if (cp >= 0xAC00 && cp < 0xD7A4) {
            int index = cp - 0xAC00;
            push(0x1100 + index / 588, 0, 0);
            push(0x1161 + index % 588 / 28, 0, 1);
            if (index % 28 != 0) {
                push(0x11A7 + index % 28, 0, 1);
            }
        } else {
            int[] parts = NormalizationTables.decomposition(cp, compatible);
            for (int i = 0; i < parts.length; i++) {
                push(parts[i], NormalizationTables.flags(parts[i]), i == 0 ? 0 : 1);
            }
        }
    }

    private void push(int cp, int flags, int change) {
        boolean isStarter = (flags & NormalizationTables.NONSTARTER) == 0;
        if (isStarter) {
            flush();
        }
        block.add(cp, change, isStarter ? 0 : NormalizationTables.combiningClass(cp));
    }

    void finish() {
        flush();
        if (compose) {
            if (starter >= 0) {
                sink.accept(starter, starterChange);
            }
            purge();
        }
    }

    /** Sorts the block and hands it on. */
    private void flush() {
        if (block.count > 1) {
            sort();
        }
        for (int i = 0; i < block.count; i++) {
            if (compose) {
                compose(block.codePoints[i], block.changes[i], block.classes[i]);
            } else {
                sink.accept(block.codePoints[i], block.changes[i]);
            }
        }
        block.count = 0;
    }

    /** By class, equal ones in the order they came. */
    private void sort() {
        int[] starts = new int[257];
        for (int i = 0; i < block.count; i++) {
            starts[block.classes[i] + 1]++;
        }
        for (int c = 0; c < 256; c++) {
            starts[c + 1] += starts[c];
        }
        sorted.setCount(block.count);
        for (int i = 0; i < block.count; i++) {
            sorted.set(
                    starts[block.classes[i]]++,
                    block.codePoints[i],
                    block.changes[i],
                    block.classes[i]);
        }
        block.take(sorted);
    }

    private void compose(int cp, int change, int combiningClass) {
        if (starter < 0) {
            if (combiningClass != 0) {
                sink.accept(cp, change);
            } else {
                starter = cp;
                starterChange = change;
            }
            return;
        }
        boolean blocked = lastClass >= 0 && lastClass >= combiningClass;
        if (!blocked) {
            int joined =
                    (NormalizationTables.flags(cp) & NormalizationTables.SECOND) == 0
                            ? -1
                            : NormalizationTables.compose(starter, cp);
            if (joined >= 0) {
                starter = joined;
                starterChange += change - 1;
                return;
            }
        }
        if (combiningClass != 0) {
            behind.add(cp, change, combiningClass);
            lastClass = combiningClass;
            return;
        }
        sink.accept(starter, starterChange);
        purge();
        starter = cp;
        starterChange = change;
        lastClass = -1;
    }

    private void purge() {
        for (int i = 0; i < behind.count; i++) {
            sink.accept(behind.codePoints[i], behind.changes[i]);
        }
        behind.count = 0;
    }

    /** A growing list of characters. */
    private static final class Sequence {
        private int[] codePoints = new int[8];
        private int[] changes = new int[8];
        private int[] classes = new int[8];
        private int count;

        void add(int cp, int change, int combiningClass) {
            setCount(count + 1);
            set(count - 1, cp, change, combiningClass);
        }

        void setCount(int newCount) {
            if (newCount > codePoints.length) {
                codePoints = Arrays.copyOf(codePoints, 2 * newCount);
                changes = Arrays.copyOf(changes, 2 * newCount);
                classes = Arrays.copyOf(classes, 2 * newCount);
            }
            count = newCount;
        }

        void set(int index, int cp, int change, int combiningClass) {
            codePoints[index] = cp;
            changes[index] = change;
            classes[index] = combiningClass;
        }

        void take(Sequence other) {
            setCount(other.count);
            System.arraycopy(other.codePoints, 0, codePoints, 0, count);
            System.arraycopy(other.changes, 0, changes, 0, count);
            System.arraycopy(other.classes, 0, classes, 0, count);
        }
    }
}
