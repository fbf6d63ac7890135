package dev.jeton.cli.parity.decoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jeton.cli.parity.Glob;
import dev.jeton.cli.parity.JsonLines;
import dev.jeton.cli.parity.Replay;
import dev.jeton.cli.parity.UnreadableFolderException;
import dev.jeton.generate.backend.BackendRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replays a folder of decoder data: folders of tiny models, {@code generation/}, {@code gguf/},
 * {@code smollm2/}.
 *
 * <p>A model that has a row in {@code INDEX.jsonl} but no folder counts as one failed case.
 */
public final class DecoderReplay {
    private final Path folder;
    private final @Nullable Glob only;
    private final List<Devices.Device> devices;
    private final Map<String, ObjectNode> index = new HashMap<>();
    private final Set<String> models = new TreeSet<>();

    /**
     * Looks what is in {@code folder}.
     *
     * @param device {@code all} or names of backends with commas between
     * @param notes takes lines for the end of the report
     */
    public DecoderReplay(Path folder, @Nullable Glob only, String device, Consumer<String> notes) {
        this.folder = folder;
        this.only = only;
        if (!Files.isDirectory(folder)) {
            throw new UnreadableFolderException(folder + ": no such folder");
        }
        this.devices = Devices.of(device, BackendRegistry.services(), notes);
        readIndex();
        try (Stream<Path> list = Files.list(folder)) {
            list.filter(p -> Files.isRegularFile(p.resolve("golden.safetensors")))
                    .forEach(p -> models.add(String.valueOf(p.getFileName())));
        } catch (IOException e) {
            throw new UnreadableFolderException(folder + ": cannot be read: " + e, e);
        }
        if (models.isEmpty() && !hasBlocks() && !hasGeneration() && !hasChats()) {
            throw new UnreadableFolderException(
                    folder
                            + ": no folder with golden.safetensors, no generation/, gguf/ or"
                            + " smollm2/; is it a folder of decoder data?");
        }
    }

    private void readIndex() {
        Path file = JsonLines.find(folder, "INDEX.jsonl");
        if (file == null) {
            return;
        }
        try (JsonLines lines = JsonLines.open(file)) {
            for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
                ObjectNode row = line.parse();
                String name = row.path("name").textValue();
                if (name == null) {
                    throw new UnreadableFolderException(line.place() + ": the row has no \"name\"");
                }
                index.put(name, row);
                models.add(name);
            }
        }
    }

    private boolean hasBlocks() {
        return Files.isRegularFile(folder.resolve("gguf").resolve("blocks.safetensors"));
    }

    private boolean hasGeneration() {
        return Files.isDirectory(folder.resolve("generation"));
    }

    private boolean hasChats() {
        return JsonLines.find(folder.resolve("smollm2"), "chats.jsonl") != null;
    }

    /** Judges everything. */
    public void run(Replay replay) {
        for (String model : models) {
            runModel(model, replay);
        }
        if (hasBlocks()) {
            replay.submit(new BlockReplay(folder.resolve("gguf"), only)::run);
        }
        if (hasGeneration()) {
            new GenerationReplay(folder, only, devices).run(replay);
        }
        if (hasChats()) {
            new ChatReplay(folder.resolve("smollm2"), only, devices).run(replay);
        }
    }

    private void runModel(String model, Replay replay) {
        Path path = folder.resolve(model);
        if (!Files.isRegularFile(path.resolve("golden.safetensors"))) {
            CaseNames names = new CaseNames("INDEX.jsonl", model, "model", "-", "INDEX.jsonl");
            if (names.matches(only)) {
                replay.submit(() -> List.of(names.judge(() -> "the folder is not there")));
            }
            return;
        }
        TinyModelReplay tiny = new TinyModelReplay(path, index.get(model), only);
        for (String config : configs(path)) {
            for (Devices.Device device : devices) {
                replay.submit(() -> tiny.run(config, device));
            }
        }
    }

    /** The same config in two styles: both must load and give the same values. */
    private static List<String> configs(Path path) {
        List<String> configs = new ArrayList<>(List.of("config.json"));
        if (Files.isRegularFile(path.resolve("config.v5.json"))) {
            configs.add("config.v5.json");
        }
        return configs;
    }
}
