package dev.jeton.tokenize.pipeline;

import dev.jeton.tokenize.Encoding;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code Sequence} of PostProcessors, run in order.
 *
 * @param processors the stages
 */
public record PostProcessorSequence(List<PostProcessor> processors) implements PostProcessor {
    /** Copies the list. */
    public PostProcessorSequence {
        processors = List.copyOf(processors);
    }

    @Override
    public int addedTokens(boolean pair) {
        int sum = 0;
        for (PostProcessor processor : processors) {
            sum += processor.addedTokens(pair);
        }
        return sum;
    }

    @Override
    public List<Encoding> process(List<Encoding> encodings, boolean addSpecialTokens) {
        List<Encoding> result = encodings;
        for (PostProcessor processor : processors) {
            result = processor.process(result, addSpecialTokens);
        }
        return result;
    }

    @Override
    public @Nullable Surroundings surroundings() {
        Surroundings found = Surroundings.NONE;
        for (PostProcessor processor : processors) {
            Surroundings next = processor.surroundings();
            if (next == null || (found.size() > 0 && next.size() > 0)) {
                return null;
            }
            found = found.size() > 0 ? found : next;
        }
        return found;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object(
                "type", "Sequence", "processors", processors.stream().map(Stage::json).toList());
    }
}
