package dev.jeton.cli.parity.decoder;

import dev.jeton.cli.parity.Glob;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.cli.parity.UnreadableFolderException;
import dev.jeton.cli.parity.Verdict;
import dev.jeton.generate.weights.TensorView;
import dev.jeton.generate.weights.WeightType;
import dev.jeton.tokenize.internal.gguf.GgufFile;
import dev.jeton.tokenize.internal.gguf.GgufTensorInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
                judge(verdicts, "all-types.gguf", name, () -> inFile(golden, name));
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

    private @Nullable String inFile(GoldenTensors golden, String name) {
        Path path = folder.resolve("all-types.gguf");
        if (!Files.isRegularFile(path)) {
            throw new NotReplayableException("gguf/all-types.gguf is not there");
        }
        GgufFile file = GgufFile.read(path);
        GgufTensorInfo info =
                file.tensor(name)
                        .orElseThrow(
                                () -> new NotReplayableException("the tensor is not in the file"));
        WeightType type = WeightType.named(info.typeName());
        if (type == null) {
            throw new NotReplayableException(
                    "tensor type " + info.typeName() + " is not supported yet");
        }
        byte[] raw = new byte[Math.toIntExact(info.byteSize())];
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "r")) {
            bytes.seek(file.dataOffset() + info.offset());
            bytes.readFully(raw);
        } catch (IOException e) {
            throw new UnreadableFolderException(path + ": cannot be read: " + e, e);
        }
        return bits(golden.floats(name + ".values"), type.decode(raw));
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
