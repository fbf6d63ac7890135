package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.json.StrictJson;
import dev.jeton.tokenize.model.ByteAlphabet;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.BertProcessing;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PostProcessorSequence;
import dev.jeton.tokenize.pipeline.RobertaProcessing;
import dev.jeton.tokenize.pipeline.SpecialToken;
import dev.jeton.tokenize.pipeline.TemplateProcessing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the reference takes in a tokenizer.json although it harms whoever uses it: text that gets
 * lost, calls that fail later, ids that are not those of the file. Each finding says where, what,
 * and what to do.
 */
final class StrictCheck {
    private final Tokenizer tokenizer;
    private final Parts parts;
    private final ModelSpec spec;
    private final Vocabulary vocabulary;
    private final List<String> findings = new ArrayList<>();

    private StrictCheck(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        parts = tokenizer.parts();
        spec = parts.spec();
        vocabulary = spec.fileVocabulary();
    }

    /** What is wrong with a tokenizer that was loaded from a tokenizer.json. */
    static List<String> findings(Tokenizer tokenizer, byte[] file, String name) {
        StrictCheck check = new StrictCheck(tokenizer);
        StrictJson json = new StrictJson(file, name);
        check.findings.addAll(json.findings());
        check.checkVocabulary();
        check.checkUnknown();
        check.checkBytes();
        check.checkAdded(json.declared());
        check.check(check.parts.postProcessor(), "post_processor");
        check.checkTruncation();
        check.checkPadding();
        return check.findings;
    }

    private void found(String message) {
        findings.add(message);
    }

    private void checkVocabulary() {
        Map<Integer, Integer> entries = new HashMap<>();
        Set<String> tokens = new HashSet<>();
        for (int entry = 0; entry < vocabulary.entryCount(); entry++) {
            String token = vocabulary.token(entry);
            if (!tokens.add(token)) {
                found(
                        String.format(
                                Locale.ROOT,
                                "model.vocab[%d] lists \"%s\" a second time; only this one is found. Give"
                                        + " the other one a text of its own",
                                entry,
                                token));
            }
            Integer other = entries.putIfAbsent(vocabulary.id(entry), entry);
            if (other != null) {
                found(
                        String.format(
                                Locale.ROOT,
                                "model.vocab gives \"%s\" and \"%s\" the id %s; which one it is shown as is"
                                        + " left to chance. Give each an id of its own",
                                vocabulary.token(other),
                                token,
                                Integer.toUnsignedString(vocabulary.id(entry))));
            }
        }
    }

    private boolean option(String name) {
        return spec.options().flag(name, false);
    }

    private void checkUnknown() {
        String unknown = spec.options().string("unk_token");
        if (spec.type().equals("Unigram")) {
            if (!spec.options().has("unk_id")) {
                found(
                        "model.unk_id is missing: a text with a character that no piece has cannot"
                                + " be encoded. Name the piece for what is unknown");
            }
        } else if (unknown != null) {
            if (vocabulary.entryOf(unknown) == Vocabulary.NOT_FOUND) {
                found(
                        String.format(
                                Locale.ROOT,
                                "model.unk_token is \"%s\", which is not in model.vocab: text that is"
                                        + " unknown cannot be encoded. Add the token, or name another",
                                unknown));
            }
        } else if (spec.type().equals("BPE") && !option("byte_fallback") && !coversBytes()) {
            found(
                    "model.unk_token is null, and there are neither byte tokens nor byte_fallback:"
                            + " characters without a token vanish. Name a token for what is"
                            + " unknown");
        }
    }

    private boolean coversBytes() {
        if (!Parts.endsWithByteLevel(parts.preTokenizer())) {
            return false;
        }
        for (int b = 0; b < 256; b++) {
            String token = Character.toString(ByteAlphabet.charOf(b));
            if (vocabulary.entryOf(token) == Vocabulary.NOT_FOUND) {
                return false;
            }
        }
        return true;
    }

    private void checkBytes() {
        if (!option("byte_fallback")) {
            return;
        }
        for (int b = 0; b < 256; b++) {
            String token = String.format(Locale.ROOT, "<0x%02X>", b);
            boolean plain = b < 128 && vocabulary.entryOf(Character.toString(b)) >= 0;
            if (!plain && vocabulary.entryOf(token) == Vocabulary.NOT_FOUND) {
                found(
                        String.format(
                                Locale.ROOT,
                                "model.byte_fallback is on, but \"%s\" is not in model.vocab: characters"
                                        + " with that byte are unknown. Add the 256 byte tokens, or switch"
                                        + " it off",
                                token));
                return;
            }
        }
    }

    private void checkAdded(List<StrictJson.Declared> declared) {
        Set<String> contents = new HashSet<>();
        for (StrictJson.Declared token : declared) {
            String place = "added_tokens[" + token.index() + "]";
            if (token.content().isEmpty()) {
                found(
                        String.format(
                                Locale.ROOT, "%s has no text and is dropped. Remove it", place));
                continue;
            }
            if (!contents.add(token.content())) {
                found(
                        String.format(
                                Locale.ROOT,
                                "%s is \"%s\" a second time; its flags replace the first ones. Remove one",
                                place,
                                token.content()));
            }
            OptionalInt id = tokenizer.idOf(token.content());
            if (id.isPresent() && Integer.toUnsignedLong(id.getAsInt()) != token.id()) {
                found(
                        String.format(
                                Locale.ROOT,
                                "%s says that \"%s\" has the id %d, but it gets %s: ids follow from the"
                                        + " vocabulary and the order. Write that one, or put the token into"
                                        + " model.vocab",
                                place,
                                token.content(),
                                token.id(),
                                Integer.toUnsignedString(id.getAsInt())));
            }
        }
    }

