package dev.jeton.generate.backend;

import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.ParamTable;
import java.util.List;

/**
 * A way to compute models: plain Java, the Vector API, a GPU. Found as a service, so the
 * constructor has no arguments and does nothing; the class must load even where the backend cannot
 * run.
 */
public interface Backend {
    /** The name that users give: "reference", "cpu", "cuda". */
    String name();

    /** Which backend "auto" takes first: the highest that is available. */
    int priority();

    /** Whether it can run here. Cheap after the first call, never throws. */
    Availability availability();

    /**
     * The devices of this backend, those that cannot run among them. At least one: where there is
     * no device the backend itself stands with the reason. Never throws.
     */
    default List<Device> devices() {
        Availability availability = availability();
        return List.of(new Device(name(), availability.available(), availability.reason()));
    }

    /**
     * Prepares a model for steps. The weights stay the caller's and must stay open while the runner
     * is.
     *
     * @throws dev.jeton.generate.GenerateException if the model needs something that this backend
     *     does not have, or more memory than there is
     */
    Runner open(ModelSpec spec, ParamTable params, RunnerConfig config);
}
