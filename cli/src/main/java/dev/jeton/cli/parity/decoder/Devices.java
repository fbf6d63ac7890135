package dev.jeton.cli.parity.decoder;

import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.generate.GenerateException;
import dev.jeton.generate.backend.Availability;
import dev.jeton.generate.backend.Backend;
import dev.jeton.generate.backend.BackendRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** The backends that a replay runs on. */
final class Devices {
    private Devices() {}

    /** A backend, or the reason why it cannot run: then everything on it fails. */
    interface Device {
        String name();

        /** The backend; throws {@link NotReplayableException} where it cannot run. */
        Backend backend();
    }

    private record Ready(String name, Backend backend) implements Device {}

    private record Missing(String name, String reason) implements Device {
        @Override
        public Backend backend() {
            throw new NotReplayableException(reason);
        }
    }

    /**
     * The devices of an option value: {@code all} is every backend that can run here (those that
     * cannot are told to {@code notes}), otherwise names with commas between.
     */
    static List<Device> of(String option, BackendRegistry registry, Consumer<String> notes) {
        List<Device> devices = new ArrayList<>();
        if (option.toLowerCase(Locale.ROOT).equals("all")) {
            for (Backend backend : registry.backends()) {
                Availability availability = backend.availability();
                if (availability.available()) {
                    devices.add(new Ready(backend.name(), backend));
                } else {
                    notes.accept("not on " + backend.name() + ": " + availability.reason());
                }
            }
            if (devices.isEmpty()) {
                devices.add(new Missing("none", "no backend can run here"));
            }
            return devices;
        }
        for (String name : option.split(",", -1)) {
            try {
                devices.add(new Ready(name, registry.choose(name).backend()));
            } catch (GenerateException e) {
                devices.add(new Missing(name, String.valueOf(e.getMessage())));
            }
        }
        return devices;
    }
}
