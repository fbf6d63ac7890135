package dev.jeton.bpe;

import dev.jeton.tokenize.model.Vocabulary;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The ids of tokens that are one character, by character: what the vocabulary says, without hashing
 * bytes. Filled 256 characters at a time when the first of them is asked for. Safe to share.
 */
final class CharacterIds {
    private static final int PAGE = 256;

    private final Vocabulary vocabulary;
    private final AtomicReferenceArray<int @Nullable []> pages =
            new AtomicReferenceArray<>(0x110000 / PAGE);

    CharacterIds(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The id of a character, or {@link Vocabulary#NOT_FOUND}. */
    int of(int codePoint) {
        int[] page = pages.get(codePoint / PAGE);
        return (page == null ? fill(codePoint / PAGE) : page)[codePoint % PAGE];
    }

    private int[] fill(int index) {
        int[] page = new int[PAGE];
        Arrays.fill(page, Vocabulary.NOT_FOUND);
        for (int i = 0; i < PAGE; i++) {
            int c = index * PAGE + i;
            if (c < 0xD800 || c >= 0xE000) {
                page[i] = vocabulary.idOf(Character.toString(c));
            }
        }
        pages.set(index, page);
        return page;
    }
}
