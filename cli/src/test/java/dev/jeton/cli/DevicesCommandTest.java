package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.backend.Availability;
import dev.jeton.generate.backend.Backend;
import dev.jeton.generate.backend.BackendRegistry;
import dev.jeton.generate.backend.Device;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.ParamTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DevicesCommandTest {
    private record Listed(
            String name, int priority, Availability availability, List<Device> devices)
            implements Backend {
        @Override
        public Runner open(ModelSpec spec, ParamTable params, RunnerConfig config) {
            throw new UnsupportedOperationException(name);
        }
    }

    private static final BackendRegistry REGISTRY =
            BackendRegistry.of(
                    List.of(
                            new Listed(
                                    "cpu",
                                    10,
                                    Availability.yes("2 threads"),
                                    List.of(new Device("cpu", true, "2 threads"))),
                            new Listed(
                                    "cuda",
                                    20,
                                    Availability.yes("GPU B"),
                                    List.of(
                                            new Device("cuda:0", false, "GPU A is too old."),
                                            new Device("cuda:1", true, "GPU B")))));

    private static String print(String... arguments) {
        CommandRun run = new CommandRun();
        CommandIo io = run.io();
        assertEquals(0, new CommandLine(new DevicesCommand(io, REGISTRY)).execute(arguments));
        io.out().flush();
        return run.out();
    }

    @Test
    void theBestBackendComesFirstAndAutoTakesItsFirstUsableDevice() {
        assertEquals(
                """
                cuda:0     not available: GPU A is too old.
                cuda:1     GPU B (auto)
                cpu        2 threads
                """,
                print());
    }

    @Test
    void jsonHasALineADevice() {
        assertEquals(
                "{\"device\":\"cuda:1\",\"available\":true,\"auto\":true,\"description\":\"GPU B\"}",
                print("--json").lines().toList().get(1));
    }

    @Test
    void everyBackendOfThisMachineIsListed() {
        CommandRun run = new CommandRun();
        assertEquals(0, run.run("devices"));
        for (String backend : List.of("cpu", "cuda", "reference")) {
            assertTrue(run.out().lines().anyMatch(line -> line.startsWith(backend)), run.out());
        }
        assertEquals("", run.err());
    }
}
