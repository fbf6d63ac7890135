package dev.jeton.tokenize;

import dev.jeton.tokenize.StageInfo.Kind;
import dev.jeton.tokenize.internal.utf8.TextUnits;
import dev.jeton.tokenize.pipeline.NormalizedString;
import dev.jeton.tokenize.pipeline.Normalizer;
import dev.jeton.tokenize.pipeline.PostProcessor;
import dev.jeton.tokenize.pipeline.PreTokenizedString;
import dev.jeton.tokenize.pipeline.PreTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Runs the stages of a tokenizer one by one and writes down what each leaves. For one call. */
final class Explainer {
    private final Parts parts;
    private final TextEncoder textEncoder;
    private final EncodeOptions options;
    private final List<Explanation.Step> steps = new ArrayList<>();

    Explainer(Parts parts, TextEncoder textEncoder, EncodeOptions options) {
        this.parts = parts;
        this.textEncoder = textEncoder;
        this.options = options;
    }

    /** The steps so far. */
    List<Explanation.Step> steps() {
        return steps;
    }

    /** The stages before the model. */
    void explainText(CharSequence text, Session session) {
        session.text.set(text);
        int[] ranges = options.sharedPlainRanges();
        int[] plain = ranges.length > 0 ? session.text.bytePositions(text, ranges) : ranges;
        int length = session.text.length();
        TextUnits units =
                options.offsetUnit() == OffsetUnit.UTF8_BYTE
                        ? TextUnits.bytes()
                        : TextUnits.of(
                                session.text.bytes(),
                                length,
                                options.offsetUnit() == OffsetUnit.UTF16);
        NormalizedString whole = NormalizedString.of(session.text.bytes(), 0, length);
        PreTokenizedString pieces = new PreTokenizedString();
        textEncoder.splitAdded(whole, false, session, options, plain, pieces);
        if (parts.added().hasRaw()) {
            add(StageInfos.added(Kind.ADDED_TOKENS), pieces, units);
        }
        for (Normalizer stage : StageInfos.normalizers(parts.normalizer())) {
            pieces.normalize(stage);
            add(StageInfos.of(Kind.NORMALIZER, stage), pieces, units);
        }
        if (parts.added().hasNormalized()) {
            PreTokenizedString before = pieces;
            pieces = new PreTokenizedString();
            for (int i = 0; i < before.size(); i++) {
                if (before.addedId(i) == PreTokenizedString.NO_TOKEN) {
                    textEncoder.splitAdded(before.piece(i), true, session, options, plain, pieces);
                } else {
                    pieces.add(before.piece(i), before.addedId(i));
                }
            }
            add(StageInfos.added(Kind.NORMALIZED_ADDED_TOKENS), pieces, units);
        }
        for (PreTokenizer stage : Parts.flat(parts.preTokenizer())) {
            stage.preTokenize(pieces);
            add(StageInfos.of(Kind.PRE_TOKENIZER, stage), pieces, units);
        }
    }

    private void add(StageInfo stage, PreTokenizedString pieces, TextUnits units) {
        List<Explanation.Part> shown = new ArrayList<>(pieces.size());
        int[] range = new int[2];
        for (int i = 0; i < pieces.size(); i++) {
            NormalizedString piece = pieces.piece(i);
            units.convert(piece.originalStart(), piece.originalEnd(), range, 0);
            long id = pieces.addedId(i);
            shown.add(
                    new Explanation.Part(
                            piece.toString(),
                            range[0],
                            range[1],
                            id == PreTokenizedString.NO_TOKEN
                                    ? OptionalInt.empty()
                                    : OptionalInt.of((int) id)));
        }
        steps.add(new Explanation.Step(stage, shown));
    }

    /** The tokens after a stage. */
    void add(StageInfo stage, Encoding encoding) {
        List<Explanation.Part> shown = new ArrayList<>(encoding.size());
        List<String> tokens = encoding.tokens();
        for (int i = 0; i < encoding.size(); i++) {
            shown.add(
                    new Explanation.Part(
                            tokens.get(i),
                            encoding.start(i),
                            encoding.end(i),
                            OptionalInt.of(encoding.id(i))));
        }
        steps.add(new Explanation.Step(stage, shown));
    }

    /** The post-processors, each with what it makes of the encodings before it. */
    void explainPostProcessors(List<Encoding> encodings) {
        List<Encoding> after = encodings;
        for (PostProcessor stage : StageInfos.postProcessors(parts.postProcessor())) {
            after = stage.process(after, options.addSpecialTokens());
            add(StageInfos.of(Kind.POST_PROCESSOR, stage), Encoding.merge(after, false));
        }
    }
}
