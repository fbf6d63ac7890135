package dev.jeton.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.OffsetUnit;
import dev.jeton.tokenize.Tokenizer;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeton encode}: text to token ids. */
@Command(
        name = "encode",
        description = "Turn text into token ids.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton encode \"Hello there\"",
            "  jeton encode --tokens --offsets byte -m tokenizer.json \"na\u00efve\"",
            "  jeton encode --lines --json < texts.txt > ids.jsonl",
            "",
            "Output: the ids of a text on one line; with --tokens one token a line (id, token,"
                    + " start,",
            "end, separated by tabs); with --json one object a line (ids, tokens, offsets)."
        })
final class EncodeCommand extends BaseCommand {
    @Mixin private final ModelOption model = new ModelOption();
    @Mixin private final TextInput input = new TextInput();
    @Mixin private final TokenOptions tokens = new TokenOptions();

    @Option(names = "--tokens", description = "Print each token on its own line.")
    private boolean showTokens;

    @Option(names = "--json", description = "Print JSON, one object for each text.")
    private boolean json;

    @Option(
            names = "--offsets",
            paramLabel = "UNIT",
            description =
                    "Unit of the offsets: utf16 (the default), byte or code_point. One of"
                            + " ${COMPLETION-CANDIDATES}.")
    private OffsetUnit unit = OffsetUnit.UTF16;

    EncodeCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        Tokenizer tokenizer = Loading.tokenizer(model.resolveTokenizer(io));
        EncodeOptions options = tokens.encodeOptions().withOffsetUnit(unit);
        input.forEach(io, text -> print(tokenizer, text, options));
        return ExitCode.OK;
    }

    private void print(Tokenizer tokenizer, String text, EncodeOptions options) throws IOException {
        if (json) {
            Encoding encoding = tokenizer.encode(text, options);
            JsonLine.print(io, fields -> write(fields, encoding));
        } else if (showTokens) {
            Encoding encoding = tokenizer.encode(text, options);
            int[] ids = encoding.ids();
            for (int i = 0; i < ids.length; i++) {
                io.out()
                        .println(
                                ids[i]
                                        + "\t"
                                        + visible(encoding.tokens().get(i))
                                        + "\t"
                                        + encoding.start(i)
                                        + "\t"
                                        + encoding.end(i));
            }
        } else {
            io.out().println(line(tokenizer.encodeIds(text, options)));
        }
    }

    private static void write(JsonGenerator fields, Encoding encoding) throws IOException {
        JsonLine.ids(fields, "ids", encoding.ids());
        fields.writeArrayFieldStart("tokens");
        for (String token : encoding.tokens()) {
            fields.writeString(token);
        }
        fields.writeEndArray();
        fields.writeArrayFieldStart("offsets");
        for (int i = 0; i < encoding.size(); i++) {
            fields.writeArray(new int[] {encoding.start(i), encoding.end(i)}, 0, 2);
        }
        fields.writeEndArray();
    }

    /** A token with a line feed or a tab in it must not break the table. */
    private static String visible(String token) {
        return token.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    private static String line(int[] ids) {
        StringBuilder text = new StringBuilder(ids.length * 6);
        for (int id : ids) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(id);
        }
        return text.toString();
    }
}
