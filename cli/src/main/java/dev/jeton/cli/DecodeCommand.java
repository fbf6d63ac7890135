package dev.jeton.cli;

import dev.jeton.tokenize.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringTokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeton decode}: token ids to text. */
@Command(
        name = "decode",
        description = "Turn token ids into text.",
        footerHeading = "%n",
        footer = {
            "Examples:",
            "  jeton decode 19556 665",
            "  jeton encode \"Hello there\" | jeton decode",
            "  jeton decode --lines --json < ids.txt",
            "",
            "Ids are separated by spaces, commas or line ends; brackets are ignored, so that a"
                    + " JSON",
            "list works, too."
        })
final class DecodeCommand extends BaseCommand {
    @Mixin private final ModelOption model = new ModelOption();

    @Parameters(
            paramLabel = "ID",
            arity = "0..*",
            description = "Token ids. Without them, or as \"-\", standard input.")
    private List<String> ids = List.of();

    @Option(names = "--lines", description = "Take each line of standard input as one text.")
    private boolean lines;

    @Option(names = "--skip-special-tokens", description = "Leave out special tokens.")
    private boolean skipSpecialTokens;

    @Option(names = "--json", description = "Print JSON: {\"text\":\"...\"}.")
    private boolean json;

    DecodeCommand(CommandIo io) {
        super(io);
    }

    @Override
    public Integer call() throws Exception {
        Tokenizer tokenizer = Loading.tokenizer(model.resolveTokenizer(io));
        if (!ids.isEmpty() && !ids.equals(List.of("-"))) {
            print(tokenizer, String.join(" ", ids), "The command line");
            return ExitCode.OK;
        }
        if (!lines) {
            print(
                    tokenizer,
                    TextInput.decode(io.in().readAllBytes(), "Standard input"),
                    "Standard input");
            return ExitCode.OK;
        }
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(io.in(), StandardCharsets.UTF_8));
        int number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            print(tokenizer, line, "Standard input, line " + ++number);
        }
        return ExitCode.OK;
    }

    private void print(Tokenizer tokenizer, String text, String where) throws IOException {
        String decoded = tokenizer.decode(parse(text, where, tokenizer), skipSpecialTokens);
        if (json) {
            JsonLine.print(io, fields -> fields.writeStringField("text", decoded));
        } else {
            io.out().println(decoded);
        }
    }

    private static int[] parse(String text, String where, Tokenizer tokenizer) {
        StringTokenizer words = new StringTokenizer(text, " \t\r\n,[]");
        int[] parsed = new int[words.countTokens()];
        for (int i = 0; i < parsed.length; i++) {
            String word = words.nextToken();
            try {
                parsed[i] = Integer.parseInt(word);
            } catch (NumberFormatException e) {
                throw CommandFailure.wrongUse(
                        where
                                + " has \""
                                + shorten(word)
                                + "\" among the ids. Expected whole numbers.");
            }
            if (tokenizer.tokenOf(parsed[i]).isEmpty()) {
                throw CommandFailure.wrongUse(
                        String.format(
                                "%s has the id %d, but the tokenizer has no such token (it has"
                                        + " %,d).",
                                where, parsed[i], tokenizer.vocabularySize(true)));
            }
        }
        return parsed;
    }

    private static String shorten(String word) {
        return word.length() <= 40 ? word : word.substring(0, 40) + "...";
    }
}
