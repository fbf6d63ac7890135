package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.OffsetUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts {@code cls} and {@code sep} around encodings and each of their overflowing parts.
 *
 * @param cls before the first text
 * @param sep behind each text
 * @param separated whether {@code sep} also stands before the second text
 * @param pairTypeId the type id of the tokens around the second text
 */
record SpecialFrame(SpecialToken cls, SpecialToken sep, boolean separated, int pairTypeId) {
    List<Encoding> around(List<Encoding> encodings) {
        List<Encoding> result = new ArrayList<>(encodings.size());
        for (int i = 0; i < encodings.size(); i++) {
            Encoding encoding = encodings.get(i);
            List<Encoding> parts = new ArrayList<>();
            for (Encoding part : encoding.overflowing()) {
                parts.add(around(part, i));
            }
            result.add(around(encoding, i).withOverflowing(parts));
        }
        return result;
    }

    private Encoding around(Encoding encoding, int index) {
        OffsetUnit unit = encoding.offsetUnit();
        int typeId = index == 0 ? 0 : pairTypeId;
        // the reference forgets what a processor before this one has added
        Encoding bare =
                encoding.withoutMasks().withOverflowing(List.of()).withSequence(Math.min(index, 1));
        List<Encoding> all = new ArrayList<>();
        if (index == 0) {
            all.add(single(cls, typeId, unit));
        } else if (separated) {
            all.add(single(sep, typeId, unit));
        }
        all.add(bare);
        all.add(single(sep, typeId, unit));
        return Encoding.merge(all, false);
    }

    private static Encoding single(SpecialToken token, int typeId, OffsetUnit unit) {
        return Encoding.ofSpecialTokens(
                new int[] {token.id()}, List.of(token.token()), typeId, unit);
    }
}
