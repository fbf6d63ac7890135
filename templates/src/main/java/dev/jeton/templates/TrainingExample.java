package dev.jeton.templates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A chat to learn from: ids, and for each the label that a loss is computed with, which is {@link
 * #IGNORED} for all that the assistant did not write. Immutable.
 *
 * <pre>{@code
 * TrainingExample example = TrainingExample.of(chat, messages, ChatOptions.defaults());
 * List<TrainingExample> rows = TrainingExample.pack(examples, 4096);
 * }</pre>
 *
 * <p>Special tokens are in it once, as the template writes them; there is no generation prompt.
 */
public final class TrainingExample {
    /** The label of ids that count for nothing in the loss, as PyTorch's default has it. */
    public static final int IGNORED = -100;

    private final int[] ids;
    private final int[] mask;
    private final int[] lengths;

    private TrainingExample(int[] ids, int[] mask, int[] lengths) {
        this.ids = ids;
        this.mask = mask;
        this.lengths = lengths;
    }

    /**
     * The example of a chat; the mask is {@link ChatEncoding#assistantMask()}.
     *
     * @throws IllegalArgumentException if the options ask for a generation prompt or continue the
     *     last message: then the text ends where an answer begins
     */
    public static TrainingExample of(
            ChatTokenizer chat, List<ChatMessage> messages, ChatOptions options) {
        if (options.addGenerationPrompt() || options.continueField().isPresent()) {
            throw new IllegalArgumentException(
                    "a training example is a whole chat: it takes neither a generation prompt nor"
                            + " a message to be continued");
        }
        ChatEncoding encoding = chat.applyChatTemplate(messages, options);
        int[] ids = encoding.ids();
        return new TrainingExample(ids, encoding.assistantMask(), new int[] {ids.length});
    }

    /**
     * Joins examples, in order, into as few rows as come of filling each row with the first that
     * fits; none is cut.
     *
     * @throws IllegalArgumentException if one is longer than {@code maxIds}
     */
    public static List<TrainingExample> pack(List<TrainingExample> examples, int maxIds) {
        List<List<TrainingExample>> rows = new ArrayList<>();
        List<Integer> room = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            int size = examples.get(i).size();
            if (size > maxIds) {
                throw new IllegalArgumentException(
                        "example "
                                + i
                                + " has "
                                + size
                                + " ids, more than the "
                                + maxIds
                                + " of a row");
            }
            int row = 0;
            while (row < rows.size() && room.get(row) < size) {
                row++;
            }
            if (row == rows.size()) {
                rows.add(new ArrayList<>());
                room.add(maxIds);
            }
            rows.get(row).add(examples.get(i));
            room.set(row, room.get(row) - size);
        }
        return rows.stream().map(TrainingExample::join).toList();
    }

    private static TrainingExample join(List<TrainingExample> parts) {
        return new TrainingExample(
                parts.stream().flatMapToInt(part -> Arrays.stream(part.ids)).toArray(),
                parts.stream().flatMapToInt(part -> Arrays.stream(part.mask)).toArray(),
                parts.stream().flatMapToInt(part -> Arrays.stream(part.lengths)).toArray());
    }

    /** The number of ids. */
    public int size() {
        return ids.length;
    }

    /** A copy of the ids. */
    public int[] ids() {
        return ids.clone();
    }

    /** 1 for what the assistant wrote, 0 for all else. */
    public int[] mask() {
        return mask.clone();
    }

    /** The ids that the assistant wrote, {@link #IGNORED} for all else. */
    public int[] labels() {
        int[] labels = ids.clone();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = mask[i] == 1 ? ids[i] : IGNORED;
        }
        return labels;
    }

    /** The lengths of the chats in it, one after the other: attention must not cross them. */
    public int[] lengths() {
        return lengths.clone();
    }
}
