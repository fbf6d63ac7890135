package dev.jeton.cli;

import dev.jeton.cli.explain.StageText;
import dev.jeton.generate.weights.ModelFile;
import dev.jeton.templates.ChatTokenizer;
import dev.jeton.templates.TemplateException;
import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.StageInfo;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeton inspect}: what is in a model or tokenizer file. */
@Command(
        name = "inspect",
        description =
                "Show what is in a model or tokenizer file: architecture, sizes, parts, chat"
                        + " template, special tokens.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton inspect smollm2",
            "  jeton inspect --tensors model.gguf",
            "  jeton inspect --template model.gguf > template.jinja",
            "  jeton inspect --json tokenizer.json"
        })
final class InspectCommand extends BaseCommand {
    private static final int SHOWN_CHARS = 60;
    private static final int SHOWN_TOKENS = 40;

    @Parameters(
            paramLabel = "FILE",
            description =
                    "A GGUF or safetensors file, a tokenizer.json, a folder, a model's name, or a"
                            + " repository of the hub, of which the tokenizer is fetched.")
    private String file = "";

    @Mixin private final OfflineOption offline = new OfflineOption();

    @Option(names = "--tensors", description = "List every tensor: name, type, shape, bytes.")
    private boolean tensors;

    @Option(names = "--template", description = "Print the chat template and nothing else.")
    private boolean template;

    @Option(
            names = "--strict",
            description =
                    "Refuse a tokenizer.json that harms whoever uses it although Hugging Face takes"
                            + " it: see docs/tokenizers.md.")
    private boolean strict;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Facts under headings, in the order they are shown. */
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    private List<ModelFile.Tensor> tensorList = List.of();

    InspectCommand(CommandIo io) {
        super(io);
    }

    /** {@code --offline}. */
    static final class OfflineOption {
        @Option(names = "--offline", description = "Never fetch a model that is named.")
        boolean offline;
    }

    @Override
    public Integer call() throws Exception {
        ModelOption model = new ModelOption();
        model.offline = offline.offline;
        Path path = model.resolveTokenizer(ModelOption.hubName(file), io);
        if (template) {
            String source = Loading.chatTokenizer(path).template().source();
            io.out().print(source).print(io.outTerminal() ? "\n" : "");
            return ExitCode.OK;
        }
        boolean isTokenizerFile = path.toString().endsWith(".json");
        boolean hasModel = !Files.isDirectory(path) || hasWeights(path);
        if (!isTokenizerFile && hasModel) {
            Loading.load(
                    () -> {
                        inspectModel(path);
                        return path;
                    });
        }
        if (strict) {
            Loading.load(() -> Tokenizers.loader().strict(true).load(path));
        }
        if (!path.toString().endsWith(".safetensors")) {
            inspectTokenizer(path, isTokenizerFile || !hasModel);
        }
        if (json) {
            printJson();
        } else {
            print();
        }
        return ExitCode.OK;
    }

    private static boolean hasWeights(Path folder) {
        return Files.exists(folder.resolve("model.safetensors"))
                || Files.exists(folder.resolve("model.safetensors.index.json"));
    }

    private void inspectModel(Path path) {
        ModelFile model = ModelFile.read(path);
        Map<String, String> facts = section("model");
        facts.put("format", model.format());
        facts.put("parameters", String.format(Locale.ROOT, "%,d", model.parameters()));
        facts.put(
                "tensors",
                String.format(
                        Locale.ROOT,
                        "%,d (%s), %s",
                        model.tensors().size(),
                        byType(model.tensorsByType()),
                        FetchProgress.megabytes(model.tensorBytes())));
        Map<String, String> settings = section("settings");
        model.settings().forEach((key, value) -> settings.put(key, value));
        tensorList = model.tensors();
    }

    private static String byType(Map<String, Integer> counts) {
        List<String> words = new ArrayList<>();
        counts.forEach((type, count) -> words.add(count + " " + type));
        return String.join(", ", words);
    }

