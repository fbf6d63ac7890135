package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.backend.Availability;
import dev.jeton.generate.backend.Backend;
import dev.jeton.generate.backend.Device;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.ffi.CudaException;
import dev.jeton.generate.ffi.CudaLibrary;
import dev.jeton.generate.ffi.DeviceInfo;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.ParamTable;
import java.util.List;
import java.util.function.Supplier;

/**
 * Decoding on an NVIDIA GPU. Loads everywhere; without a driver or a device it says why it is not
 * available, and another backend is taken.
 */
public final class CudaBackend implements Backend {
    private final Supplier<CudaLibrary> library;

    /** For {@link java.util.ServiceLoader}. */
    public CudaBackend() {
        this(CudaLibrary::system);
    }

    /** With another library: an emulated one. */
    CudaBackend(Supplier<CudaLibrary> library) {
        this.library = library;
    }

    @Override
    public String name() {
        return "cuda";
    }

    /** Below the CPU's until it has run on a real GPU: nobody gets it without asking. */
    @Override
    public int priority() {
        return 40;
    }

    @Override
    public Availability availability() {
        try {
            CudaLibrary found = library.get();
            List<DeviceInfo> devices = found.devices();
            for (DeviceInfo device : devices) {
                if (device.capability() >= Kernels.LOWEST) {
                    return Availability.yes(device.name() + ", " + found.reason());
                }
            }
            return Availability.no(
                    devices.isEmpty() ? found.reason() : DeviceChoice.tooOld(devices.get(0)));
        } catch (CudaException e) {
            return Availability.no(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public List<Device> devices() {
        try {
            List<DeviceInfo> found = library.get().devices();
            if (!found.isEmpty()) {
                return found.stream().map(CudaBackend::device).toList();
            }
        } catch (CudaException e) {
            // Said below: what availability() calls fails alike.
        }
        return Backend.super.devices();
    }

    private static Device device(DeviceInfo info) {
        boolean usable = info.capability() >= Kernels.LOWEST;
        return new Device(
                "cuda:" + info.ordinal(),
                usable,
                usable ? info.describe() : DeviceChoice.tooOld(info));
    }

    @Override
    public Runner open(ModelSpec spec, ParamTable params, RunnerConfig config) {
        return open(spec, params, config, Tuning.DEFAULT);
    }

    Runner open(ModelSpec spec, ParamTable params, RunnerConfig config, Tuning tuning) {
        CudaLibrary found = library.get();
        DeviceInfo device = DeviceChoice.find(found.devices(), config.device());
        return new CudaRunner(found.driver(), device, spec, params, config, tuning);
    }
}
