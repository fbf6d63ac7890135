package dev.jeton.cli;

import dev.jeton.generate.backend.Backend;
import dev.jeton.generate.backend.BackendRegistry;
import dev.jeton.generate.backend.Device;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code jeton devices}: what {@code --device} may name here, and why something cannot run. */
@Command(
        name = "devices",
        description = "List what --device may name on this machine, and why something cannot run.",
        footerHeading = "%n",
        footer = {
            "CUDA_VISIBLE_DEVICES and CUDA_DEVICE_ORDER choose and order the GPUs.",
            "",
            "Examples:",
            "  jeton devices",
            "  jeton devices --json"
        })
final class DevicesCommand extends BaseCommand {
    @Option(names = "--json", description = "Print one JSON line a device.")
    private boolean json;

    private final BackendRegistry registry;

    DevicesCommand(CommandIo io) {
        this(io, BackendRegistry.services());
    }

    DevicesCommand(CommandIo io, BackendRegistry registry) {
        super(io);
        this.registry = registry;
    }

    @Override
    public Integer call() throws IOException {
        List<Backend> backends = registry.backends();
        String auto =
                backends.stream()
                        .filter(backend -> backend.availability().available())
                        .map(Backend::name)
                        .findFirst()
                        .orElse("");
        for (Backend backend : backends) {
            boolean first = backend.name().equals(auto);
            for (Device device : backend.devices()) {
                boolean taken = first && device.available();
                print(device, taken);
                first &= !taken;
            }
        }
        return ExitCode.OK;
    }

    private void print(Device device, boolean auto) throws IOException {
        if (json) {
            JsonLine.print(
                    io,
                    line -> {
                        line.writeStringField("device", device.name());
                        line.writeBooleanField("available", device.available());
                        line.writeBooleanField("auto", auto);
                        line.writeStringField("description", device.description());
                    });
            return;
        }
        io.out()
                .println(
                        (device.name() + " ".repeat(Math.max(1, 11 - device.name().length())))
                                + (device.available() ? "" : "not available: ")
                                + device.description()
                                + (auto ? " (auto)" : ""));
    }
}
