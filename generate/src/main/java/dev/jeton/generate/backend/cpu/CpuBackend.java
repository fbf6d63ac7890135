package dev.jeton.generate.backend.cpu;

import dev.jeton.generate.backend.Availability;
import dev.jeton.generate.backend.Backend;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.ParamTable;

/**
 * Decoding on the processor with the Vector API. Loads everywhere; without the incubator module it
 * says that it is not available, and another backend is taken.
 */
public final class CpuBackend implements Backend {
    private static final String MODULE = "jdk.incubator.vector";

    /** For {@link java.util.ServiceLoader}. */
    public CpuBackend() {}

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public int priority() {
        return 50;
    }

    @Override
    public Availability availability() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return Availability.no(
                    "the module "
                            + MODULE
                            + " is not loaded. Start Java with --add-modules="
                            + MODULE);
        }
        return Availability.yes(CpuRunner.machine());
    }

    @Override
    public Runner open(ModelSpec spec, ParamTable params, RunnerConfig config) {
        return new CpuRunner(spec, params, config);
    }
}
