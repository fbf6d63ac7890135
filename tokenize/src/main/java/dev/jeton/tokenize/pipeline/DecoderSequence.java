package dev.jeton.tokenize.pipeline;

import java.util.List;
import java.util.Map;

/**
 * {@code Sequence} of Decoders, run in order.
 *
 * @param decoders the stages
 */
public record DecoderSequence(List<Decoder> decoders) implements Decoder {
    /** Copies the list. */
    public DecoderSequence {
        decoders = List.copyOf(decoders);
    }

    @Override
    public List<String> decodeChain(List<String> tokens) {
        List<String> result = tokens;
        for (Decoder decoder : decoders) {
            result = decoder.decodeChain(result);
        }
        return result;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type", "Sequence", "decoders", decoders.stream().map(Stage::json).toList());
    }
}
