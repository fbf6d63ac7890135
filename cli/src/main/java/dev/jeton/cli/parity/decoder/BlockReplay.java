package dev.jeton.cli.parity.decoder;

import dev.jeton.cli.parity.Glob;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.cli.parity.Verdict;
import dev.jeton.generate.weights.TensorView;
import dev.jeton.generate.weights.WeightType;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Replays {@code gguf/}: blocks of every tensor type, whose values must be equal bit for bit. */
final class BlockReplay {
    private static final String RAW = ".raw";

    private final Path folder;
    private final @Nullable Glob only;

    BlockReplay(Path folder, @Nullable Glob only) {
        this.folder = folder;
        this.only = only;
    }

    List<Verdict> run() {
        GoldenTensors golden = GoldenTensors.read(folder.resolve("blocks.safetensors"));
        List<Verdict> verdicts = new ArrayList<>();
        for (String tensor : golden.names()) {
            if (tensor.endsWith(RAW)) {
                String name = tensor.substring(0, tensor.length() - RAW.length());
                judge(verdicts, "blocks.safetensors", name, () -> blocks(golden, name));
                judge(verdicts, "all-types.gguf", name, this::inFile);
            }
        }
        return verdicts;
    }

    private void judge(List<Verdict> verdicts, String file, String name, CaseNames.Check check) {
        String type = type(name);
        CaseNames names = new CaseNames("gguf/" + file + ":" + name, "gguf", type, "-", file);
        if (names.matches(only)) {
            verdicts.add(names.judge(check));
        }
    }

    private static String type(String name) {
        return name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.'));
    }

    private static @Nullable String blocks(GoldenTensors golden, String name) {
        WeightType type = WeightType.named(type(name));
        if (type == null) {
            throw new NotReplayableException("tensor type " + type(name) + " is not supported yet");
        }
        int[] shape = golden.shape(name + ".values");
        MemorySegment raw = MemorySegment.ofArray(golden.bytes(name + RAW));
        TensorView view = new TensorView(name, type, shape[0], shape[1], raw);
        return bits(golden.floats(name + ".values"), view.values());
    }

    private @Nullable String inFile() {
        throw new NotReplayableException(
                "single tensors of " + folder.getFileName() + "/all-types.gguf: not supported yet");
    }

    private static @Nullable String bits(float[] expected, float[] actual) {
        if (expected.length != actual.length) {
            return "expected " + expected.length + " values, got " + actual.length;
        }
        for (int i = 0; i < expected.length; i++) {
            int wanted = Float.floatToRawIntBits(expected[i]);
            int found = Float.floatToRawIntBits(actual[i]);
            if (wanted != found) {
                return String.format(
                        "value %d: expected %s (%08x), actual %s (%08x)",
                        i, expected[i], wanted, actual[i], found);
            }
        }
        return null;
    }
}
