package dev.jeton.generate.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jeton.generate.GenerateException;
import dev.jeton.generate.backend.reference.ReferenceBackend;
import dev.jeton.generate.model.ModelSpec;
import dev.jeton.generate.weights.ParamTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendRegistryTest {
    private static final Backend REFERENCE = new ReferenceBackend();

    @Test
    void autoTakesTheBestThatCanRunAndSaysWhy() {
        Backend gpu = new Fake("gpu", 100, Availability.no("no driver; install one"));
        Backend fast = new Fake("fast", 50, Availability.yes("8 lanes"));
        BackendRegistry.Choice choice =
                BackendRegistry.of(List.of(REFERENCE, gpu, fast)).choose("auto");
        assertEquals("fast", choice.backend().name());
        assertEquals("fast: 8 lanes; not gpu: no driver; install one", choice.reason());
        choice = BackendRegistry.of(List.of(REFERENCE, gpu)).choose("auto");
        assertEquals("reference", choice.backend().name());
    }

    @Test
    void servicesAreFoundAndCudaSaysWhyNot() {
        BackendRegistry services = BackendRegistry.services();
        assertEquals(
                List.of("cpu", "cuda", "reference"),
                services.backends().stream().map(Backend::name).toList());
        assertEquals("cpu", services.choose("auto").backend().name());
        Availability cuda = services.backends().get(1).availability();
        if (!cuda.available()) {
            assertMessage("device cuda:1 is not available: " + cuda.reason(), services, "cuda:1");
        }
        assertMessage(
                "device \"tpu\" is not known. Known devices: auto, cpu, cuda, reference.",
                services,
                "tpu");
    }

    @Test
    void noDeviceAtAllNamesTheReasons() {
        Backend gpu = new Fake("gpu", 100, Availability.no("no driver"));
        assertMessage(
                "no device is available; not gpu: no driver.",
                BackendRegistry.of(List.of(gpu)),
                "auto");
    }

    private static void assertMessage(String message, BackendRegistry registry, String device) {
        GenerateException e = assertThrows(GenerateException.class, () -> registry.choose(device));
        assertEquals(message, e.getMessage());
    }

    private record Fake(String name, int priority, Availability availability) implements Backend {
        @Override
        public Runner open(ModelSpec spec, ParamTable params, RunnerConfig config) {
            throw new UnsupportedOperationException();
        }
    }
}
