package dev.jeton.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.jeton.cli.explain.HtmlPage;
import dev.jeton.cli.explain.StageText;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Explanation;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.internal.fetch.IoCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeton explain}: what each stage of a tokenizer makes of a text. */
@Command(
        name = "explain",
        description = "Show what each stage of a tokenizer makes of a text, with offsets.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton explain \"na\u00efve caf\u00e9 <|im_end|>\"",
            "  jeton explain --tokenizer google-bert/bert-base-uncased \"Hello there\"",
            "  jeton explain --html page.html --file README.md -m tokenizer.json",
            "",
            "Each piece is shown as it is after the stage, with where it comes from in the text",
            "given, and its id once it is a token."
        })
final class ExplainCommand extends BaseCommand {
    @Mixin private final ModelOption model = new ModelOption();
    @Mixin private final TextInput input = new TextInput();
    @Mixin private final TokenOptions tokens = new TokenOptions();

    @Option(names = "--json", description = "Print JSON, one object for each text.")
    private boolean json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description =
                    "Write a page with coloured tokens into FILE, which needs no other file; a FILE"
                            + " that is there is replaced.")
    private @Nullable Path html;

    @Option(
            names = "--offsets",
            paramLabel = "UNIT",
            description =
                    "Unit of the offsets: utf16 (the default), byte or code_point. One of"
                            + " ${COMPLETION-CANDIDATES}.")
    private OffsetUnit unit = OffsetUnit.UTF16;

    ExplainCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        Path path = model.resolveTokenizer(io);
        Tokenizer tokenizer = Loading.tokenizer(path);
        EncodeOptions options = tokens.encodeOptions().withOffsetUnit(unit);
        List<Explanation> pages = new ArrayList<>();
        input.forEach(
                io,
                text -> {
                    Explanation explanation = tokenizer.explain(text, options);
                    if (html != null) {
                        pages.add(explanation);
                    } else {
                        print(explanation);
                    }
                });
        if (html != null) {
            write(html, HtmlPage.of(String.valueOf(path.getFileName()), pages, unit));
        }
        return ExitCode.OK;
    }

    private static void write(Path file, String page) {
        try {
            Files.writeString(file, page);
        } catch (IOException e) {
            throw CommandFailure.failed(file + " was not written: " + IoCause.of(e) + ".", e);
        }
    }

    private void print(Explanation explanation) throws IOException {
        if (json) {
            JsonLine.print(io, fields -> write(fields, explanation));
        } else {
            StageText text = new StageText(io.colours());
            io.out().print(text.of(explanation));
        }
    }

    private static void write(JsonGenerator fields, Explanation explanation) throws IOException {
        fields.writeStringField("text", explanation.text());
        fields.writeArrayFieldStart("stages");
        for (Explanation.Step step : explanation.steps()) {
            fields.writeStartObject();
            fields.writeStringField("stage", step.stage().kind().name().toLowerCase(Locale.ROOT));
            fields.writeStringField("type", step.stage().type());
            fields.writeFieldName("options");
            fields.writeRawValue(step.stage().options());
            fields.writeArrayFieldStart("parts");
            for (Explanation.Part part : step.parts()) {
                fields.writeStartObject();
                fields.writeStringField("text", part.text());
                fields.writeNumberField("start", part.start());
                fields.writeNumberField("end", part.end());
                if (part.id().isPresent()) {
                    fields.writeNumberField("id", Integer.toUnsignedLong(part.id().getAsInt()));
                }
                fields.writeEndObject();
            }
            fields.writeEndArray();
            fields.writeEndObject();
        }
        fields.writeEndArray();
        JsonLine.ids(fields, "ids", explanation.encoding().ids());
    }
}
