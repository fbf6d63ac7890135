package dev.jeton.tokenize;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Which tokens of an {@link Encoding} come from which text. Immutable. */
final class SequenceRanges {
    /** Nothing known. */
    static final SequenceRanges NONE = new SequenceRanges(new TreeMap<>());

    private final Map<Integer, Span> ranges;

    private SequenceRanges(Map<Integer, Span> ranges) {
        this.ranges = ranges;
    }

    int count() {
        return ranges.size();
    }

    Optional<Span> get(int sequence) {
        return Optional.ofNullable(ranges.get(sequence));
    }

    SequenceRanges with(int sequence, int from, int to) {
        Map<Integer, Span> copy = new TreeMap<>(ranges);
        copy.put(sequence, new Span(from, to));
        return new SequenceRanges(copy);
    }

    /** These and those of an encoding that begins at token {@code at}; the others win. */
    SequenceRanges withAll(SequenceRanges others, int at) {
        if (others.ranges.isEmpty()) {
            return this;
        }
        Map<Integer, Span> copy = new TreeMap<>(ranges);
        for (Map.Entry<Integer, Span> entry : others.ranges.entrySet()) {
            Span span = entry.getValue();
            copy.put(entry.getKey(), new Span(span.start() + at, span.end() + at));
        }
        return new SequenceRanges(copy);
    }

    /** Those of an encoding of {@code size} tokens whose order was turned around. */
    SequenceRanges reversed(int size) {
        Map<Integer, Span> copy = new TreeMap<>();
        ranges.forEach(
                (text, span) -> copy.put(text, new Span(size - span.end(), size - span.start())));
        return new SequenceRanges(copy);
    }

    OptionalInt find(int token) {
        for (Map.Entry<Integer, Span> entry : ranges.entrySet()) {
            if (token >= entry.getValue().start() && token < entry.getValue().end()) {
                return OptionalInt.of(entry.getKey());
            }
        }
        return OptionalInt.empty();
    }
}
