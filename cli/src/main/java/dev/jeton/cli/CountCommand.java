package dev.jeton.cli;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeton count}: how many tokens a text has. */
@Command(
        name = "count",
        description = "Count the tokens of a text.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton count \"Hello there\"",
            "  jeton count --file README.md -m tokenizer.json",
            "  jeton count --lines < texts.txt      one count a line"
        })
final class CountCommand extends BaseCommand {
    @Mixin private final ModelOption model = new ModelOption();
    @Mixin private final TextInput input = new TextInput();
    @Mixin private final TokenOptions tokens = new TokenOptions();

    @Option(names = "--json", description = "Print JSON: {\"tokens\":N,\"chars\":N}.")
    private boolean json;

    CountCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        Tokenizer tokenizer = Loading.tokenizer(model.resolveTokenizer(io));
        EncodeOptions options = tokens.encodeOptions();
        input.forEach(io, text -> print(text, tokenizer.count(text, options)));
        return ExitCode.OK;
    }

    private void print(String text, int count) throws IOException {
        if (json) {
            JsonLine.print(
                    io,
                    fields -> {
                        fields.writeNumberField("tokens", count);
                        fields.writeNumberField("chars", text.length());
                    });
        } else {
            io.out().println(Integer.toString(count));
        }
    }
}
