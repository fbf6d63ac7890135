package dev.jeton.generate.backend;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.ParamTable;

/**
 * Stands for a backend that users ask for and that is not there, to say so.
 *
 * @param name its name
 * @param reason why it is not there and what to use instead
 */
record MissingBackend(String name, String reason) implements Backend {
    /** Never taken by "auto", and not worth a word there. */
    @Override
    public int priority() {
        return Integer.MIN_VALUE;
    }

    @Override
    public Availability availability() {
        return Availability.no(reason);
    }

    @Override
    public Runner open(ModelSpec spec, ParamTable params, RunnerConfig config) {
        throw new GenerateException("device " + name + " is not available: " + reason);
    }
}
