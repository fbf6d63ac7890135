package dev.jeton.generate.backend;

import dev.jeton.generate.GenerateException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The backends there are. {@code "auto"} is the one with the highest priority that can run; what
 * was passed over, and why, is part of the choice.
 */
public final class BackendRegistry {
    private final List<Backend> backends;

    private BackendRegistry(List<Backend> backends) {
        List<Backend> sorted = new ArrayList<>(backends);
        sorted.sort(Comparator.comparingInt(Backend::priority).reversed());
        this.backends = List.copyOf(sorted);
    }

    /**
     * A backend and why it was taken.
     *
     * @param backend the backend
     * @param reason one line for the user
     */
    public record Choice(Backend backend, String reason) {}

    /** Those found as services. */
    public static BackendRegistry services() {
        List<Backend> found = new ArrayList<>();
        ServiceLoader.load(Backend.class, Backend.class.getClassLoader()).forEach(found::add);
        return new BackendRegistry(found);
    }

    /** Exactly these: for tests, native images and shaded jars. */
    public static BackendRegistry of(List<Backend> backends) {
        return new BackendRegistry(backends);
    }

    /** All backends, the best first. */
    public List<Backend> backends() {
        return backends;
    }

    /**
     * Finds a backend for {@code "auto"}, {@code "cpu"}, {@code "cuda:1"}.
     *
     * @throws GenerateException if it is not known or cannot run here; the message says why
     */
    public Choice choose(String device) {
        if (device.equals("auto")) {
            return chooseBest();
        }
        String name = device.contains(":") ? device.substring(0, device.indexOf(':')) : device;
        for (Backend backend : backends) {
            if (backend.name().equals(name)) {
                Availability availability = backend.availability();
                if (!availability.available()) {
                    throw new GenerateException(
                            "device " + device + " is not available: " + availability.reason());
                }
                return new Choice(backend, name + ": " + availability.reason());
            }
        }
        throw new GenerateException(
                "device \"" + device + "\" is not known. Known devices: auto, " + names() + ".");
    }

    private Choice chooseBest() {
        StringBuilder passed = new StringBuilder();
        for (Backend backend : backends) {
            Availability availability = backend.availability();
            if (availability.available()) {
                return new Choice(backend, backend.name() + ": " + availability.reason() + passed);
            }
            passed.append("; not ").append(backend.name()).append(": ");
            passed.append(availability.reason());
        }
        throw new GenerateException("no device is available" + passed + ".");
    }

    private String names() {
        return String.join(", ", backends.stream().map(Backend::name).toList());
    }
}
