package dev.jeton.sentencepiece;

import dev.jeton.tokenize.LoadLimits;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerBuilder;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.model.ModelSpec;
import dev.jeton.unigram.UnigramLattice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A SentencePiece model: text to pieces and ids, and back, equal to the library {@code
 * sentencepiece} 0.2.3. Immutable and safe to share between threads.
 *
 * <pre>{@code
 * SentencePieceProcessor processor = SentencePieceProcessor.load(Path.of("tokenizer.model"));
 * int[] ids = processor.encodeIds("Hello world");
 * String text = processor.decode(ids);
 * }</pre>
 *
 * <p>A lone surrogate in a text counts as U+FFFD.
 */
public final class SentencePieceProcessor {
    private static final int MAX_N_BEST = 1024;

    private final String file;
    private final ModelFile model;
    private final LoadLimits limits;
    private final Pieces pieces;
    private final TextNormalizer normalizer;
    private final PieceDecoder decoder;
    private final SentencePieceModel cutting;

    private SentencePieceProcessor(String file, ModelFile model, LoadLimits limits, Pieces pieces) {
        this.file = file;
        this.model = model;
        this.limits = limits;
        this.pieces = pieces;
        normalizer =
                new TextNormalizer(
                        model.normalizer,
                        model.trainer.treatWhitespaceAsSuffix,
                        pieces.userDefined(),
                        file + ": normalizer_spec");
        NormalizerSpec back = model.denormalizer;
        decoder =
                new PieceDecoder(
                        pieces,
                        model,
                        back == null || back.charsmap.length == 0
                                ? null
                                : new TextNormalizer(
                                        back, false, null, file + ": denormalizer_spec"));
        cutting = new SentencePieceModel(pieces, model.trainer.modelType, false);
    }

    /**
     * Loads a {@code .model} file.
     *
     * @throws IOException if the file cannot be read
     * @throws TokenizerException if it is not a usable model
     */
    public static SentencePieceProcessor load(Path path) throws IOException {
        return load(path, LoadLimits.defaults());
    }

    /** As {@link #load(Path)}, with other limits. */
    public static SentencePieceProcessor load(Path path, LoadLimits limits) throws IOException {
        String name = String.valueOf(path.getFileName());
        if (Files.size(path) > limits.maxBytes()) {
            throw ModelFile.tooLarge(name, limits);
        }
        return load(Files.readAllBytes(path), name, limits);
    }

    /**
     * Loads a model from memory.
     *
     * @param name what messages call the file
     * @throws TokenizerException if it is not a usable model
     */
    public static SentencePieceProcessor load(byte[] model, String name, LoadLimits limits) {
        ModelFile file = ModelFile.read(name, model.clone(), limits);
        return new SentencePieceProcessor(name, file, limits, new Pieces(name, file));
    }

    /**
     * The model with fewer pieces in use: those of the given texts, single characters, and all that
     * are not normal. What was one piece and is not given is cut into smaller ones. The ids stay.
     *
     * <p>Of use where a corpus for training has seen only a part of the pieces ({@code
     * SetVocabulary} of the library, which also takes byte pieces out of use; they stay here).
     *
     * @throws IllegalStateException if the model is of the type word or char
     */
    public SentencePieceProcessor withVocabulary(Collection<String> texts) {
        if (modelType() != ModelType.UNIGRAM && modelType() != ModelType.BPE) {
            throw new IllegalStateException(
                    file
                            + " is of the type "
                            + modelType()
                            + ", but a restricted vocabulary needs UNIGRAM or BPE.");
        }
        Pieces fewer = pieces.restrictedTo(Set.copyOf(texts));
        return new SentencePieceProcessor(file, model, limits, fewer);
    }

    /**
     * The file, byte for byte as it was loaded. A {@linkplain #withVocabulary restricted
     * vocabulary} is not part of it.
     */
    public byte[] toBytes() {
        return model.source.clone();
    }

