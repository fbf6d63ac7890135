package dev.jeton.generate.backend;

/**
 * Whether a backend can run here.
 *
 * @param available whether it can
 * @param reason one line: what it found ("AVX-512, 2 threads"), or why it cannot run and the cure
 */
public record Availability(boolean available, String reason) {
    /** It can run. */
    public static Availability yes(String what) {
        return new Availability(true, what);
    }

    /** It cannot run. */
    public static Availability no(String reason) {
        return new Availability(false, reason);
    }
}
