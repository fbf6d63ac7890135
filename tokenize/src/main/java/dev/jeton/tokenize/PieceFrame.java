package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.pretrained.PieceClass;
import dev.jeton.tokenize.internal.pretrained.SpecialTokens;
import dev.jeton.tokenize.internal.pretrained.TokenizerConfiguration;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.SpecialToken;
import java.util.OptionalInt;

/** The special tokens that a {@link PieceClass} puts around a text, as transformers 5.15.1 does. */
final class PieceFrame {
    private final TokenizerConfiguration configuration;
    private final SpecialTokens special;
    private final Tokenizer tokenizer;

    PieceFrame(TokenizerConfiguration configuration, SpecialTokens special, Tokenizer tokenizer) {
        this.configuration = configuration;
        this.special = special;
        this.tokenizer = tokenizer;
    }

    PostProcessor of(PieceClass kind) {
        return switch (kind) {
            case LLAMA, GEMMA -> PretrainedFolder.ends(configuration, special, tokenizer);
            case T5 -> ofT5();
            case XLM_ROBERTA, CAMEMBERT -> ofRoberta();
            case MBART -> {
                int id = idOf(configuration.text("src_lang").orElse("en_XX"));
                yield ofLanguage(tokenizer.tokenOf(id).orElse(""), false);
            }
            case NLLB -> {
                boolean first = !configuration.flag("legacy_behaviour").orElse(false);
                yield ofLanguage(configuration.text("src_lang").orElse("eng_Latn"), first);
            }
            case ALBERT -> ofAlbert();
            case DEBERTA_V2 -> ofBert(tokenOrFirst("cls_token"), tokenOrFirst("sep_token"));
        };
    }

    private String content(String role) {
        return special.contentOf(role).orElse("None");
    }

    /** The id of a token; that of the unknown one if it is none. */
    private int idOf(String content) {
        OptionalInt id = tokenizer.idOf(content);
        if (id.isPresent()) {
            return id.getAsInt();
        }
        return special.contentOf("unk_token").stream()
                .mapToInt(unknown -> tokenizer.idOf(unknown).orElseThrow())
                .findFirst()
                .orElseThrow(
                        () ->
                                new TokenizerException(
                                        "tokenizer_config.json: \""
                                                + content
                                                + "\" is no token, and unk_token is null."));
    }

    private SpecialToken token(String role) {
        String content =
                special.contentOf(role)
                        .orElseThrow(
                                () ->
                                        new TokenizerException(
                                                "tokenizer_config.json: "
                                                        + role
                                                        + " is null, but this class puts it around"
                                                        + " a text."));
        return new SpecialToken(content, idOf(content));
    }

    /** A role that is null has the id 0. */
    private SpecialToken tokenOrFirst(String role) {
        return special.contentOf(role).isPresent() ? token(role) : new SpecialToken("None", 0);
    }

    private PostProcessor ofT5() {
        SpecialToken end = new SpecialToken("</s>", token("eos_token").id());
        return new TemplateBuilder()
                .text(0)
                .special(end, 0)
                .endOfSingle()
                .text(1, 0)
                .special(end, 0)
                .build();
    }

    private PostProcessor ofRoberta() {
        SpecialToken begin = token("bos_token");
        SpecialToken end = token("eos_token");
        return new TemplateBuilder()
                .special(begin, 0)
                .text(0)
                .special(end, 0)
                .endOfSingle()
                .special(end, 0)
                .text(1, 0)
                .special(end, 0)
                .build();
    }

    private PostProcessor ofLanguage(String name, boolean first) {
        SpecialToken language = new SpecialToken(name, idOf(name));
        SpecialToken end = token("eos_token");
        TemplateBuilder template = new TemplateBuilder();
        for (int texts = 1; texts <= 2; texts++) {
            if (first) {
                template.special(language, 0);
            }
            template.text(0);
            if (texts == 2) {
                template.text(1, 0);
            }
            template.special(end, 0);
            if (!first) {
                template.special(language, 0);
            }
            if (texts == 1) {
                template.beginPair();
            }
        }
        return template.build();
    }

    /** Names of its own, whatever the configuration calls them; the ends if it asks for them. */
    private PostProcessor ofAlbert() {
        if (configuration.has("add_bos_token") || configuration.has("add_eos_token")) {
            return PretrainedFolder.ends(configuration, special, tokenizer);
        }
        return ofBert(
                new SpecialToken("[CLS]", idOf(content("cls_token"))),
                new SpecialToken("[SEP]", idOf(content("sep_token"))));
    }

    private static PostProcessor ofBert(SpecialToken first, SpecialToken separator) {
        return new TemplateBuilder()
                .special(first, 0)
                .text(0)
                .special(separator, 0)
                .endOfSingle()
                .text(1)
                .special(separator, 1)
                .build();
    }
}
