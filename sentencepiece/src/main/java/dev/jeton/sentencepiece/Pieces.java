package dev.jeton.sentencepiece;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.internal.trie.ByteTrie;
import dev.jeton.tokenize.internal.trie.ByteTrieBuilder;
import dev.jeton.tokenize.model.Vocabulary;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of a model ({@code model_interface.cc}): look-ups by text and id, and the checks that
 * a file must pass. Immutable.
 *
 * <p>Pieces that text can match (normal, user-defined, unused) and reserved ones (unknown, control,
 * byte) are apart: one of each may have the same text, and then the reserved one is found first.
 */
final class Pieces {
    private final List<byte[]> texts;
    private final float[] scores;
    private final PieceType[] types;
    private final Vocabulary reserved;
    private final Vocabulary matching;
    private final @Nullable ByteTrie userDefined;
    private final int unknownId;
    private final boolean byteFallback;
    private final int[] byteIds = new int[256];

    /** The score of the worst normal piece. */
    private final float leastScore;

    Pieces(String file, ModelFile model) {
        texts = model.pieces;
        scores = model.scores;
        types = model.types();
        byteFallback = model.trainer.byteFallback;
        Vocabulary.Builder reservedBuilder = Vocabulary.builder();
        Vocabulary.Builder matchingBuilder = Vocabulary.builder();
        ByteTrieBuilder userDefinedBuilder = new ByteTrieBuilder();
        boolean anyUserDefined = false;
        float least = Float.MAX_VALUE;
        int reservedCount = 0;
        for (int id = 0; id < types.length; id++) {
            byte[] text = texts.get(id);
            if (text.length == 0) {
                throw new TokenizerException(
                        file + ": pieces[" + id + "].piece is empty. Every piece needs a text.");
            }
            if (matches(types[id])) {
                matchingBuilder.put(text, 0, text.length, id);
            } else {
                reservedBuilder.put(text, 0, text.length, id);
                reservedCount++;
            }
            if (types[id] == PieceType.USER_DEFINED) {
                userDefinedBuilder.put(text, id);
                anyUserDefined = true;
            } else if (types[id] == PieceType.NORMAL) {
                least = Math.min(least, scores[id]);
            }
        }
        leastScore = least;
        reserved = reservedBuilder.build(false);
        matching = matchingBuilder.build(false);
        if (reserved.size() != reservedCount || matching.size() != types.length - reservedCount) {
            throw repeated(file);
        }
        userDefined = anyUserDefined ? userDefinedBuilder.build() : null;
        unknownId = findUnknown(file);
        findBytePieces(file);
    }

    private Pieces(Pieces base, PieceType[] types) {
        texts = base.texts;
        scores = base.scores;
        this.types = types;
        reserved = base.reserved;
        matching = base.matching;
        userDefined = base.userDefined;
        unknownId = base.unknownId;
        byteFallback = base.byteFallback;
        System.arraycopy(base.byteIds, 0, byteIds, 0, byteIds.length);
        leastScore = base.leastScore;
    }

    /**
     * The same pieces of which the normal and unused ones are unused, but for those of the given
     * texts and single characters ({@code SetVocabulary}).
     */
    Pieces restrictedTo(Set<String> allowed) {
        PieceType[] changed = types.clone();
        for (int id = 0; id < changed.length; id++) {
            if (types[id] == PieceType.NORMAL || types[id] == PieceType.UNUSED) {
                byte[] text = texts.get(id);
                boolean stays =
                        Utf8Text.announcedBytes(text, 0, text.length) == text.length
                                || allowed.contains(Utf8Text.string(text));
                changed[id] = stays ? PieceType.NORMAL : PieceType.UNUSED;
            }
        }
        return new Pieces(this, changed);
    }

    private static boolean matches(PieceType type) {
        return type == PieceType.NORMAL
                || type == PieceType.USER_DEFINED
                || type == PieceType.UNUSED;
    }

    private TokenizerException repeated(String file) {
        for (int id = 0; id < types.length; id++) {
            byte[] text = texts.get(id);
            Vocabulary of = matches(types[id]) ? matching : reserved;
            int last = of.idOf(text, 0, text.length);
            if (last != id) {
                return new TokenizerException(
                        String.format(
                                "%s: pieces[%d] and pieces[%d] are both \"%s\".",
                                file, id, last, Utf8Text.string(text)));
            }
        }
        throw new IllegalStateException("no piece is repeated");
    }

