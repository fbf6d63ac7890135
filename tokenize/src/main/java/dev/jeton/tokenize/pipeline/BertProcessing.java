package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.Encoding;
import java.util.List;
import java.util.Map;

/**
 * The post-processor {@code BertProcessing}: {@code [CLS] a [SEP]} and {@code [CLS] a [SEP] b
 * [SEP]}.
 *
 * @param sep the separator
 * @param cls the token at the begin
 */
public record BertProcessing(SpecialToken sep, SpecialToken cls) implements PostProcessor {
    @Override
    public int addedTokens(boolean pair) {
        return pair ? 3 : 2;
    }

    @Override
    public List<Encoding> process(List<Encoding> encodings, boolean addSpecialTokens) {
        return addSpecialTokens
                ? new SpecialFrame(cls, sep, false, 1).around(encodings)
                : encodings;
    }

    @Override
    public Surroundings surroundings() {
        return new Surroundings(new int[] {cls.id()}, new int[] {sep.id()});
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type", "BertProcessing",
                "sep", List.of(sep.token(), Integer.toUnsignedLong(sep.id())),
                "cls", List.of(cls.token(), Integer.toUnsignedLong(cls.id())));
    }
}
