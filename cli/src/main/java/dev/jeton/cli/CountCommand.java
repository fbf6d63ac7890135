package dev.jeton.cli;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
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
            "  jeton count --lines < texts.txt      one count a line",
            "  jeton count --limit 8192 --file book.txt",
            "",
            "With --limit a text that has more tokens is shown as \">N\" (with --json as",
            "{\"tokens\":null,\"over\":N,...}) and the exit code is 1; the text is read no further",
            "than the limit asks for."
        })
final class CountCommand extends BaseCommand {
    @Mixin private final ModelOption model = new ModelOption();
    @Mixin private final TextInput input = new TextInput();
    @Mixin private final TokenOptions tokens = new TokenOptions();

    @Option(names = "--json", description = "Print JSON: {\"tokens\":N,\"chars\":N}.")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Count no further than N tokens: enough to know that a text is too long.")
    private @Nullable Integer limit;

    private boolean over;

    CountCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        Tokenizer tokenizer = Loading.tokenizer(model.resolveTokenizer(io));
        EncodeOptions options = tokens.encodeOptions();
        int most = limit == null ? Integer.MAX_VALUE : limit;
        if (most < 0) {
            throw CommandFailure.wrongUse("--limit is " + most + ", expected 0 or more.");
        }
        input.forEach(io, text -> print(text, tokenizer.countUpTo(text, most, options), most));
        return over ? ExitCode.FAILED : ExitCode.OK;
    }

    private void print(String text, OptionalInt count, int most) throws IOException {
        over |= count.isEmpty();
        if (json) {
            JsonLine.print(
                    io,
                    fields -> {
                        if (count.isPresent()) {
                            fields.writeNumberField("tokens", count.getAsInt());
                        } else {
                            fields.writeNullField("tokens");
                            fields.writeNumberField("over", most);
                        }
                        fields.writeNumberField("chars", text.length());
                    });
        } else {
            io.out().println(count.isPresent() ? "" + count.getAsInt() : ">" + most);
        }
    }
}
