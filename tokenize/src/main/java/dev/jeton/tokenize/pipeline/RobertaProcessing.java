package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The post-processor {@code RobertaProcessing}: {@code <s> a </s>} and {@code <s> a </s></s> b
 * </s>}; all type ids are 0.
 *
 * @param sep the separator
 * @param cls the token at the begin
 * @param trimOffsets whether offsets leave white space out
 * @param addPrefixSpace whether the pre-tokenizer put a space before the text
 */
public record RobertaProcessing(
        SpecialToken sep, SpecialToken cls, boolean trimOffsets, boolean addPrefixSpace)
        implements PostProcessor {
    @Override
    public int addedTokens(boolean pair) {
        return pair ? 4 : 2;
    }

    @Override
    public List<Encoding> process(List<Encoding> encodings, boolean addSpecialTokens) {
        List<Encoding> result = new ArrayList<>(encodings.size());
        for (Encoding encoding :
                trimOffsets ? OffsetTrimming.trim(encodings, addPrefixSpace) : encodings) {
            result.add(encoding.withTypeId(0));
        }
        if (!addSpecialTokens) {
            return result;
        }
        List<Encoding> flat = new ArrayList<>(result.size());
        for (Encoding encoding : result) {
            List<Encoding> parts = new ArrayList<>();
            for (Encoding part : encoding.overflowing()) {
                parts.add(part.withTypeId(0));
            }
            flat.add(encoding.withOverflowing(parts));
        }
        return new SpecialFrame(cls, sep, true, 0).around(flat);
    }

    @Override
    public Surroundings surroundings() {
        return new Surroundings(new int[] {cls.id()}, new int[] {sep.id()});
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type",
                "RobertaProcessing",
                "sep",
                List.of(sep.token(), Integer.toUnsignedLong(sep.id())),
                "cls",
                List.of(cls.token(), Integer.toUnsignedLong(cls.id())),
                "trim_offsets",
                trimOffsets,
                "add_prefix_space",
                addPrefixSpace);
    }
}
