package dev.jeton.tokenize.internal.json;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.pipeline.BertProcessing;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PostProcessorSequence;
import dev.jeton.tokenize.pipeline.RobertaProcessing;
import dev.jeton.tokenize.pipeline.SpecialToken;
import dev.jeton.tokenize.pipeline.TemplateProcessing;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes post-processors of their JSON. */
final class PostProcessorReader {
    private static final List<String> TYPES =
            List.of(
                    "RobertaProcessing",
                    "BertProcessing",
                    "ByteLevel",
                    "TemplateProcessing",
                    "Sequence");

    private final LoadLimits limits;

    PostProcessorReader(LoadLimits limits) {
        this.limits = limits;
    }

    PostProcessor read(JsonNode json) {
        return switch (json.get("type").oneOf(TYPES)) {
            case "RobertaProcessing", "BertProcessing" -> {
                // The reference does not look at the type: with its two flags the object is a
                // RobertaProcessing, else a BertProcessing.
                boolean flags = json.has("trim_offsets") && json.has("add_prefix_space");
                yield flags
                        ? roberta(json)
                        : new BertProcessing(token(json.get("sep")), token(json.get("cls")));
            }
            case "ByteLevel" -> PreTokenizerReader.byteLevel(json);
            case "TemplateProcessing" -> template(json);
            default ->
                    new PostProcessorSequence(
                            Stages.readAll(json.get("processors"), limits, this::read));
        };
    }

    private static RobertaProcessing roberta(JsonNode json) {
        return new RobertaProcessing(
                token(json.get("sep")),
                token(json.get("cls")),
                json.get("trim_offsets").flag(),
                json.get("add_prefix_space").flag());
    }

    private static SpecialToken token(JsonNode json) {
        List<JsonNode> pair = json.elements();
        if (pair.size() != 2) {
            throw json.error("has " + pair.size() + " elements. Expected a token and its id.");
        }
        return new SpecialToken(pair.get(0).string(), pair.get(1).u32());
    }

    private static TemplateProcessing template(JsonNode json) {
        SortedMap<String, TemplateProcessing.Tokens> tokens = new TreeMap<>();
        JsonNode special = json.get("special_tokens");
        for (String name : special.names()) {
            tokens.put(name, tokens(special.get(name)));
        }
        return new TemplateProcessing(parts(json.get("single")), parts(json.get("pair")), tokens);
    }

    private static TemplateProcessing.Tokens tokens(JsonNode json) {
        List<Integer> ids = new ArrayList<>();
        for (JsonNode id : json.get("ids").elements()) {
            ids.add(id.u32());
        }
        List<String> tokens = new ArrayList<>();
        for (JsonNode token : json.get("tokens").elements()) {
            tokens.add(token.string());
        }
        return new TemplateProcessing.Tokens(json.get("id").string(), ids, tokens);
    }

    private static List<TemplateProcessing.Part> parts(JsonNode json) {
        List<TemplateProcessing.Part> parts = new ArrayList<>();
        for (JsonNode element : json.elements()) {
            if (element.names().size() != 1) {
                throw element.error(
                        "must have exactly one field, \"Sequence\" or \"SpecialToken\".");
            }
            String kind = element.names().iterator().next();
            new JsonNode(element.file(), element.path(), kind).oneOf("Sequence", "SpecialToken");
            JsonNode part = element.get(kind);
            int typeId = part.get("type_id").u32();
            parts.add(
                    kind.equals("Sequence")
                            ? new TemplateProcessing.Text(
                                    part.get("id").oneOf("A", "B").equals("B"), typeId)
                            : new TemplateProcessing.Special(part.get("id").string(), typeId));
        }
        return parts;
    }
}