    /** A model without a tokenizer is no error; a tokenizer file that cannot be read is. */
    private void inspectTokenizer(Path path, boolean required) {
        Map<String, String> facts = section("tokenizer");
        Tokenizer tokenizer;
        try {
            tokenizer = Tokenizers.load(path);
        } catch (TokenizerException e) {
            if (required) {
                throw CommandFailure.wrongUse(String.valueOf(e.getMessage()), e);
            }
            facts.put("not usable", String.valueOf(e.getMessage()));
            return;
        }
        stages(tokenizer, facts);
        facts.put(
                "vocabulary",
                String.format(
                        Locale.ROOT,
                        "%,d tokens, %,d with added tokens",
                        tokenizer.vocabularySize(false),
                        tokenizer.vocabularySize(true)));
        specialTokens(tokenizer, facts);
        try {
            String source = ChatTokenizer.load(path).template().source();
            facts.put("chat template", source.length() + " characters (--template prints it)");
        } catch (TokenizerException | TemplateException e) {
            facts.put("chat template", "none: " + e.getMessage());
        }
    }

    private static void specialTokens(Tokenizer tokenizer, Map<String, String> facts) {
        List<String> special = new ArrayList<>();
        int count = 0;
        for (Map.Entry<Integer, AddedToken> token : tokenizer.addedTokens().entrySet()) {
            if (token.getValue().special() && ++count <= SHOWN_TOKENS) {
                special.add(token.getKey() + " " + token.getValue().content());
            }
        }
        String more = count > SHOWN_TOKENS ? " and " + (count - SHOWN_TOKENS) + " more" : "";
        facts.put("special tokens", String.join(", ", special) + more);
    }

    /** Each stage with its options, those of a sequence one after another. */
    private static void stages(Tokenizer tokenizer, Map<String, String> facts) {
        for (StageInfo.Kind kind : StageInfo.Kind.values()) {
            List<String> stages =
                    tokenizer.stages().stream()
                            .filter(stage -> stage.kind() == kind)
                            .map(stage -> stage.type() + StageText.options(stage))
                            .toList();
            boolean always =
                    switch (kind) {
                        case NORMALIZER, PRE_TOKENIZER, POST_PROCESSOR, DECODER -> true;
                        default -> false;
                    };
            boolean added = stages.contains("AddedTokens");
            if (!added && (always || !stages.isEmpty())) {
                facts.put(
                        kind.name().toLowerCase(Locale.ROOT),
                        stages.isEmpty() ? "none" : String.join(", then ", stages));
            }
        }
    }

    private Map<String, String> section(String name) {
        return sections.computeIfAbsent(name, key -> new LinkedHashMap<>());
    }

    private void print() {
        sections.forEach(
                (name, facts) -> {
                    io.out().println(name);
                    facts.forEach(
                            (key, value) ->
                                    io.out()
                                            .println(
                                                    "  "
                                                            + key
                                                            + ": "
                                                            + (name.equals("settings")
                                                                    ? shorten(value)
                                                                    : value)));
                });
        if (tensors) {
            io.out().println("tensors");
            for (ModelFile.Tensor tensor : tensorList) {
                io.out()
                        .println(
                                String.format(
                                        Locale.ROOT,
                                        "  %s\t%s\t%s\t%,d",
                                        tensor.name(),
                                        tensor.type(),
                                        tensor.shape(),
                                        tensor.bytes()));
            }
        }
    }

    private static String shorten(String value) {
        String line = value.replace("\n", "\\n");
        return line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS) + "...";
    }

    private void printJson() throws IOException {
        JsonLine.print(
                io,
                fields -> {
                    for (Map.Entry<String, Map<String, String>> section : sections.entrySet()) {
                        fields.writeObjectFieldStart(section.getKey());
                        for (Map.Entry<String, String> fact : section.getValue().entrySet()) {
                            fields.writeStringField(fact.getKey(), fact.getValue());
                        }
                        fields.writeEndObject();
                    }
                    if (tensors) {
                        fields.writeArrayFieldStart("tensors");
                        for (ModelFile.Tensor tensor : tensorList) {
                            fields.writeStartObject();
                            fields.writeStringField("name", tensor.name());
                            fields.writeStringField("type", tensor.type());
                            fields.writeArrayFieldStart("shape");
                            for (long size : tensor.shape()) {
                                fields.writeNumber(size);
                            }
                            fields.writeEndArray();
                            fields.writeNumberField("bytes", tensor.bytes());
                            fields.writeEndObject();
                        }
                        fields.writeEndArray();
                    }
                });
    }
}
