package dev.jeton.sentencepiece;

import java.util.List;

/**
 * A text cut into pieces.
 *
 * @param pieces the tokens in order
 * @param score the score of the segmentation where n-best lists and samples have one, else 0
 */
public record SentencePieceText(List<SentencePiece> pieces, float score) {
    /** Copies the list. */
    public SentencePieceText {
        pieces = List.copyOf(pieces);
    }

    /** The ids of the pieces. */
    public int[] ids() {
        return pieces.stream().mapToInt(SentencePiece::id).toArray();
    }
}
