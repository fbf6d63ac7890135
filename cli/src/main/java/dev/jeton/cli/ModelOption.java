package dev.jeton.cli;

import dev.jeton.cli.models.Catalog;
import dev.jeton.cli.models.Environment;
import dev.jeton.cli.models.FetchException;
import dev.jeton.cli.models.ModelEntry;
import dev.jeton.cli.models.ModelStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model, and where its files are. */
final class ModelOption {
    static final String DEFAULT_MODEL = "smollm2";

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description = {
                "A name of the catalogue (jeton models list), a GGUF file, a tokenizer.json, a"
                        + " folder, or a repository of the Hugging Face hub:"
                        + " hf:OWNER/NAME[/FILE][@REVISION]. Default: JETON_MODEL, otherwise "
                        + DEFAULT_MODEL
                        + "."
            })
    @Nullable String model;

    @Option(
            names = "--tokenizer",
            paramLabel = "TOKENIZER",
            description =
                    "As --model, and a repository of the hub may be written without hf:, as"
                            + " OWNER/NAME[@REVISION], where there is no such file.")
    @Nullable String tokenizer;

    @Option(
            names = "--offline",
            description = "Never fetch; fail if the model is not in the cache.")
    boolean offline;

    /** The file or folder of a whole model; fetches it first if it must. */
    Path resolve(CommandIo io) throws FetchException, InterruptedException {
        return resolve(name(io.environment()), io);
    }

    /** The file or folder of a whole model by another name with the same options. */
    Path resolve(String name, CommandIo io) throws FetchException, InterruptedException {
        return resolve(name, HubName.Need.MODEL, io);
    }

    /** The file or folder of a tokenizer: of a repository the weights are not fetched. */
    Path resolveTokenizer(CommandIo io) throws FetchException, InterruptedException {
        return resolveTokenizer(name(io.environment()), io);
    }

    /** The file or folder of a tokenizer by another name with the same options. */
    Path resolveTokenizer(String name, CommandIo io) throws FetchException, InterruptedException {
        return resolve(name, HubName.Need.TOKENIZER, io);
    }

    private Path resolve(String name, HubName.Need need, CommandIo io)
            throws FetchException, InterruptedException {
        Optional<HubName> hub = HubName.parse(name);
        if (hub.isPresent()) {
            return hub.get().fetch(need, offline, io.environment(), new FetchProgress(io));
        }
        if (looksLikePath(name)) {
            return existing(name);
        }
        Environment environment = io.environment();
        Catalog catalog = Catalog.load(environment);
        Optional<ModelEntry> entry = catalog.find(name);
        if (entry.isEmpty() && Files.exists(Path.of(name))) {
            return Path.of(name);
        }
        ModelEntry found = entry.isPresent() ? entry.get() : catalog.require(name);
        ModelStore store = ModelStore.builder(environment, catalog).offline(offline).build();
        Optional<Path> cached = store.cached(found);
        return cached.isPresent() ? cached.get() : store.fetch(found, new FetchProgress(io));
    }

    private String name(Environment environment) {
        String given = tokenizer != null ? hubName(tokenizer) : model;
        return given != null ? given : environment.variable("JETON_MODEL").orElse(DEFAULT_MODEL);
    }

    /** {@code owner/name} where there is no such file means the hub. */
    static String hubName(String name) {
        boolean isId = name.matches("[\\w.-]+/[\\w.-]+(@.*)?") && !name.startsWith(".");
        return isId && !Files.exists(Path.of(name)) ? "hf:" + name : name;
    }

    private static boolean looksLikePath(String name) {
        return name.contains("/")
                || name.contains("\\")
                || name.endsWith(".gguf")
                || name.endsWith(".json")
                || name.endsWith(".safetensors")
                || name.equals(".")
                || name.equals("..");
    }

    private static Path existing(String name) {
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw CommandFailure.wrongUse(
                    "\"" + name + "\" is not a path: " + e.getReason() + ".", e);
        }
        if (!Files.exists(path)) {
            throw CommandFailure.wrongUse(
                    "There is no file or folder "
                            + name
                            + ". \"jeton models list\" shows the models that have a name; a"
                            + " repository of the Hugging Face hub is written hf:OWNER/NAME.");
        }
        if (!Files.isReadable(path)) {
            throw CommandFailure.wrongUse(name + " cannot be read: access is denied.");
        }
        return path;
    }
}
