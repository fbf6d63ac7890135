package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.pattern.KnownPatterns;
import dev.jeton.tokenize.model.ByteAlphabet;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.BertProcessing;
import dev.jeton.tokenize.pipeline.ByteLevel;
import dev.jeton.tokenize.pipeline.Digits;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.RobertaProcessing;
import dev.jeton.tokenize.pipeline.Split;
import dev.jeton.tokenize.pipeline.SplitBehavior;
import dev.jeton.tokenize.pipeline.Stage;
import dev.jeton.tokenize.pipeline.TemplateProcessing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A tokenizer as the writers of other formats look at it: flat stages, tokens by their ids. */
final class ExportSource {
    /** Ids around a text; -1 where there is none. */
    record Frame(int before, int after) {
        static final Frame NONE = new Frame(-1, -1);
    }

    private final Parts parts;
    private final Tokenizer tokenizer;

    ExportSource(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        parts = tokenizer.parts();
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    ModelSpec model() {
        return parts.spec();
    }

    List<Normalizer> normalizers() {
        return StageInfos.normalizers(parts.normalizer());
    }

    List<PreTokenizer> preTokenizers() {
        return Parts.flat(parts.preTokenizer());
    }

    static String names(List<? extends Stage> stages) {
        return stages.stream().map(stage -> stage.getClass().getSimpleName()).toList().toString();
    }

    TokenizerException cannot(String format, String why) {
        return new TokenizerException(format + " has no place for this tokenizer: " + why);
    }

    /** All tokens by their ids, sorted. */
    SortedMap<Integer, String> tokens(String format) {
        Vocabulary vocabulary = model().fileVocabulary();
        TreeMap<Integer, String> tokens = new TreeMap<>();
        for (int entry = 0; entry < vocabulary.entryCount(); entry++) {
            tokens.put(vocabulary.id(entry), vocabulary.token(entry));
        }
        parts.added().byId().forEach((id, token) -> tokens.put(id, token.content()));
        if (tokens.isEmpty() || tokens.firstKey() < 0 || tokens.lastKey() > 1 << 24) {
            throw cannot(format, "its ids are not those of a list.");
        }
        return tokens;
    }

    /** What flags of added tokens the format cannot hold. */
    List<String> lostFlags() {
        List<String> lost = new ArrayList<>();
        for (AddedToken token : parts.added().byId().values()) {
            List<String> flags = new ArrayList<>();
            addIf(flags, token.singleWord(), "single_word");
            addIf(flags, token.lstrip(), "lstrip");
            addIf(flags, token.rstrip(), "rstrip");
            if (!flags.isEmpty()) {
                lost.add(String.join(", ", flags) + " of the added token " + token.content());
            }
        }
        return lost;
    }

    /** Truncation and padding, which only a tokenizer.json has. */
    List<String> lostLengths() {
        List<String> lost = new ArrayList<>();
        addIf(lost, parts.truncation() != null, "the truncation");
        addIf(lost, parts.padding() != null, "the padding");
        return lost;
    }

    static void addIf(List<String> list, boolean condition, String line) {
        if (condition) {
            list.add(line);
        }
    }

    /**
     * The patterns that cut the text of a byte-level model, one behind the other; null if something
     * else cuts, or its tokens are no bytes.
     */
    @Nullable List<String> byteLevelCuts() {
        List<PreTokenizer> stages = preTokenizers();
        if (!Parts.endsWithByteLevel(parts.preTokenizer())) {
            return null;
        }
        List<String> cuts = new ArrayList<>();
        for (PreTokenizer stage : stages) {
            if (stage instanceof Split split && isolates(split) && split.pattern().isRegex()) {
                cuts.add(split.pattern().source());
            } else if (stage instanceof Digits digits && digits.individualDigits()) {
                cuts.add("\\p{N}");
            } else if (stage instanceof ByteLevel bytes && !bytes.addPrefixSpace()) {
                if (bytes.useRegex()) {
                    cuts.add(KnownPatterns.GPT2);
                }
            } else {
                return null;
            }
        }
        return cuts;
    }

    private static boolean isolates(Split split) {
        return split.invert()
                ? split.behavior() == SplitBehavior.REMOVED
                : split.behavior() == SplitBehavior.ISOLATED;
    }

    /** One token before and one behind a text; null if there is anything else. */
    @Nullable Frame frame() {
        Frame frame = Frame.NONE;
        for (PostProcessor stage : StageInfos.postProcessors(parts.postProcessor())) {
            if (stage instanceof TemplateProcessing template) {
                frame = frame(template);
            } else if (stage instanceof BertProcessing bert) {
                frame = new Frame(bert.cls().id(), bert.sep().id());
            } else if (stage instanceof RobertaProcessing roberta) {
                frame = new Frame(roberta.cls().id(), roberta.sep().id());
            } else if (!(stage instanceof ByteLevel)) {
                return null;
            }
            if (frame == null) {
                return null;
            }
        }
        return frame;
    }

    private static @Nullable Frame frame(TemplateProcessing template) {
        int before = -1;
        int after = -1;
        boolean text = false;
        for (TemplateProcessing.Part part : template.single()) {
            if (part instanceof TemplateProcessing.Special special) {
                TemplateProcessing.Tokens tokens = template.specialTokens().get(special.name());
                boolean taken = text ? after >= 0 : before >= 0;
                if (tokens == null || tokens.ids().size() != 1 || taken) {
                    return null;
                }
                if (text) {
                    after = tokens.ids().get(0);
                } else {
                    before = tokens.ids().get(0);
                }
            } else {
                text = true;
            }
        }
        return new Frame(before, after);
    }

    /** The bytes that a token of a byte-level model stands for, or null. */
    static byte @Nullable [] bytes(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            int value = ByteAlphabet.byteOf(token.charAt(i));
            if (value < 0) {
                return null;
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    /** A map that keeps the order of its arguments: name, value, name, value, ... */
    static Map<String, @Nullable Object> object(@Nullable Object... entries) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            map.put(String.valueOf(entries[i]), entries[i + 1]);
        }
        return map;
    }
}
