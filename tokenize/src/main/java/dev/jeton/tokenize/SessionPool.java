package dev.jeton.tokenize;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Keeps sessions between calls without locks: a thread takes the one in its own slot or in a
 * neighbour's, or makes a new one; giving back overwrites nothing. Bounded by the number of slots.
 */
final class SessionPool {
    private final AtomicReferenceArray<Session> slots;
    private final Supplier<Session> maker;

    SessionPool(Supplier<Session> maker) {
        this.maker = maker;
        int processors = Runtime.getRuntime().availableProcessors();
        slots = new AtomicReferenceArray<>(Integer.highestOneBit(2 * processors - 1) * 2);
    }

    private int home() {
        long id = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
        return (int) (id >>> 40) & (slots.length() - 1);
    }

    Session take() {
        int home = home();
        for (int i = 0; i < slots.length(); i++) {
            int slot = (home + i) & (slots.length() - 1);
            if (slots.getPlain(slot) != null) {
                Session session = slots.getAndSet(slot, null);
                if (session != null) {
                    return session;
                }
            }
        }
        return maker.get();
    }

    /** Takes a session back that is in order: not after an exception. */
    void giveBack(Session session) {
        int home = home();
        for (int i = 0; i < slots.length(); i++) {
            if (slots.compareAndSet((home + i) & (slots.length() - 1), null, session)) {
                return;
            }
        }
    }
}
