package dev.jeton.templates;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts chats to a budget of ids, counted as they really are: rendered with the model's template and
 * encoded, tools and generation prompt included. Immutable; share one instance between threads.
 *
 * <pre>{@code
 * ContextFitter fitter = new ContextFitter(chat, ChatOptions.forGeneration());
 * FittedChat fitted = fitter.fit(messages, 4096 - 512); // 512 left for the answer
 * int[] ids = fitted.encoding().ids();
 * }</pre>
 *
 * <p>What is kept or dropped are turns: a user's message with all that follows up to the next one,
 * so that an answer never loses its question, nor the result of a tool its call. Messages of the
 * roles {@code system} and {@code developer} stay, and so does the last turn.
 */
public final class ContextFitter {
    /** Up to this many turns every number of them is tried. */
    private static final int FEW = 16;

    /** Up to this many turns every set of them is tried. */
    private static final int VERY_FEW = 9;

    /** A count for chats that the template refuses. */
    private static final int REFUSED = Integer.MAX_VALUE;

    /** Which turns stay. */
    public enum Policy {
        /** The newest: the chat loses its beginning. */
        NEWEST_TURNS,
        /**
         * As many as possible, and of those the cheapest: long ones go first, wherever they are.
         */
        MOST_TURNS
    }

    private final ChatTokenizer chat;
    private final ChatOptions options;
    private final Policy policy;

    /** A fitter that keeps the newest turns. */
    public ContextFitter(ChatTokenizer chat, ChatOptions options) {
        this(chat, options, Policy.NEWEST_TURNS);
    }

    /** A fitter with a policy. */
    public ContextFitter(ChatTokenizer chat, ChatOptions options, Policy policy) {
        this.chat = chat;
        this.options = options;
        this.policy = policy;
    }

    /**
     * The largest set of turns with at most {@code maxIds} ids.
     *
     * <p>Of long chats it is found by doubling and halving, so that what is far beyond the budget
     * is never encoded: about the budget times the logarithm of the number of turns. That takes for
     * granted that a chat with more turns is longer; up to 16 turns nothing is taken for granted.
     *
     * @throws IllegalArgumentException if what must stay has more ids
     * @throws TemplateException if the template refuses what must stay
     */
    public FittedChat fit(List<ChatMessage> messages, int maxIds) {
        ChatEncoder.checkNotEmpty(messages);
        Search search = new Search(messages, ChatTurns.of(messages), maxIds);
        search.checkLeast();
        BitSet kept = policy == Policy.NEWEST_TURNS ? search.newest() : search.most();
        List<ChatMessage> fitting = search.messages(kept);
        List<Integer> dropped =
                IntStream.range(0, messages.size())
                        .filter(i -> search.isDropped(i, kept))
                        .boxed()
                        .toList();
        return new FittedChat(fitting, dropped, chat.applyChatTemplate(fitting, options));
    }

    /** One call. Sets of turns have a bit for each turn. */
    private final class Search {
        private final List<ChatMessage> messages;
        private final int[] turnOf;
        private final int turns;
        private final int maxIds;

        Search(List<ChatMessage> messages, int[] turnOf, int maxIds) {
            this.messages = messages;
            this.turnOf = turnOf;
            this.turns = IntStream.of(turnOf).max().orElse(ChatTurns.ALWAYS) + 1;
            this.maxIds = maxIds;
        }

        boolean isDropped(int message, BitSet kept) {
            return turnOf[message] != ChatTurns.ALWAYS && !kept.get(turnOf[message]);
        }

        List<ChatMessage> messages(BitSet kept) {
            List<ChatMessage> left = new ArrayList<>();
            for (int i = 0; i < messages.size(); i++) {
                if (!isDropped(i, kept)) {
                    left.add(messages.get(i));
                }
            }
            return List.copyOf(left);
        }

        private int count(BitSet kept) {
            try {
                return chat.count(messages(kept), options);
            } catch (TemplateException e) {
                return REFUSED;
            }
        }

        private boolean fits(BitSet kept) {
            return count(kept) <= maxIds;
        }

        void checkLeast() {
            int least = chat.count(messages(last(1)), options);
            if (least > maxIds) {
                throw new IllegalArgumentException(
                        "the system messages and the last turn alone have "
                                + least
                                + " ids, more than the "
                                + maxIds
                                + " allowed.");
            }
        }

        private BitSet last(int count) {
            BitSet kept = new BitSet();
            kept.set(Math.max(0, turns - count), turns);
            return kept;
        }

        BitSet newest() {
            if (turns <= FEW) {
                int count = turns;
                while (count > 1 && !fits(last(count))) {
                    count--;
                }
                return last(count);
            }
            int good = 1;
            int bad = 2;
            while (bad <= turns && fits(last(bad))) {
                good = bad;
                bad = 2 * bad;
            }
            bad = Math.min(bad, turns + 1);
            while (bad - good > 1) {
                int middle = (good + bad) >>> 1;
                if (fits(last(middle))) {
                    good = middle;
                } else {
                    bad = middle;
                }
            }
            return last(good);
        }

        BitSet most() {
            return turns <= VERY_FEW ? mostOfAll() : mostByCost();
        }

        /** Every set with the last turn, larger ones first, of equal ones that with newer turns. */
        private BitSet mostOfAll() {
            if (turns == 0) {
                return new BitSet();
            }
            int last = 1 << (turns - 1);
            List<Integer> sets =
                    IntStream.range(last, 2 * last)
                            .boxed()
                            .sorted(
                                    Comparator.comparingInt((Integer set) -> -Integer.bitCount(set))
                                            .thenComparing(Comparator.reverseOrder()))
                            .toList();
            for (int set : sets) {
                BitSet kept = BitSet.valueOf(new long[] {set});
                if (fits(kept)) {
                    return kept;
                }
            }
            return last(1);
        }

        /** The cheapest turns first, each counted for itself; what that misses is set right. */
        private BitSet mostByCost() {
            int[] costs = new int[turns];
            for (int turn = 0; turn < turns - 1; turn++) {
                BitSet one = last(1);
                one.set(turn);
                costs[turn] = count(one);
            }
            int[] order =
                    IntStream.range(0, turns - 1)
                            .filter(turn -> costs[turn] <= maxIds)
                            .boxed()
                            .sorted(
                                    Comparator.comparingInt((Integer turn) -> costs[turn])
                                            .thenComparing(Comparator.reverseOrder()))
                            .mapToInt(Integer::intValue)
                            .toArray();
            int good = 0;
            int bad = order.length + 1;
            while (bad - good > 1) {
                int middle = (good + bad) >>> 1;
                if (fits(cheapest(order, middle))) {
                    good = middle;
                } else {
                    bad = middle;
                }
            }
            return cheapest(order, good);
        }

        private BitSet cheapest(int[] order, int count) {
            BitSet kept = last(1);
            for (int i = 0; i < count; i++) {
                kept.set(order[i]);
            }
            return kept;
        }
    }
}
