package dev.jeton.generate.backend.cuda;

import dev.jeton.generate.backend.Availability;
import dev.jeton.generate.backend.Backend;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.ffi.EmulatedDriver;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.ParamTable;

/** The backend "cuda" on the emulated driver. */
record EmulatedBackend(Tuning tuning) implements Backend {
    EmulatedBackend() {
        this(Tuning.DEFAULT);
    }

    @Override
    public String name() {
        return "cuda, emulated";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return Availability.yes("emulated");
    }

    @Override
    public Runner open(ModelSpec spec, ParamTable params, RunnerConfig config) {
        return new CudaBackend(EmulatedDriver::library).open(spec, params, config, tuning);
    }
}
