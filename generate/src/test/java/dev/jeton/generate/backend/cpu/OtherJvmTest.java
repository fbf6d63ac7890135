package dev.jeton.generate.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.generate.Golden;
import dev.jeton.generate.backend.BackendRegistry;
import dev.jeton.generate.backend.GoldenReplay;
import dev.jeton.generate.backend.Runner;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.backend.StepBatch;
import dev.jeton.generate.weights.ModelWeights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What depends on how Java was started, so each case runs in a JVM of its own. */
class OtherJvmTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @Test
    void everyLaneWidthGivesTheSameBits() throws Exception {
        String narrow = run(Logits.class, MODULE, "-Djeton.cpu.bits=128");
        assertTrue(narrow.startsWith("logits "), narrow);
        assertEquals(narrow, run(Logits.class, MODULE, "-Djeton.cpu.bits=256"));
        assertEquals(narrow, run(Logits.class, MODULE, "-Djeton.cpu.bits=512"));
    }

    @Test
    void withoutTheModuleTheReferenceBackendIsTakenAndTheReasonSaysWhy() throws Exception {
        String text = run(Choice.class);
        assertTrue(text.startsWith("reference "), text);
        assertTrue(
                text.contains(
                        "not cpu: the module jdk.incubator.vector is not loaded. Start Java with"
                                + " --add-modules=jdk.incubator.vector"),
                text);
    }

    private static String run(Class<?> main, String... flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        byte[] out = process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor(), () -> command + " failed");
        return new String(out, StandardCharsets.UTF_8).strip();
    }

    /** Prints a hash of the logits of a prompt, every bit of them. */
    static final class Logits {
        private Logits() {}

        public static void main(String[] args) {
            try (ModelWeights weights = ModelWeights.open(Golden.decoders("llama-f16"));
                    Runner runner =
                            new CpuBackend()
                                    .open(weights.spec(), weights.params(), RunnerConfig.of(64))) {
                int[] tokens = new int[21];
                Arrays.setAll(tokens, i -> i * 5 % weights.spec().vocabulary());
                int[] pages = GoldenReplay.allPages(runner);
                float[] logits = runner.step(StepBatch.of(tokens, 0, pages, false)).logits(20);
                System.out.println("logits " + logits.length + " " + Arrays.hashCode(logits));
            }
        }
    }

    /** Prints what "auto" takes. */
    static final class Choice {
        private Choice() {}

        public static void main(String[] args) {
            BackendRegistry.Choice choice = BackendRegistry.services().choose("auto");
            System.out.println(choice.backend().name() + " " + choice.reason());
        }
    }
}
