package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.SpecialTokenPolicy;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.model.Merges;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.tokenize.model.Vocabulary;
import dev.jeton.tokenize.pipeline.Metaspace;
import dev.jeton.tokenize.pipeline.Metaspace.PrependScheme;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.NormalizerSequence;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import dev.jeton.tokenize.pipeline.PreTokenizerSequence;
import dev.jeton.tokenize.pipeline.Precompiled;
import dev.jeton.tokenize.pipeline.Prepend;
import dev.jeton.tokenize.pipeline.Replace;
import dev.jeton.tokenize.pipeline.Strip;
import dev.jeton.tokenize.pipeline.WhitespaceSplit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A tokenizer of the SentencePiece kind, as a tokenizer.json or a GGUF file has it, as a {@code
 * .model} file: the way back from {@link SentencePieceConversion}. Immutable.
 *
 * <pre>{@code
 * SentencePieceExport export = SentencePieceExport.of(tokenizer);
 * if (export.prove(texts).isEqual()) {
 *     export.processor().save(Path.of("tokenizer.model"));
 * }
 * }</pre>
 */
public final class SentencePieceExport {
    private static final String MARK = "\u2581";

    /** What no merge makes is chosen last. */
    private static final float LAST = -1e9f;

    private static final EncodeOptions PLAIN =
            EncodeOptions.defaults()
                    .withSpecialTokens(false)
                    .withSpecialTokenPolicy(SpecialTokenPolicy.plain());

    private static final int BYTE_LENGTH = "<0x00>".length();

    private final Tokenizer original;
    private final List<String> losses = new ArrayList<>();
    private final List<String> pieces = new ArrayList<>();
    private final PieceType[] types;
    private final float[] scores;
    private final SentencePieceProcessor processor;

    private SentencePieceExport(Tokenizer tokenizer) {
        original = tokenizer;
        ModelSpec spec = tokenizer.modelSpec();
        boolean unigram = spec.type().equals("Unigram");
        if (!unigram && (!spec.type().equals("BPE") || spec.byteLevel())) {
            throw cannot("its model is " + spec.type() + (spec.byteLevel() ? " of bytes." : "."));
        }
        types = pieces(spec);
        scores = new float[types.length];
        if (unigram) {
            unigramScores(spec);
        } else {
            mergeScores(spec);
        }
        Stages stages = new Stages(tokenizer);
        losses.add("control pieces are no text there: their names in a text are cut like any text");
        losses.add("the post-processor: whoever encodes asks for begin and end");
        processor =
                SentencePieceProcessor.load(
                        file(unigram, stages), "tokenizer.model", LoadLimits.defaults());
    }

    /**
     * Makes the model. Costs what the vocabulary costs.
     *
     * @throws TokenizerException if the format has no place for this model or its stages; the
     *     message says for which
     */
    public static SentencePieceExport of(Tokenizer tokenizer) {
        return new SentencePieceExport(tokenizer);
    }

    private static TokenizerException cannot(String why) {
        return new TokenizerException("A .model file has no place for this tokenizer: " + why);
    }

    /** The model; its {@link SentencePieceProcessor#toBytes()} are the file. */
    public SentencePieceProcessor processor() {
        return processor;
    }

    /** What the file cannot express or expresses otherwise, a line each. */
    public List<String> losses() {
        return List.copyOf(losses);
    }

    /** Cuts texts with the tokenizer, special tokens as text, and with the model, and compares. */
    public ConversionProof prove(Iterable<String> texts) {
        return ConversionProof.compare(
                original, processor.tokenizer(SentencePieceOptions.none()), texts, PLAIN, true);
    }

    private PieceType[] pieces(ModelSpec spec) {
        Vocabulary vocabulary = spec.fileVocabulary();
        int size = vocabulary.idLimit();
        for (int id : original.addedTokens().keySet()) {
            size = Math.max(size, id < 0 ? size : id + 1);
        }
        for (int id = 0; id < size; id++) {
            pieces.add("");
        }
        PieceType[] made = new PieceType[size];
        Arrays.fill(made, PieceType.UNUSED);
        for (int entry = 0; entry < vocabulary.entryCount(); entry++) {
            int id = vocabulary.id(entry);
            String token = vocabulary.token(entry);
            pieces.set(id, token);
            made[id] = isByte(spec, token) ? PieceType.BYTE : PieceType.NORMAL;
        }
        original.addedTokens().forEach((id, token) -> add(made, id, token));
        int unknown = unknown(spec);
        made[unknown] = PieceType.UNKNOWN;
        for (int id = 0; id < size; id++) {
            if (made[id] == PieceType.UNUSED) {
                pieces.set(id, "[PAD" + id + "]");
            }
        }
        return made;
    }

    private void add(PieceType[] made, int id, AddedToken token) {
        if (id < 0 || token.content().isEmpty()) {
            throw cannot("its ids are not those of a list.");
        }
        pieces.set(id, token.content());
        made[id] = token.special() ? PieceType.CONTROL : PieceType.USER_DEFINED;
        if (token.singleWord() || token.lstrip() || token.rstrip()) {
            losses.add("single_word, lstrip or rstrip of the added token " + token.content());
        }
    }

    private static boolean isByte(ModelSpec spec, String token) {
        return spec.options().flag("byte_fallback", false)
                && token.length() == BYTE_LENGTH
                && token.startsWith("<0x")
                && token.endsWith(">");
    }

    private int unknown(ModelSpec spec) {
        if (spec.type().equals("Unigram")) {
            return (int) spec.options().integer("unk_id", 0);
        }
        String token = spec.options().string("unk_token");
        OptionalInt id = original.idOf(token == null ? "<unk>" : token);
        if (id.isEmpty()) {
            throw cannot("each has an unknown piece, but there is no unknown token.");
        }
        return id.getAsInt();
    }

