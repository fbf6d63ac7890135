package dev.jeton.cli.parity.decoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.Glob;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.cli.parity.UnreadableFolderException;
import dev.jeton.cli.parity.Verdict;
import dev.jeton.generate.backend.RunnerConfig;
import dev.jeton.generate.weights.ModelWeights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replays one folder with a tiny model: for each config file, device and prompt the logits of all
 * positions, the greedy tokens, the logits of the cached steps, and for one prompt the hidden
 * states.
 *
 * <p>The bounds are those of the data's README: logits 10 x noise of the folder, cached steps the
 * larger of that and twice {@code cache_vs_full}, hidden states 10 x noise x max(1, largest value),
 * greedy ids equal always.
 */
final class TinyModelReplay {
    private static final int CONTEXT = 256;

    private final Path folder;
    private final String name;
    private final @Nullable ObjectNode index;
    private final @Nullable Glob only;

    /**
     * @param index the folder's row of {@code INDEX.jsonl}; null makes every case fail
     */
    TinyModelReplay(Path folder, @Nullable ObjectNode index, @Nullable Glob only) {
        this.folder = folder;
        this.name = String.valueOf(folder.getFileName());
        this.index = index;
        this.only = only;
    }

    /** Judges all cases of one config file on one device. */
    List<Verdict> run(String configFile, Devices.Device device) {
        GoldenTensors golden = GoldenTensors.read(folder.resolve("golden.safetensors"));
        int prompts = 0;
        while (golden.has("prompt" + prompts + ".ids")) {
            prompts++;
        }
        if (prompts == 0) {
            throw new UnreadableFolderException(
                    folder + "/golden.safetensors: there is no tensor prompt0.ids");
        }
        List<Verdict> verdicts = new ArrayList<>();
        try (Model model = new Model(configFile, device)) {
            for (int k = 0; k < prompts; k++) {
                new Prompt(golden, "prompt" + k, configFile, device, model).judge(verdicts);
            }
        }
        return verdicts;
    }

    /**
     * The model, opened when the first case needs it; a failure to open is the failure of every
     * case.
     */
    private final class Model implements AutoCloseable {
        private final String configFile;
        private final Devices.Device device;
        private @Nullable ModelWeights weights;
        private @Nullable Session session;
        private @Nullable RuntimeException failure;

        Model(String configFile, Devices.Device device) {
            this.configFile = configFile;
            this.device = device;
        }

        Session session() {
            if (failure != null) {
                throw failure;
            }
            Session open = session;
            if (open == null) {
                try {
                    ModelWeights opened = ModelWeights.open(folder, configFile);
                    weights = opened;
                    RunnerConfig config = RunnerConfig.of(CONTEXT).withThreads(1);
                    open = new Session(device.backend(), opened, config);
                } catch (RuntimeException e) {
                    failure = e;
                    throw e;
                }
                session = open;
            }
            return open;
        }

        @Override
        public void close() {
            if (session != null) {
                session.close();
            }
            if (weights != null) {
                weights.close();
            }
        }
    }

    /** One prompt: what was computed is kept, so that each case is judged for itself. */
    private final class Prompt {
        private final GoldenTensors golden;
        private final String prefix;
        private final String configFile;
        private final Devices.Device device;
        private final Model model;
        private final HiddenStates hidden = new HiddenStates();
        private float @Nullable [][] logits;
        private float @Nullable [][] steps;

        Prompt(
                GoldenTensors golden,
                String prefix,
                String configFile,
                Devices.Device device,
                Model model) {
            this.golden = golden;
            this.prefix = prefix;
            this.configFile = configFile;
            this.device = device;
            this.model = model;
        }

        void judge(List<Verdict> verdicts) {
            judge(verdicts, "logits", ".logits", this::logitsDifference);
            if (golden.has(prefix + ".hidden.0")) {
                judge(verdicts, "hidden", ".hidden.*", this::hiddenDifference);
            }
            if (golden.has(prefix + ".greedy.ids")) {
                judge(verdicts, "greedy", ".greedy.ids", this::greedyDifference);
            }
            if (golden.has(prefix + ".greedy.logits")) {
                judge(verdicts, "cached", ".greedy.logits", this::cachedDifference);
            }
        }

        private void judge(
                List<Verdict> verdicts, String op, String tensor, CaseNames.Check check) {
            String place = name + "/golden.safetensors:" + prefix + tensor + " with " + configFile;
            CaseNames names = new CaseNames(place, name, op, device.name(), "golden.safetensors");
            if (names.matches(only)) {
                verdicts.add(names.judge(check));
            }
        }

        private double noise(String key) {
            ObjectNode row = index;
            if (row == null || !row.path(key).isNumber()) {
                throw new NotReplayableException(
                        "the folder has no row with " + key + " in INDEX.jsonl, so no bound");
            }
            return row.path(key).doubleValue();
        }

        private float[][] logits() {
            float[][] computed = logits;
            if (computed == null) {
                Session session = model.session();
                session.restart();
                session.tap(hidden);
                computed = session.feedAll(golden.ids(prefix + ".ids"));
                session.tap(null);
                logits = computed;
            }
            return computed;
        }

        /** The logits after each golden greedy token but the last, with the cache of the prompt. */
        private float[][] steps() {
            float[][] computed = steps;
            if (computed == null) {
                Session session = model.session();
                int[] greedy = golden.ids(prefix + ".greedy.ids");
                session.restart();
                session.feed(golden.ids(prefix + ".ids"));
                computed = new float[Math.max(0, greedy.length - 1)][];
                for (int j = 0; j < computed.length; j++) {
                    computed[j] = session.feed(greedy[j]);
                }
                steps = computed;
            }
            return computed;
        }

        private @Nullable String logitsDifference() {
            double bound = 10 * noise("float32_noise");
            String tensor = prefix + ".logits";
            return Floats.difference(
                    golden.floats(tensor), flat(logits()), bound, golden.shape(tensor)[1]);
        }

        private @Nullable String hiddenDifference() {
            double noise = noise("float32_noise");
            logits();
            return hidden.difference(golden, prefix, noise);
        }

        private @Nullable String greedyDifference() {
            int[] expected = golden.ids(prefix + ".greedy.ids");
            float[][] prompt = logits();
            float[][] steps = steps();
            for (int j = 0; j < expected.length; j++) {
                int actual = Floats.argmax(j == 0 ? prompt[prompt.length - 1] : steps[j - 1]);
                if (actual != expected[j]) {
                    return "token "
                            + j
                            + " of "
                            + expected.length
                            + ": expected "
                            + expected[j]
                            + ", actual "
                            + actual
                            + "; the tokens are "
                            + Arrays.toString(expected);
                }
            }
            return null;
        }

        private @Nullable String cachedDifference() {
            double bound = Math.max(10 * noise("float32_noise"), 2 * noise("cache_vs_full"));
            String tensor = prefix + ".greedy.logits";
            int rows = golden.shape(tensor)[0];
            float[][] computed = steps();
            if (computed.length < rows) {
                throw new UnreadableFolderException(
                        folder + ": " + tensor + " has more rows than greedy.ids");
            }
            return Floats.difference(
                    golden.floats(tensor),
                    flat(Arrays.copyOf(computed, rows)),
                    bound,
                    golden.shape(tensor)[1]);
        }
    }

    private static float[] flat(float[][] rows) {
        int width = rows.length == 0 ? 0 : rows[0].length;
        float[] out = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, out, i * width, width);
        }
        return out;
    }
}
