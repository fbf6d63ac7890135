package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** From pieces of the normalized text to tokens with spans of the input. */
final class Spans {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Spans() {}

    /**
     * The tokens of a text: unknown pieces become bytes where the model has byte pieces, else
     * neighbouring ones become one ({@code PopulateSentencePieceText}).
     */
    static List<SentencePiece> of(Pieces pieces, AlignedBytes text, Segments segments) {
        List<SentencePiece> tokens = new ArrayList<>(segments.size());
        byte[] bytes = text.bytes();
        int from = 0;
        for (int i = 0; i < segments.size(); i++) {
            int id = segments.ids.get(i);
            boolean unknown = id == pieces.unknownId();
            while (unknown
                    && !pieces.byteFallback()
                    && i + 1 < segments.size()
                    && segments.ids.get(i + 1) == id) {
                i++;
            }
            int to = segments.ends.get(i);
            int start = text.origin(from);
            int end = text.origin(to);
            if (unknown && pieces.byteFallback()) {
                for (int at = from; at < to; at++) {
                    String name = "<0x" + HEX.toHexDigits(bytes[at]) + ">";
                    int last = at + 1 == to ? end : start;
                    tokens.add(new SentencePiece(pieces.idOfByte(bytes[at]), name, start, last));
                }
            } else {
                String covered = new String(bytes, from, to - from, UTF_8);
                tokens.add(new SentencePiece(id, covered, start, end));
            }
            from = to;
        }
        return tokens;
    }

    /** The normalized text with offsets in code points. */
    static NormalizedText normalizedText(byte[] input, AlignedBytes text) {
        int[] codePoints = new int[input.length + 1];
        int count = -1;
        for (int i = 0; i < input.length; i++) {
            if ((input[i] & 0xC0) != 0x80) {
                count++;
            }
            codePoints[i] = Math.max(0, count);
        }
        codePoints[input.length] = count + 1;
        List<Integer> offsets = new ArrayList<>();
        byte[] bytes = text.bytes();
        for (int i = 0; i < text.size(); i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                offsets.add(codePoints[text.origin(i)]);
            }
        }
        offsets.add(codePoints[text.origin(text.size())]);
        return new NormalizedText(new String(bytes, 0, text.size(), UTF_8), offsets);
    }
}