    private void unigramScores(ModelSpec spec) {
        double[] given = spec.scores();
        int rounded = 0;
        for (int entry = 0; entry < given.length; entry++) {
            scores[entry] = (float) given[entry];
            rounded += scores[entry] == given[entry] ? 0 : 1;
        }
        if (rounded > 0) {
            losses.add(rounded + " scores have more digits than 32 bits hold");
        }
    }

    private void mergeScores(ModelSpec spec) {
        Arrays.fill(scores, LAST);
        Merges merges = spec.merges();
        int rank = 0;
        for (int i = 0; i < merges.size(); i++) {
            int made = merges.result(i);
            if (scores[made] == LAST) {
                scores[made] = -rank++;
            }
        }
        losses.add("the list of merges: scores of the pieces stand for it");
    }

    /** What SentencePiece's normalizer has in the place of stages. */
    private static final class Stages {
        byte[] rules = {};
        boolean prefix;
        boolean oneSpace;

        Stages(Tokenizer tokenizer) {
            boolean marks = false;
            for (Normalizer stage : normalizers(tokenizer)) {
                if (stage instanceof Precompiled precompiled) {
                    rules = precompiled.compiled();
                } else if (stage instanceof Prepend prepend && prepend.prepend().equals(MARK)) {
                    prefix = true;
                } else if (stage instanceof Replace replace && !replace.pattern().isRegex()) {
                    marks |= replace.content().equals(MARK);
                } else if (stage instanceof Replace || stage instanceof Strip) {
                    oneSpace = true;
                } else {
                    throw cannot("of " + stage.getClass().getSimpleName() + " it knows nothing.");
                }
            }
            for (PreTokenizer stage : preTokenizers(tokenizer)) {
                if (stage instanceof Metaspace metaspace) {
                    marks = true;
                    prefix |= metaspace.prependScheme() != PrependScheme.NEVER;
                } else if (stage instanceof WhitespaceSplit) {
                    oneSpace = true;
                } else if (!marks) {
                    throw cannot("of " + stage.getClass().getSimpleName() + " it knows nothing.");
                }
            }
            if (!marks) {
                throw cannot("its spaces are not written as " + MARK + ".");
            }
        }

        private static List<Normalizer> normalizers(Tokenizer tokenizer) {
            List<Normalizer> all = new ArrayList<>();
            tokenizer.normalizer().ifPresent(stage -> add(stage, all));
            return all;
        }

        private static void add(Normalizer stage, List<Normalizer> all) {
            if (stage instanceof NormalizerSequence sequence) {
                sequence.normalizers().forEach(part -> add(part, all));
            } else {
                all.add(stage);
            }
        }

        private static List<PreTokenizer> preTokenizers(Tokenizer tokenizer) {
            List<PreTokenizer> all = new ArrayList<>();
            tokenizer.preTokenizer().ifPresent(stage -> add(stage, all));
            return all;
        }

        private static void add(PreTokenizer stage, List<PreTokenizer> all) {
            if (stage instanceof PreTokenizerSequence sequence) {
                sequence.pretokenizers().forEach(part -> add(part, all));
            } else {
                all.add(stage);
            }
        }
    }

    /** The fields have the numbers of sentencepiece_model.proto. */
    private byte[] file(boolean unigram, Stages stages) {
        WireFields file = new WireFields();
        boolean bytes = false;
        int unknown = 0;
        for (int id = 0; id < types.length; id++) {
            WireFields piece =
                    new WireFields()
                            .bytes(1, pieces.get(id).getBytes(UTF_8))
                            .number(2, types[id] == PieceType.NORMAL ? scores[id] : 0);
            if (types[id] != PieceType.NORMAL) {
                piece.integer(3, types[id].number());
            }
            bytes |= types[id] == PieceType.BYTE;
            unknown = types[id] == PieceType.UNKNOWN ? id : unknown;
            file.bytes(1, piece.toBytes());
        }
        WireFields trainer =
                new WireFields()
                        .integer(3, unigram ? 1 : 2)
                        .integer(4, types.length)
                        .integer(35, bytes ? 1 : 0)
                        .integer(40, unknown)
                        .integer(41, control("<s>", "<bos>"))
                        .integer(42, control("</s>", "<eos>"))
                        .integer(43, control("<pad>"))
                        .bytes(45, pieces.get(unknown).getBytes(UTF_8));
        name(trainer, 46, "<s>", "<bos>");
        name(trainer, 47, "</s>", "<eos>");
        name(trainer, 48, "<pad>");
        WireFields normalizer =
                new WireFields()
                        .bytes(
                                1,
                                (stages.rules.length == 0 ? "identity" : "user_defined")
                                        .getBytes(UTF_8))
                        .bytes(2, stages.rules)
                        .integer(3, stages.prefix ? 1 : 0)
                        .integer(4, stages.oneSpace ? 1 : 0)
                        .integer(5, 1);
        return file.bytes(2, trainer.toBytes()).bytes(3, normalizer.toBytes()).toBytes();
    }

    private int control(String... names) {
        for (String name : names) {
            int id = pieces.indexOf(name);
            if (id >= 0 && types[id] == PieceType.CONTROL) {
                return id;
            }
        }
        return -1;
    }

    private void name(WireFields trainer, int field, String... names) {
        int id = control(names);
        if (id >= 0) {
            trainer.bytes(field, pieces.get(id).getBytes(UTF_8));
        }
    }
}
