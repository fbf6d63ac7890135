package dev.jeton.generate.backend.reference;

import dev.jeton.generate.backend.Availability;
import dev.jeton.generate.backend.Backend;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.ParamTable;

/** The backend "reference": runs everywhere. */
public final class ReferenceBackend implements Backend {
    /** Found as a service. */
    public ReferenceBackend() {}

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public int priority() {
        return 10;
    }

    @Override
    public Availability availability() {
        return Availability.yes("plain Java in double precision, slow");
    }

    @Override
    public Runner open(ModelSpec spec, ParamTable params, RunnerConfig config) {
        return new ReferenceRunner(spec, params, config);
    }
}
