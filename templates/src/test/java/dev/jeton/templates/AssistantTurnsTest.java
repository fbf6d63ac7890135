package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Turns found by origin are those that training templates mark. */
class AssistantTurnsTest {
    /**
     * Templates whose blocks are drawn otherwise: they begin inside the header ({@code llava},
     * {@code qwen2_5}), mark the empty thoughts of the generation prompt ({@code nothink}), have no
     * generation prompt at all ({@code llava_next}), or write the results of tools into the turn.
     */
    private static final Set<String> OTHERWISE =
            Set.of(
                    "llava.jinja",
                    "qwen2_5_training.jinja",
                    "qwen3_5_nothink_training.jinja",
                    "llava_next_training.jinja",
                    "diffusion_gemma_training.jinja");

    private static final List<String> ENDS = List.of("<|im_end|>", "<|eot_id|>", "<end_of_turn>");

    @Test
    void turnsByOriginAreTheBlocksOfTrainingTemplates() throws IOException {
        int compared = 0;
        List<String> failures = new ArrayList<>();
        for (Corpus.Entry entry : Corpus.templates()) {
            if (!entry.template().hasGenerationBlocks() || OTHERWISE.contains(entry.name())) {
                continue;
            }
            for (Corpus.Chat chat : Corpus.chats().values()) {
                if (chat.options().continueField().isPresent()) {
                    continue;
                }
                Rendering rendering;
                try {
                    rendering =
                            ChatRendering.of(
                                    entry.template(),
                                    chat.messages(),
                                    chat.options(),
                                    entry.specialTokens(),
                                    true);
                } catch (TemplateException e) {
                    continue; // the template refuses this chat
                }
                compared++;
                String header =
                        ChatEncoder.header(entry.template(), chat.options(), entry.specialTokens());
                BitSet found =
                        chars(
                                AssistantTurns.byOrigin(rendering, chat.messages(), header, ENDS),
                                rendering);
                if (!found.equals(chars(AssistantTurns.marked(rendering), rendering))) {
                    failures.add(entry.name() + " " + chat.id() + ": " + found);
                }
            }
        }
        assertEquals(List.of(), failures);
        int total = compared;
        assertTrue(total > 500, () -> "only " + total + " chats compared");
    }

    private static BitSet chars(List<Span> spans, Rendering rendering) {
        BitSet chars = new BitSet();
        for (Span span : spans) {
            chars.set(span.start(), Math.min(span.end(), rendering.text().length()));
        }
        return chars;
    }
}