    /**
     * Writes {@link #toBytes()} into a file that is replaced as a whole or not at all.
     *
     * @throws IOException if it cannot be written
     */
    public void save(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Path folder = Objects.requireNonNullElse(absolute.getParent(), absolute);
        Path temporary = Files.createTempFile(folder, "model", ".tmp");
        try {
            Files.write(temporary, model.source);
            Files.move(temporary, absolute, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Starts a change of the model; this one stays as it is. */
    public SentencePieceEditor edit() {
        return new SentencePieceEditor(file, model.source, limits);
    }

    /** The samples that the file carries, with what this library makes of them; mostly none. */
    public List<SelfTestSample> selfTest() {
        List<SelfTestSample> samples = new ArrayList<>();
        for (int i = 0; i + 1 < model.selfTest.size(); i += 2) {
            String input = model.selfTest.get(i);
            List<String> actual =
                    encode(input).pieces().stream().map(SentencePiece::piece).toList();
            samples.add(
                    new SelfTestSample(input, model.selfTest.get(i + 1), String.join(" ", actual)));
        }
        return samples;
    }

    /**
     * A tokenizer with the general interface of {@link Tokenizer}: offsets in any unit, counts,
     * streams. Ids, spans and decoded text are those of this class. Differences: offsets of the
     * pieces that {@code options} add are 0, as of all special tokens; ids without a piece are
     * skipped when decoding. No text is a control piece, so nothing in a text needs escaping.
     */
    public Tokenizer tokenizer(SentencePieceOptions options) {
        SentencePieceModel stage = cutting.withUnknownNamed(options.emitUnknownPiece());
        TokenizerBuilder builder =
                Tokenizers.builder(ModelSpec.builder(file).type("SentencePiece").build(), stage)
                        .normalizer(new SentencePieceNormalizer(normalizer))
                        .decoder(decoder);
        if (options.addBegin() || options.addEnd() || options.reverse()) {
            SentencePiece begin = mark(model.trainer.beginPiece, 0);
            SentencePiece end = mark(model.trainer.endPiece, 0);
            builder.postProcessor(new SentencePieceFrame(options, begin, end));
        }
        return builder.build();
    }

    /** The name of the file, for messages. */
    String fileName() {
        return file;
    }

    ModelFile file() {
        return model;
    }

    Pieces pieces() {
        return pieces;
    }

    /** How the model cuts text. */
    public ModelType modelType() {
        return model.trainer.modelType;
    }

    /** Cuts a text into pieces. */
    public SentencePieceText encode(String text) {
        return encode(text, SentencePieceOptions.none());
    }

    /** Cuts a text into pieces, with options. */
    public SentencePieceText encode(String text, SentencePieceOptions options) {
        return encode(Utf8Text.bytes(text), options);
    }

    /** Cuts a text into pieces; {@code utf8} may be malformed. */
    public SentencePieceText encode(byte[] utf8, SentencePieceOptions options) {
        AlignedBytes normalized = normalizer.normalize(utf8);
        Segments segments = new Segments();
        cutting.newCutter().cut(normalized.bytes(), 0, normalized.size(), segments);
        List<SentencePiece> found = Spans.of(pieces, normalized, segments);
        return new SentencePieceText(applyOptions(found, utf8.length, options), 0);
    }

    /** The ids of the pieces of a text. */
    public int[] encodeIds(String text) {
        return encode(text).ids();
    }

    /**
     * The {@code n} best ways to cut a text, best first, each with the sum of its scores.
     *
     * @param n 1 to 1024; other numbers count as the nearest of these
     * @throws IllegalStateException if the model is not of the type unigram
     */
    public List<SentencePieceText> nBest(String text, int n) {
        UnigramPieces unigram = requireUnigram("n-best lists");
        AlignedBytes normalized = normalizer.normalize(Utf8Text.bytes(text));
        int wanted = Math.max(1, Math.min(n, MAX_N_BEST));
        if (normalized.size() == 0 || wanted == 1) {
            return List.of(encode(text));
        }
        LatticeBuilder builder = lattice(unigram, normalized);
        return texts(normalized, builder, builder.lattice().nBest(wanted));
    }

    /**
     * A way to cut a text that is drawn by chance: from all ways (subword regularization; Kudo,
     * 2018), or with BPE models by leaving out merges.
     *
     * @param alpha unigram: how much better ways are preferred, 0 not at all; BPE: the probability
     *     that a merge is left out
     * @throws IllegalStateException if the model is of the type word or char
     */
    public SentencePieceText sample(String text, float alpha, RandomGenerator random) {
        AlignedBytes normalized = normalizer.normalize(Utf8Text.bytes(text));
        Segments segments = new Segments();
        BpePieces bpe = cutting.bpe();
        if (bpe != null) {
            new BpeCutter(bpe)
                    .sample(normalized.bytes(), normalized.size(), segments, alpha, random);
        } else {
            UnigramPieces unigram = requireUnigram("samples");
            LatticeBuilder builder = lattice(unigram, normalized);
            segments = builder.segments(builder.lattice().sample(alpha, random));
        }
        return new SentencePieceText(Spans.of(pieces, normalized, segments), 0);
    }

    /**
     * One of the {@code n} best ways to cut a text, drawn by chance.
     *
     * @param alpha how much better ways are preferred, 0 not at all
     * @throws IllegalStateException if the model is not of the type unigram
     */
    public SentencePieceText sampleNBest(String text, int n, float alpha, RandomGenerator random) {
        List<SentencePieceText> ways = nBest(text, n);
        double[] weights = new double[ways.size()];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp(alpha * ((double) ways.get(i).score() - ways.get(0).score()));
            sum += weights[i];
        }
        double drawn = random.nextDouble() * sum;
        int i = 0;
        while (i < weights.length - 1 && (drawn -= weights[i]) >= 0) {
            i++;
        }
        return ways.get(i);
    }

    /**
     * Several ways to cut a text, drawn by chance, with the logarithm of their probability as
     * score.
     *
     * @param samples how many; without replacement there may be fewer
     * @param withReplacement whether the same way may come again; if not, the score is the
     *     logarithm of the probability of being among the samples
     * @throws IllegalStateException if the model is not of the type unigram
     */
    public List<SentencePieceText> sampleAndScore(
            String text,
            float alpha,
            int samples,
            boolean withReplacement,
            RandomGenerator random) {
        return sampleAndScore(text, alpha, samples, withReplacement, false, random);
    }

    private List<SentencePieceText> sampleAndScore(
            String text,
            float alpha,
            int samples,
            boolean withReplacement,
            boolean includeBest,
            RandomGenerator random) {
        if (samples < 1) {
            throw new IllegalArgumentException("samples is " + samples + ", expected 1 or more.");
        }
        UnigramPieces unigram = requireUnigram("samples with scores");
        AlignedBytes normalized = normalizer.normalize(Utf8Text.bytes(text));
        LatticeBuilder builder = lattice(unigram, normalized);
        return texts(
                normalized,
                builder,
                withReplacement
                        ? builder.lattice().sampleAndScore(alpha, samples, random)
                        : builder.lattice().sampleDistinct(alpha, samples, includeBest, random));
    }

    /**
     * Different ways to cut a text: the best one first, with the score 0, and others drawn without
     * replacement, each with the logarithm of the probability of being among the samples.
     *
     * @param samples how many in all; there may be fewer
     * @throws IllegalStateException if the model is not of the type unigram
     */
    public List<SentencePieceText> sampleWithBest(
            String text, float alpha, int samples, RandomGenerator random) {
        return sampleAndScore(text, alpha, samples, false, true, random);
    }

    /**
     * The entropy of the distribution that {@link #sample} draws from.
     *
     * @throws IllegalStateException if the model is not of the type unigram
     */
    public float entropy(String text, float alpha) {
        UnigramPieces unigram = requireUnigram("the entropy");
        AlignedBytes normalized = normalizer.normalize(Utf8Text.bytes(text));
        return lattice(unigram, normalized).lattice().entropy(alpha);
    }

    private UnigramPieces requireUnigram(String what) {
        UnigramPieces unigram = cutting.unigram();
        if (unigram != null) {
            return unigram;
        }
        throw new IllegalStateException(
                file + " is of the type " + modelType() + ", but " + what + " need UNIGRAM.");
    }

    private LatticeBuilder lattice(UnigramPieces unigram, AlignedBytes normalized) {
        return new LatticeBuilder(pieces, unigram, normalized.bytes(), normalized.size());
    }

    private List<SentencePieceText> texts(
            AlignedBytes normalized, LatticeBuilder builder, List<UnigramLattice.Path> paths) {
        List<SentencePieceText> texts = new ArrayList<>(paths.size());
        for (UnigramLattice.Path path : paths) {
            List<SentencePiece> found = Spans.of(pieces, normalized, builder.segments(path));
            texts.add(new SentencePieceText(found, path.score()));
        }
        return texts;
    }

    private List<SentencePiece> applyOptions(
            List<SentencePiece> found, int end, SentencePieceOptions options) {
        if (options.reverse()) {
            Collections.reverse(found);
        }
        if (options.addBegin()) {
            found.add(0, mark(model.trainer.beginPiece, 0));
        }
        if (options.addEnd()) {
            found.add(mark(model.trainer.endPiece, end));
        }
        if (options.emitUnknownPiece()) {
            String unknown = Utf8Text.string(pieces.text(pieces.unknownId()));
            found.replaceAll(
                    p ->
                            p.id() == pieces.unknownId()
                                    ? new SentencePiece(p.id(), unknown, p.startByte(), p.endByte())
                                    : p);
        }
        return found;
    }

    private SentencePiece mark(byte[] text, int at) {
        return new SentencePiece(pieces.idOf(text, 0, text.length), Utf8Text.string(text), at, at);
    }

    /** Normalizes a text as it is done before it is cut. */
    public NormalizedText normalize(String text) {
        byte[] utf8 = Utf8Text.bytes(text);
        AlignedBytes normalized = normalizer.normalize(utf8);
        return Spans.normalizedText(utf8, normalized);
    }

    /**
     * Puts the pieces with these ids together.
     *
     * @throws IllegalArgumentException if there is no piece with one of the ids
     */
    public String decode(int[] ids) {
        List<byte[]> texts = new ArrayList<>(ids.length);
        for (int id : ids) {
            texts.add(pieces.text(requireId(id)));
        }
        return decoder.decodePieces(texts);
    }

    /** Puts pieces together; a piece that the model does not have is text as it is. */
    public String decodePieces(List<String> texts) {
        return decoder.decode(texts);
    }

    /** The number of pieces. */
    public int size() {
        return pieces.size();
    }

    private int requireId(int id) {
        if (id < 0 || id >= pieces.size()) {
            throw new IllegalArgumentException(
                    "id is "
                            + id
                            + ", but "
                            + file
                            + " has the ids 0 to "
                            + (pieces.size() - 1)
                            + ".");
        }
        return id;
    }

    /** The id of a piece; that of the unknown piece where the model does not have it. */
    public int idOf(String piece) {
        byte[] text = Utf8Text.bytes(piece);
        return pieces.idOf(text, 0, text.length);
    }

    /** The text of the piece with this id. */
    public String pieceOf(int id) {
        return Utf8Text.string(pieces.text(requireId(id)));
    }

    /** The score of the piece with this id. */
    public float score(int id) {
        return pieces.score(requireId(id));
    }

    /** The type of the piece with this id. */
    public PieceType type(int id) {
        return pieces.type(requireId(id));
    }

    /** The id of the unknown piece, or -1 where the settings name another piece. */
    public int unknownId() {
        return idOfType(model.trainer.unknownPiece, PieceType.UNKNOWN);
    }

    /** The id of the piece that begins texts, or -1. */
    public int beginId() {
        return idOfType(model.trainer.beginPiece, PieceType.CONTROL);
    }

    /** The id of the piece that ends texts, or -1. */
    public int endId() {
        return idOfType(model.trainer.endPiece, PieceType.CONTROL);
    }

    /** The id of the piece that fills up batches, or -1. */
    public int padId() {
        return idOfType(model.trainer.padPiece, PieceType.CONTROL);
    }

    private int idOfType(byte[] text, PieceType type) {
        int id = pieces.idOf(text, 0, text.length);
        return pieces.type(id) == type ? id : -1;
    }
}
