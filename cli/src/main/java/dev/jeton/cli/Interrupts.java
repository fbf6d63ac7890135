package dev.jeton.cli;

import org.jline.utils.Signals;

/**
 * Ctrl-C while an answer is made: the first stops the answer, the second ends the process. Outside
 * of an answer one is enough.
 */
final class Interrupts {
    private volatile boolean answering;
    private volatile boolean requested;

    /** Takes over SIGINT. */
    void install() {
        Signals.register("INT", this::interrupt);
    }

    /** What Ctrl-C does. */
    void interrupt() {
        if (!answering || requested) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        requested = true;
    }

    void begin() {
        requested = false;
        answering = true;
    }

    void end() {
        answering = false;
    }

    boolean isRequested() {
        return requested;
    }
}
