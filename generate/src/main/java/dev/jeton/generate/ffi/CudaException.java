package dev.jeton.generate.ffi;

import dev.jeton.generate.GenerateException;

/** A driver call that failed. The message has the call, the code's name and number, the phase. */
public final class CudaException extends GenerateException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String what;

    CudaException(int code, String what) {
        super(what + ".");
        this.code = code;
        this.what = what;
    }

    private CudaException(CudaException cause, String phase) {
        super(cause.what + ", " + phase + ".", cause);
        this.code = cause.code;
        this.what = cause.what + ", " + phase;
    }

    /** The same failure with what was being done: "during a step of 3 tokens on device 0". */
    public CudaException during(String phase) {
        return new CudaException(this, phase);
    }

    /** The driver's {@code CUresult}. */
    public int code() {
        return code;
    }

    /** Whether device memory ran out, after which everything else still works. */
    public boolean outOfMemory() {
        return code == 2;
    }

    /**
     * Whether the context is lost with all its memory, so that every later call fails alike: a
     * wrong address, a launch that failed or timed out, a device that was lost or had a memory
     * error.
     */
    public boolean sticky() {
        return switch (code) {
            // ECC_UNCORRECTABLE, NVLINK_UNCORRECTABLE, DEVICE_UNAVAILABLE
            case 214, 220, 46 -> true;
            // ILLEGAL_ADDRESS, LAUNCH_TIMEOUT, ASSERT ... ILLEGAL_PC, LAUNCH_FAILED, UNKNOWN
            case 700, 702, 710, 714, 715, 716, 717, 718, 719, 999 -> true;
            default -> false;
        };
    }
}