    private int findUnknown(String file) {
        int found = -1;
        for (int id = 0; id < types.length; id++) {
            if (types[id] == PieceType.UNKNOWN) {
                if (found >= 0) {
                    throw new TokenizerException(
                            String.format(
                                    "%s: pieces[%d] and pieces[%d] both have the type UNKNOWN."
                                            + " Expected one.",
                                    file, found, id));
                }
                found = id;
            }
        }
        if (found < 0) {
            throw new TokenizerException(
                    file + ": no piece has the type UNKNOWN. Expected one, usually <unk>.");
        }
        return found;
    }

    private void findBytePieces(String file) {
        for (int id = 0; id < types.length; id++) {
            if (types[id] == PieceType.BYTE) {
                String text = Utf8Text.string(texts.get(id));
                if (!byteFallback) {
                    throw new TokenizerException(
                            String.format(
                                    "%s: pieces[%d] \"%s\" has the type BYTE, but"
                                            + " trainer_spec.byte_fallback is false.",
                                    file, id, text));
                }
                if (byteOf(texts.get(id)) < 0) {
                    throw new TokenizerException(
                            String.format(
                                    "%s: pieces[%d] \"%s\" has the type BYTE. Expected <0x00> to"
                                            + " <0xFF>.",
                                    file, id, text));
                }
            }
        }
        for (int b = 0; b < 256; b++) {
            byte[] text = String.format(Locale.ROOT, "<0x%02X>", b).getBytes(UTF_8);
            byteIds[b] = idOf(text, 0, text.length);
            if (byteFallback && types[byteIds[b]] != PieceType.BYTE) {
                throw new TokenizerException(
                        String.format(
                                "%s: trainer_spec.byte_fallback is true, but there is no piece"
                                        + " <0x%02X> of the type BYTE.",
                                file, b));
            }
        }
    }

    /** The value of {@code <0x41>} and the like, or -1. */
    static int byteOf(byte[] piece) {
        if (piece.length != 6
                || piece[0] != '<'
                || piece[1] != '0'
                || piece[2] != 'x'
                || piece[5] != '>') {
            return -1;
        }
        int high = hexDigit(piece[3]);
        int low = hexDigit(piece[4]);
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }

    private static int hexDigit(byte b) {
        return b >= '0' && b <= '9' ? b - '0' : b >= 'A' && b <= 'F' ? b - 'A' + 10 : -1;
    }

    /** The id of {@code text[from, to)}; that of the unknown piece where there is no such piece. */
    int idOf(byte[] text, int from, int to) {
        int id = reserved.idOf(text, from, to);
        if (id < 0) {
            id = matching.idOf(text, from, to);
        }
        return id < 0 ? unknownId : id;
    }

    /** The id of a piece that text can match, or -1. */
    int matchingIdOf(byte[] text, int from, int to) {
        return matching.idOf(text, from, to);
    }

    /** All pieces by their ids; of two with one text the reserved one is found. */
    Vocabulary vocabulary() {
        Vocabulary.Builder all = Vocabulary.builder();
        boolean inOrder = distinct();
        for (int id = 0; id < types.length; id++) {
            if (inOrder || matchesText(id)) {
                all.append(texts.get(id), 0, texts.get(id).length, id);
            }
        }
        for (int id = 0; id < types.length; id++) {
            if (!inOrder && !matchesText(id)) {
                all.append(texts.get(id), 0, texts.get(id).length, id);
            }
        }
        return all.build(false);
    }

    private boolean distinct() {
        for (int id = 0; id < types.length; id++) {
            byte[] text = texts.get(id);
            if (!matchesText(id) && matching.idOf(text, 0, text.length) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether text can match the piece: it is not reserved. */
    boolean matchesText(int id) {
        return matches(types[id]);
    }

    int size() {
        return types.length;
    }

    byte[] text(int id) {
        return texts.get(id);
    }

    float score(int id) {
        return scores[id];
    }

    PieceType type(int id) {
        return types[id];
    }

    boolean isUnused(int id) {
        return types[id] == PieceType.UNUSED;
    }

    boolean isByte(int id) {
        return types[id] == PieceType.BYTE;
    }

    int unknownId() {
        return unknownId;
    }

    boolean byteFallback() {
        return byteFallback;
    }

    int idOfByte(byte b) {
        return byteIds[b & 0xFF];
    }

    float leastScore() {
        return leastScore;
    }

    /** The user-defined pieces, or null where there are none. */
    @Nullable ByteTrie userDefined() {
        return userDefined;
    }

    /** The length of the longest string of {@code trie} at {@code from}, or 0. */
    static int longestMatch(ByteTrie trie, byte[] text, int from, int to) {
        int longest = 0;
        int node = ByteTrie.ROOT;
        for (int i = from; i < to; ) {
            node = trie.next(node, text[i++]);
            if (node == ByteTrie.NONE) {
                break;
            }
            if (trie.value(node) != ByteTrie.NONE) {
                longest = i - from;
            }
        }
        return longest;
    }
}
