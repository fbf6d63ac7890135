package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.backend.KvLayout;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.backend.StepResult;
import dev.jeton.generate.backend.Tap;
import dev.jeton.generate.ffi.CudaDriver;
import dev.jeton.generate.ffi.CudaException;
import dev.jeton.generate.ffi.DeviceInfo;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.ParamTable;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A model on a GPU: checks what it is asked and hands it to the thread of its device, where {@link
 * DeviceModel} does it. After an error that the driver calls sticky every later step fails with
 * that error; closing still gives everything back. Closing waits for the step that runs; one that
 * has not begun by then fails as any later one.
 */
final class CudaRunner implements Runner {
    private static final String CLOSED = "The runner is closed.";

    /** {@code CUDA_ERROR_DEVICE_UNAVAILABLE}. */
    private static final int DEVICE_UNAVAILABLE = 46;

    private final ModelSpec spec;
    private final RunnerConfig config;
    private final DeviceInfo device;
    private final DeviceThread thread;
    private final DeviceModel model;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable CudaException failure;

    /** Whether the model's memory was given back; only the device's thread sees it. */
    private boolean released;

    CudaRunner(
            CudaDriver driver,
            DeviceInfo device,
            ModelSpec spec,
            ParamTable params,
            RunnerConfig config,
            Tuning tuning) {
        this.spec = spec;
        this.config = config;
        this.device = device;
        thread = new DeviceThread("jeton-cuda-" + device.ordinal());
        try {
            model =
                    during(
                            "while loading the model",
                            () -> new DeviceModel(driver, device, spec, params, config, tuning));
        } catch (Throwable e) {
            thread.close();
            throw e;
        }
    }

    private <T> T during(String phase, Callable<T> work) {
        try {
            return thread.call(
                    () -> {
                        // A step may have been asked for before close and come after it.
                        if (released) {
                            throw new IllegalStateException(CLOSED);
                        }
                        return work.call();
                    });
        } catch (CudaException e) {
            CudaException named =
                    e.during(phase + " on device " + device.ordinal() + cure(e.code()));
            if (e.sticky()) {
                failure = named;
            }
            throw named;
        }
    }

    private static String cure(int code) {
        return code == DEVICE_UNAVAILABLE
                ? ": another process may have it for itself (nvidia-smi shows its compute mode)"
                : "";
    }

    @Override
    public KvLayout kv() {
        return model.kv();
    }

    @Override
    public StepResult step(StepBatch batch) {
        checkUsable();
        int tokens = batch.tokenCount();
        if (tokens > config.maxBatchTokens()) {
            throw new IllegalArgumentException(
                    tokens
                            + " tokens in a step. Expected at most "
                            + config.maxBatchTokens()
                            + ".");
        }
        for (int row = 0; row < batch.rows(); row++) {
            check(batch, row);
        }
        return during("during a step of " + tokens + " tokens", () -> model.step(batch));
    }

    /** Every number that a kernel takes an address from. */
    private void check(StepBatch batch, int row) {
        int[] table = batch.pageTable(row);
        KvLayout kv = model.kv();
        for (int t = batch.rowStart(row); t < batch.rowStart(row + 1); t++) {
            int token = batch.token(t);
            if (token < 0 || token >= spec.vocabulary()) {
                throw new IllegalArgumentException(
                        "token "
                                + token
                                + " is not in the vocabulary of "
                                + spec.vocabulary()
                                + ".");
            }
            int position = batch.position(t);
            if (position < 0
                    || position / kv.pageTokens() >= Math.min(table.length, kv.pageCount())) {
                throw new IllegalArgumentException(
                        "position " + position + " is not in the pages of sequence " + row + ".");
            }
        }
        int used = batch.position(batch.rowStart(row + 1) - 1) / kv.pageTokens();
        for (int i = 0; i <= used; i++) {
            checkPage(table[i]);
        }
    }

    private void checkPage(int page) {
        if (page < 0 || page >= model.kv().pageCount()) {
            throw new IllegalArgumentException(
                    "page " + page + ": there are " + model.kv().pageCount() + ".");
        }
    }

    private void checkUsable() {
        if (closed.get()) {
            throw new IllegalStateException(CLOSED);
        }
        CudaException before = failure;
        if (before != null) {
            throw new GenerateException(
                    "The device failed before, load the model again: " + before.getMessage(),
                    before);
        }
    }

    @Override
    public void copyPages(int[] from, int[] to) {
        checkUsable();
        for (int i = 0; i < from.length; i++) {
            checkPage(from[i]);
            checkPage(to[i]);
        }
        during(
                "while copying pages",
                () -> {
                    model.copyPages(from, to);
                    return true;
                });
    }

    @Override
    public void tap(@Nullable Tap tap) {
        model.tap(tap);
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "cuda:%d: %s, %.1f MB of weights, exact",
                device.ordinal(),
                device.name(),
                model.weightBytes() / 1e6);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                thread.call(
                        () -> {
                            released = true;
                            model.close();
                            return true;
                        });
            } finally {
                thread.close();
            }
        }
    }
}
