package dev.jeton.sentencepiece;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a tokenizer.json cannot say about a model. */
final class ConversionLosses {
    private final ModelFile file;
    private final Pieces pieces;
    private final ModelType type;
    private final ConversionStyle style;
    private final List<String> list = new ArrayList<>();

    ConversionLosses(SentencePieceProcessor model, ConversionStyle style) {
        file = model.file();
        pieces = model.pieces();
        type = model.modelType();
        this.style = style;
    }

    List<String> list() {
        normalizer();
        pieces();
        if (type == ModelType.BPE) {
            scores();
        }
        decoder();
        return list;
    }

    private void normalizer() {
        NormalizerSpec spec = file.normalizer;
        if (spec.charsmap.length > 0 && (style == ConversionStyle.LLAMA || gemma())) {
            list.add("normalizer_spec.precompiled_charsmap is left out, as transformers does.");
        } else if (spec.charsmap.length > 0) {
            list.add(
                    "normalizer_spec.precompiled_charsmap: Precompiled looks up whole clusters of"
                            + " characters and takes the shortest rule, SentencePiece the longest;"
                            + " texts with combining marks can differ.");
        }
        if (file.trainer.treatWhitespaceAsSuffix && style != ConversionStyle.EXACT) {
            list.add("trainer_spec.treat_whitespace_as_suffix: no space is put behind the text.");
        }
        boolean words = style == ConversionStyle.T5 || style == ConversionStyle.XLM_ROBERTA;
        if (words) {
            list.add("All white space, not only spaces, ends a word and is not kept.");
        } else if (style != ConversionStyle.EXACT && spec.removeExtraWhitespaces) {
            list.add("normalizer_spec.remove_extra_whitespaces: extra spaces stay.");
        }
        if (spec.addDummyPrefix && gemma()) {
            list.add("normalizer_spec.add_dummy_prefix: no space is put before the text.");
        } else if (!spec.addDummyPrefix && !gemma() && style != ConversionStyle.EXACT) {
            list.add("normalizer_spec.add_dummy_prefix is false, but a space is put before text.");
        } else if (style == ConversionStyle.LLAMA && !spec.removeExtraWhitespaces) {
            list.add("A text that begins with a space gets no other one before it.");
        }
        if (!spec.escapeWhitespaces && style != ConversionStyle.EXACT) {
            list.add("normalizer_spec.escape_whitespaces is false, but spaces become U+2581.");
        }
    }

    private boolean gemma() {
        return style == ConversionStyle.GEMMA;
    }

    private int count(PieceType wanted) {
        int count = 0;
        for (int id = 0; id < pieces.size(); id++) {
            count += pieces.type(id) == wanted ? 1 : 0;
        }
        return count;
    }

    private void pieces() {
        int control = count(PieceType.CONTROL);
        if (control > 0) {
            list.add(
                    String.format(
                            "%d control pieces are added tokens: their names in a text become"
                                    + " tokens, where SentencePiece sees text"
                                    + " (SpecialTokenPolicy.plain() prevents it).",
                            control));
        }
        int userDefined = count(PieceType.USER_DEFINED);
        if (userDefined > 0) {
            list.add(
                    String.format(
                            "%d user-defined pieces are added tokens: text on both sides is"
                                    + " normalized and cut for itself, and spaces at these ends are"
                                    + " those of a text.",
                            userDefined));
        }
        if (count(PieceType.UNUSED) > 0) {
            list.add(
                    count(PieceType.UNUSED)
                            + (type == ModelType.BPE
                                    ? " unused pieces are not merged, and not taken apart again."
                                    : " unused pieces are used like others."));
        }
        if (style == ConversionStyle.EXACT && type != ModelType.BPE) {
            list.add("The name of the unknown piece in a text becomes the unknown piece.");
        }
        boolean bytes = count(PieceType.BYTE) > 0;
        if (bytes && type != ModelType.BPE) {
            list.add("The text <0x00> to <0xFF> becomes a byte piece.");
        }
        if (bytes && (style == ConversionStyle.T5 || style == ConversionStyle.XLM_ROBERTA)) {
            list.add(
                    "trainer_spec.byte_fallback: unknown characters become <unk>, as transformers"
                            + " does.");
        }
        if (type == ModelType.CHAR) {
            list.add("The type char becomes Unigram over the same pieces.");
        }
        if (style == ConversionStyle.T5 && pieces.unknownId() != 2) {
            list.add("unk_id is 2 in T5's class, but " + pieces.unknownId() + " in the model.");
        }
        if (style == ConversionStyle.XLM_ROBERTA) {
            list.add(
                    "The first three pieces are replaced by <s>, <pad>, </s>, <unk>; all ids after"
                            + " them are one higher.");
        }
        if (!file.selfTest.isEmpty()) {
            list.add("self_test_data is left out.");
        }
    }

    /** Merges have ranks where pieces have scores; equal scores have no order there. */
    private void scores() {
        Set<Float> seen = new HashSet<>();
        int equal = 0;
        float last = Float.POSITIVE_INFINITY;
        boolean falling = true;
        for (int id = 0; id < pieces.size(); id++) {
            if (pieces.type(id) == PieceType.NORMAL) {
                equal += seen.add(pieces.score(id)) ? 0 : 1;
                falling &= pieces.score(id) <= last;
                last = pieces.score(id);
            }
        }
        // Single characters usually share the worst score or go on counting; they do not merge.
        if (equal > 0) {
            list.add(
                    equal
                            + " pieces share their score with another one: SentencePiece merges the"
                            + " leftmost of them first, a list of merges ranks them.");
        }
        if (!falling && style != ConversionStyle.EXACT) {
            list.add("Scores do not fall with the ids, but merges are ranked by ids.");
        }
    }

    private void decoder() {
        NormalizerSpec back = file.denormalizer;
        if (back != null && back.charsmap.length > 0) {
            list.add("denormalizer_spec is left out.");
        }
        if (!pieces.byteFallback() || style == ConversionStyle.T5) {
            list.add(
                    "The unknown piece is decoded to its name, not to \""
                            + Utf8Text.string(file.trainer.unknownSurface)
                            + "\".");
        }
    }
}
