package dev.jeton.cli;

import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.SpecialTokenPolicy;
import picocli.CommandLine.Option;

/** How text becomes ids. */
final class TokenOptions {
    /** What a special token's name in the text means. */
    enum SpecialText {
        MATCH,
        PLAIN,
        REFUSE
    }

    @Option(
            names = "--no-special-tokens",
            description = "Leave out the special tokens that the tokenizer would add.")
    boolean noSpecialTokens;

    @Option(
            names = "--special-text",
            paramLabel = "match|plain|refuse",
            description =
                    "What text such as \"<|endoftext|>\" becomes: its token (match, the default),"
                            + " ordinary text (plain), or an error (refuse).")
    SpecialText specialText = SpecialText.MATCH;

    EncodeOptions encodeOptions() {
        SpecialTokenPolicy policy =
                switch (specialText) {
                    case MATCH -> SpecialTokenPolicy.match();
                    case PLAIN -> SpecialTokenPolicy.plain();
                    case REFUSE -> SpecialTokenPolicy.refuse();
                };
        return EncodeOptions.defaults()
                .withSpecialTokens(!noSpecialTokens)
                .withSpecialTokenPolicy(policy);
    }
}
