package dev.jeton.wordpiece;

import dev.jeton.tokenize.model.Vocabulary;
import java.util.ArrayList;
import java.util.List;

/** The plain version: tries every end of a token from the right. Prefix {@code ##}. */
final class SlowWordPiece {
    private SlowWordPiece() {}

    static int[] encode(Vocabulary vocabulary, String word) {
        int[] unknown = {vocabulary.idOf("[UNK]")};
        if (word.codePointCount(0, word.length()) > 100) {
            return unknown;
        }
        List<Integer> ids = new ArrayList<>();
        for (int start = 0; start < word.length(); ) {
            int end = word.length();
            int id = -1;
            for (; end > start; end = word.offsetByCodePoints(end, -1)) {
                id = vocabulary.idOf((start > 0 ? "##" : "") + word.substring(start, end));
                if (id >= 0) {
                    break;
                }
            }
            if (id < 0) {
                return unknown;
            }
            ids.add(id);
            start = end;
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }
}