    private void check(@Nullable PostProcessor processor, String place) {
        if (processor instanceof PostProcessorSequence sequence) {
            for (int i = 0; i < sequence.processors().size(); i++) {
                check(sequence.processors().get(i), place + ".processors[" + i + "]");
            }
        } else if (processor instanceof BertProcessing bert) {
            check(bert.cls(), place + ".cls");
            check(bert.sep(), place + ".sep");
        } else if (processor instanceof RobertaProcessing roberta) {
            check(roberta.cls(), place + ".cls");
            check(roberta.sep(), place + ".sep");
        } else if (processor instanceof TemplateProcessing template) {
            check(template, place);
        }
    }

    private void check(SpecialToken token, String place) {
        OptionalInt id = tokenizer.idOf(token.token());
        if (id.isEmpty()) {
            found(
                    String.format(
                            Locale.ROOT,
                            "%s is \"%s\", which is no token. Add it",
                            place,
                            token.token()));
        } else if (id.getAsInt() != token.id()) {
            found(
                    String.format(
                            Locale.ROOT,
                            "%s gives \"%s\" the id %s, but the token has %s. Write that one",
                            place,
                            token.token(),
                            Integer.toUnsignedString(token.id()),
                            Integer.toUnsignedString(id.getAsInt())));
        }
    }

    private void check(TemplateProcessing template, String place) {
        check(template.single(), template, place + ".single", false);
        check(template.pair(), template, place + ".pair", true);
        for (Map.Entry<String, TemplateProcessing.Tokens> entry :
                template.specialTokens().entrySet()) {
            TemplateProcessing.Tokens tokens = entry.getValue();
            String at = place + ".special_tokens." + entry.getKey();
            if (tokens.ids().size() != tokens.tokens().size()) {
                found(
                        String.format(
                                Locale.ROOT,
                                "%s has %d ids and %d tokens. Write one token for each id",
                                at,
                                tokens.ids().size(),
                                tokens.tokens().size()));
                continue;
            }
            for (int i = 0; i < tokens.ids().size(); i++) {
                check(new SpecialToken(tokens.tokens().get(i), tokens.ids().get(i)), at);
            }
        }
    }

    private void check(
            List<TemplateProcessing.Part> sequence,
            TemplateProcessing template,
            String place,
            boolean pair) {
        Set<Boolean> texts = new HashSet<>();
        for (TemplateProcessing.Part part : sequence) {
            if (part instanceof TemplateProcessing.Text text) {
                texts.add(text.second());
            } else if (part instanceof TemplateProcessing.Special special
                    && !template.specialTokens().containsKey(special.name())) {
                found(
                        String.format(
                                Locale.ROOT,
                                "%s names \"%s\", which is not in special_tokens: no text can be encoded."
                                        + " Describe it there",
                                place,
                                special.name()));
            }
        }
        if (!texts.contains(false)) {
            found(
                    String.format(
                            Locale.ROOT,
                            "%s has no place for the text ($A), which gets lost. Add it",
                            place));
        }
        if (pair != texts.contains(true)) {
            found(
                    String.format(
                            Locale.ROOT,
                            pair
                                    ? "%s has no place for the second text ($B), which gets lost. Add it"
                                    : "%s has a place for a second text ($B), which there is not. Remove"
                                            + " it",
                            place));
        }
    }

    private void checkTruncation() {
        Truncation truncation = parts.truncation();
        if (truncation == null) {
            return;
        }
        int added = tokenizer.numSpecialTokensToAdd(false);
        int room = truncation.maxLength() - added;
        if (room < 0) {
            found(
                    String.format(
                            Locale.ROOT,
                            "truncation.max_length is %d, less than the %d special tokens: nothing is ever"
                                    + " cut. Write a larger number",
                            truncation.maxLength(),
                            added));
        } else if (room > 0 && truncation.stride() >= room) {
            found(
                    String.format(
                            Locale.ROOT,
                            "truncation.stride is %d, but a part has room for %d tokens only: longer texts"
                                    + " cannot be encoded. Write a smaller number",
                            truncation.stride(),
                            room));
        }
    }

    private void checkPadding() {
        Padding padding = parts.padding();
        if (padding != null) {
            check(new SpecialToken(padding.padToken(), padding.padId()), "padding.pad_token");
        }
    }

    /** Throws if there is something to complain about. */
    static void require(List<String> findings, String name) {
        if (!findings.isEmpty()) {
            String more =
                    findings.size() == 1
                            ? ""
                            : " There are " + (findings.size() - 1) + " more such places.";
            throw new TokenizerException(
                    name
                            + ": "
                            + findings.get(0)
                            + "."
                            + more
                            + " (Hugging Face tokenizers takes it; refused by"
                            + " TokenizerLoader.strict.)");
        }
    }
}
