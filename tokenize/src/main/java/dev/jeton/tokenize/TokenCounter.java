package dev.jeton.tokenize;

import java.util.Objects;

/**
 * Counts the ids of a text that grows at its end and at its begin. Made by {@link
 * Tokenizer#counter}. Not thread-safe.
 *
 * <p>What is encoded again is only the text from the last place where it can be parted whatever
 * follows, mostly the last word: so adding and counting cost what the new text costs. With a
 * tokenizer that does not tell such places ({@link CountIndex#isParted()}), {@link #count()}
 * encodes the whole text if it changed.
 */
public final class TokenCounter {
    private static final int UNKNOWN = -1;

    private final PartCounter counter;

    /** The text up to the first place where it is parted; all of it if it is not. */
    private StringBuilder head = new StringBuilder();

    /** The text from the last such place on. */
    private StringBuilder tail = new StringBuilder();

    private boolean parted;
    private long settled;
    private int headCount = UNKNOWN;
    private int tailCount = UNKNOWN;
    private long length;

    TokenCounter(PartCounter counter) {
        this.counter = counter;
    }

    /** Adds {@code more} at the end. */
    public TokenCounter append(CharSequence more) {
        Objects.requireNonNull(more, "more");
        if (more.length() == 0) {
            return this;
        }
        length += more.length();
        StringBuilder last = parted ? tail : head;
        // A half pair at the end had no place before it, as it may become another character.
        int from = Math.max(1, last.length() - 1);
        last.append(more);
        if (parted) {
            tailCount = UNKNOWN;
        } else {
            headCount = UNKNOWN;
            int at = first(head, from, head.length(), true);
            if (at < 0) {
                return this;
            }
            part(at);
            from = 1;
        }
        settle(from);
        return this;
    }

    /** Adds {@code more} at the begin. */
    public TokenCounter prepend(CharSequence more) {
        Objects.requireNonNull(more, "more");
        if (more.length() == 0) {
            return this;
        }
        length += more.length();
        head.insert(0, more);
        headCount = UNKNOWN;
        // A half pair at the begin had no place behind it.
        int to = Math.min(head.length(), more.length() + 2);
        int at = first(head, 1, to, !parted);
        if (at < 0) {
            return this;
        }
        if (parted) {
            settled += counter.rest(head.substring(at));
            head.setLength(at);
        } else {
            part(at);
            settle(1);
        }
        return this;
    }

    private void part(int at) {
        parted = true;
        tail = new StringBuilder(head.substring(at));
        tailCount = UNKNOWN;
        head.setLength(at);
    }

    /** Counts for good what lies before the last place of the tail at {@code from} or behind. */
    private void settle(int from) {
        Seams seams = counter.seams();
        for (int at = tail.length() - 1; at >= from; at--) {
            if (!isOpenEnd(tail, at) && seams.isAt(tail, at)) {
                settled += counter.rest(tail.substring(0, at));
                tail.delete(0, at);
                return;
            }
        }
    }

    /** The first place at {@code from} to {@code to}, or -1. */
    private int first(StringBuilder text, int from, int to, boolean isEnd) {
        if (!counter.parts()) {
            return -1;
        }
        Seams seams = counter.seams();
        for (int at = from; at < to; at++) {
            boolean open =
                    (at == 1 && Character.isLowSurrogate(text.charAt(0)))
                            || (isEnd && isOpenEnd(text, at));
            if (!open && seams.isAt(text, at)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether the char at {@code at} is the first half of a pair whose second may come. */
    private static boolean isOpenEnd(StringBuilder text, int at) {
        return at == text.length() - 1 && Character.isHighSurrogate(text.charAt(at));
    }

    /** The number of chars so far. */
    public long length() {
        return length;
    }

    /**
     * The number of ids of the text so far: that of {@link Tokenizer#count}, with the tokens that
     * the post-processor adds unless the options say otherwise. {@link EncodeLimits} hold for what
     * is encoded at once.
     */
    public long count() {
        if (!parted) {
            if (headCount == UNKNOWN) {
                headCount = counter.whole(head);
            }
            return headCount;
        }
        if (headCount == UNKNOWN) {
            headCount = counter.first(head);
        }
        if (tailCount == UNKNOWN) {
            tailCount = counter.rest(tail);
        }
        return counter.framed() + headCount + settled + tailCount;
    }

    /** Forgets the text. */
    public void clear() {
        head = new StringBuilder();
        tail = new StringBuilder();
        parted = false;
        settled = 0;
        headCount = UNKNOWN;
        tailCount = UNKNOWN;
        length = 0;
    }
}
