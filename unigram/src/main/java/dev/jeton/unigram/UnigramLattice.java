package dev.jeton.unigram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All ways to cut a text into pieces: a graph whose nodes are pieces with a score, for n-best
 * lists, sampling and entropy as SentencePiece does them ({@code unigram_model.cc}).
 *
 * <p>The caller adds the nodes, in the order of their positions, so that every position can be
 * reached; then any of the searches may run, in any order. Sums are kept in single precision as in
 * the library, so that scores and ties are the same. Random numbers are the caller's: the library's
 * generator is not reproduced, only its distributions. Not thread-safe.
 */
public final class UnigramLattice {
    private static final int BEGIN = 0;
    private static final int END = 1;
    private static final int NONE = -1;

    /** When the agenda of {@link #nBest} is cut down, and to how many hypotheses. */
    private static final int MAX_AGENDA = 10_000;

    private static final int MIN_AGENDA = 512;

    private final int length;
    private int count = 2;
    private int[] starts = new int[64];
    private int[] lengths = new int[64];
    private int[] ids = new int[64];
    private float[] scores = new float[64];

    /** The nodes that begin, and that end, at a position, in the order in which they were added. */
    private final int[] firstBeginning;

    private final int[] lastBeginning;
    private int[] nextBeginning = new int[64];
    private final int[] firstEnding;
    private final int[] lastEnding;
    private int[] nextEnding = new int[64];

    private float[] best = new float[0];
    private int[] previous = new int[0];

    /**
     * An empty lattice.
     *
     * @param length the number of positions of the text, usually characters
     */
    public UnigramLattice(int length) {
        this.length = length;
        firstBeginning = filled(length + 1);
        lastBeginning = filled(length + 1);
        firstEnding = filled(length + 1);
        lastEnding = filled(length + 1);
        ids[BEGIN] = NONE;
        ids[END] = NONE;
        starts[END] = length;
        nextBeginning[END] = NONE;
        nextEnding[BEGIN] = NONE;
        firstBeginning[length] = END;
        lastBeginning[length] = END;
        firstEnding[0] = BEGIN;
        lastEnding[0] = BEGIN;
    }

    private static int[] filled(int size) {
        int[] array = new int[size];
        Arrays.fill(array, NONE);
        return array;
    }

    /** A way through the lattice: its nodes in order, and its score. */
    public static final class Path {
        private final int[] nodes;
        private final float score;

        Path(int[] nodes, float score) {
            this.nodes = nodes;
            this.score = score;
        }

        /** The number of nodes. */
        public int size() {
            return nodes.length;
        }

        /** The node at {@code index}; ask the lattice for its id and end. */
        public int node(int index) {
            return nodes[index];
        }

        /** The score: a sum of scores, a perturbed one, or a probability; the search says which. */
        public float score() {
            return score;
        }

        private boolean sameNodes(Path other) {
            return Arrays.equals(nodes, other.nodes);
        }
    }

    /** Adds the piece {@code id} that covers {@code length} positions from {@code start} on. */
    public void add(int start, int length, int id, float score) {
        if (count == starts.length) {
            grow();
        }
        int node = count++;
        starts[node] = start;
        lengths[node] = length;
        ids[node] = id;
        scores[node] = score;
        nextBeginning[node] = NONE;
        nextEnding[node] = NONE;
        append(firstBeginning, lastBeginning, nextBeginning, start, node);
        append(firstEnding, lastEnding, nextEnding, start + length, node);
    }

    private static void append(int[] first, int[] last, int[] next, int position, int node) {
        if (first[position] == NONE) {
            first[position] = node;
        } else {
            next[last[position]] = node;
        }
        last[position] = node;
    }

    private void grow() {
        int capacity = Math.addExact(count, count);
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        ids = Arrays.copyOf(ids, capacity);
        scores = Arrays.copyOf(scores, capacity);
        nextBeginning = Arrays.copyOf(nextBeginning, capacity);
        nextEnding = Arrays.copyOf(nextEnding, capacity);
    }

    /** The id of a node's piece. */
    public int id(int node) {
        return ids[node];
    }

    /** The position where a node's piece ends. */
    public int end(int node) {
        return starts[node] + lengths[node];
    }

    /** The way with the highest sum of scores (Viterbi). */
    public Path best() {
        fillBest();
        return backtrack();
    }

    private void fillBest() {
        best = new float[count];
        previous = new int[count];
        for (int at = 0; at <= length; at++) {
            for (int right = firstBeginning[at]; right != NONE; right = nextBeginning[right]) {
                float bestScore = 0;
                int bestNode = NONE;
                for (int left = firstEnding[at]; left != NONE; left = nextEnding[left]) {
                    float score = best[left] + scores[right];
                    if (bestNode == NONE || score > bestScore) {
                        bestNode = left;
                        bestScore = score;
                    }
                }
                if (bestNode == NONE) {
                    throw new IllegalStateException("No piece ends at position " + at + ".");
                }
                previous[right] = bestNode;
                best[right] = bestScore;
            }
        }
    }

    private Path backtrack() {
        int size = 0;
        for (int node = previous[END]; node != BEGIN; node = previous[node]) {
            size++;
        }
        int[] nodes = new int[size];
        for (int node = previous[END]; node != BEGIN; node = previous[node]) {
            nodes[--size] = node;
        }
        return new Path(nodes, best[END]);
    }

    /** The logarithm of the sum over all ways to each node, without the node itself. */
    private float[] forward(float inverseTheta) {
        float[] alpha = new float[count];
        for (int at = 0; at <= length; at++) {
            for (int right = firstBeginning[at]; right != NONE; right = nextBeginning[right]) {
                float sum = 0;
                for (int left = firstEnding[at]; left != NONE; left = nextEnding[left]) {
                    float term = inverseTheta * scores[left] + alpha[left];
                    sum = left == firstEnding[at] ? term : logSumExp(sum, term);
                }
                alpha[right] = sum;
            }
        }
        return alpha;
    }

    private static float logSumExp(float x, float y) {
        float least = Math.min(x, y);
        float greatest = Math.max(x, y);
        if (greatest > least + 50) {
            return greatest;
        }
        return (float) (greatest + Math.log(Math.exp(least - greatest) + 1.0));
    }

    /**
     * The entropy of the distribution of ways, each with a probability that is proportional to the
     * exponential of {@code inverseTheta} times its score.
     */
    public float entropy(float inverseTheta) {
        float[] alpha = forward(inverseTheta);
        float[] entropy = new float[count];
        for (int at = 0; at <= length; at++) {
            for (int right = firstBeginning[at]; right != NONE; right = nextBeginning[right]) {
                for (int left = firstEnding[at]; left != NONE; left = nextEnding[left]) {
                    float transition = inverseTheta * scores[left] + alpha[left] - alpha[right];
                    entropy[right] += (float) Math.exp(transition) * (entropy[left] + transition);
                }
            }
        }
        return -entropy[END];
    }

    /** A way drawn from the distribution that {@link #entropy} describes; its score is 0. */
    public Path sample(float inverseTheta, RandomGenerator random) {
        return sample(inverseTheta, forward(inverseTheta), random);
    }

    private Path sample(float inverseTheta, float[] alpha, RandomGenerator random) {
        int[] nodes = new int[16];
        int size = 0;
        int node = END;
        while (true) {
            node = drawPrevious(node, inverseTheta, alpha, random);
            if (node == BEGIN) {
                break;
            }
            if (size == nodes.length) {
                nodes = Arrays.copyOf(nodes, 2 * size);
            }
            nodes[size++] = node;
        }
        int[] path = new int[size];
        for (int i = 0; i < size; i++) {
            path[i] = nodes[size - 1 - i];
        }
        return new Path(path, 0);
    }

    private int drawPrevious(int node, float inverseTheta, float[] alpha, RandomGenerator random) {
        int at = starts[node];
        double sum = 0;
        for (int left = firstEnding[at]; left != NONE; left = nextEnding[left]) {
            sum += Math.exp(alpha[left] + inverseTheta * scores[left] - alpha[node]);
        }
        double drawn = random.nextDouble() * sum;
        int left = firstEnding[at];
        while (nextEnding[left] != NONE) {
            drawn -= Math.exp(alpha[left] + inverseTheta * scores[left] - alpha[node]);
            if (drawn < 0) {
                break;
            }
            left = nextEnding[left];
        }
        return left;
    }

    /**
     * Ways drawn one after the other from the distribution that {@link #entropy} describes, with
     * the logarithm of their probability as score; the same way may come again.
     */
    public List<Path> sampleAndScore(float inverseTheta, int samples, RandomGenerator random) {
        float[] alpha = forward(inverseTheta);
        List<Path> paths = new ArrayList<>(samples);
        while (paths.size() < samples) {
            Path path = sample(inverseTheta, alpha, random);
            paths.add(new Path(path.nodes, logProbability(path, inverseTheta) - alpha[END]));
        }
        return paths;
    }

    private float logProbability(Path path, float inverseTheta) {
        float sum = 0;
        for (int node : path.nodes) {
            sum += inverseTheta * scores[node];
        }
        return sum;
    }

    /**
     * Different ways drawn without replacement (Kool et al., 2019), with the logarithm of the
     * probability of being in the sample as score.
     *
     * @param includeBest whether the best way is in any case the first, with the score 0
     */
    public List<Path> sampleDistinct(
            float inverseTheta, int samples, boolean includeBest, RandomGenerator random) {
        float[] alpha = forward(inverseTheta);
        List<Path> drawn = search(samples + 1, new Perturbation(inverseTheta, alpha, random));
        List<Path> result = new ArrayList<>(samples + 1);
        if (includeBest) {
            Path bestPath = best();
            result.add(new Path(bestPath.nodes, 0));
            if (!drawn.removeIf(bestPath::sameNodes) && !drawn.isEmpty()) {
                drawn.remove(drawn.size() - 1);
            }
        }
        if (drawn.isEmpty()) {
            return result;
        }
        double kappa = drawn.remove(drawn.size() - 1).score;
        for (Path path : drawn) {
            float score = logProbability(path, inverseTheta) - alpha[END];
            result.add(new Path(path.nodes, score == 0 ? 0 : inclusion(score - kappa)));
        }
        return result;
    }

    private static float inclusion(double x) {
        double y = Math.exp(x);
        if (x <= -10) {
            // The series of the logarithm of the Gumbel distribution's survival function.
            return (float) (x - y / 2 + y * y / 24 - Math.pow(y, 4) / 2880);
        }
        return (float) Math.log(-Math.expm1(-y));
    }

    /** The {@code n} ways with the highest sums of scores, best first. */
    public List<Path> nBest(int n) {
        if (n <= 1) {
            return List.of(best());
        }
        return search(n, null);
    }

    /** Turns scores into those of a sample without replacement. */
    private static final class Perturbation {
        final float inverseTheta;
        final float[] alpha;
        private final RandomGenerator random;

        Perturbation(float inverseTheta, float[] alpha, RandomGenerator random) {
            this.inverseTheta = inverseTheta;
            this.alpha = alpha;
            this.random = random;
        }

        /** A draw from the standard Gumbel distribution. */
        float gumbel() {
            return (float) -Math.log(-Math.log(random.nextFloat() + 1e-7f));
        }
    }

    /** A way from a node to the end, found backwards. */
    private static final class Hypothesis {
        final int node;
        final @Nullable Hypothesis next;

        /** How good the best way through this one can be. */
        final float priority;

        /** The score from the end to here. */
        final float reached;

        Hypothesis(int node, @Nullable Hypothesis next, float priority, float reached) {
            this.node = node;
            this.next = next;
            this.priority = priority;
            this.reached = reached;
        }
    }

    /**
     * Enumerates ways from the end, best first (A*): the exact score of the best way to a node is
     * known from the Viterbi search. With a perturbation the order is that of a random sample.
     */
    private List<Path> search(int n, @Nullable Perturbation perturbation) {
        Agenda agenda = new Agenda();
        fillBest();
        agenda.push(
                new Hypothesis(
                        END, null, perturbation == null ? best[END] : perturbation.gumbel(), 0));
        List<Path> paths = new ArrayList<>();
        while (agenda.size() > 0) {
            Hypothesis top = agenda.pop();
            if (top.node == BEGIN) {
                paths.add(path(top));
                if (paths.size() == n) {
                    break;
                }
                continue;
            }
            if (perturbation == null) {
                expand(top, agenda);
            } else {
                expand(top, agenda, perturbation);
            }
            if (agenda.size() >= MAX_AGENDA) {
                agenda.keep((int) Math.min(MIN_AGENDA, 10L * n));
            }
        }
        return paths;
    }

    private static Path path(Hypothesis top) {
        int[] nodes = new int[8];
        int size = 0;
        for (Hypothesis h = top.next; h != null && h.next != null; h = h.next) {
            if (size == nodes.length) {
                nodes = Arrays.copyOf(nodes, 2 * size);
            }
            nodes[size++] = h.node;
        }
        return new Path(Arrays.copyOf(nodes, size), top.priority);
    }

    private void expand(Hypothesis top, Agenda agenda) {
        int at = starts[top.node];
        for (int left = firstEnding[at]; left != NONE; left = nextEnding[left]) {
            agenda.push(
                    new Hypothesis(
                            left, top, best[left] + top.reached, scores[left] + top.reached));
        }
    }

    private void expand(Hypothesis top, Agenda agenda, Perturbation p) {
        int at = starts[top.node];
        int size = 0;
        for (int left = firstEnding[at]; left != NONE; left = nextEnding[left]) {
            size++;
        }
        float[] reached = new float[size];
        float[] perturbed = new float[size];
        float greatest = -1e8f;
        int i = 0;
        for (int left = firstEnding[at]; left != NONE; left = nextEnding[left], i++) {
            reached[i] =
                    top.reached + p.alpha[left] + p.inverseTheta * scores[left] - p.alpha[top.node];
            perturbed[i] = reached[i] + p.gumbel();
            greatest = Math.max(greatest, perturbed[i]);
        }
        i = 0;
        for (int left = firstEnding[at]; left != NONE; left = nextEnding[left], i++) {
            // The best continuation gets the score of the whole: a truncated Gumbel distribution.
            float v =
                    (float)
                            (top.priority
                                    - perturbed[i]
                                    + Math.log1p(-Math.exp(perturbed[i] - greatest)));
            double adjusted = top.priority - Math.max(0f, v) - Math.log1p(Math.exp(-Math.abs(v)));
            agenda.push(new Hypothesis(left, top, (float) adjusted, reached[i]));
        }
    }

    /**
     * A heap of hypotheses, the best on top. Equal ones come in an order that the n-best list
     * shows, so it moves them exactly as {@code std::priority_queue} of libstdc++ does.
     */
    private static final class Agenda {
        private Hypothesis[] heap = new Hypothesis[64];
        private int size;

        int size() {
            return size;
        }

        void push(Hypothesis added) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, 2 * size);
            }
            siftUp(size++, added);
        }

        private void siftUp(int from, Hypothesis moved) {
            int hole = from;
            while (hole > 0 && heap[(hole - 1) / 2].priority < moved.priority) {
                heap[hole] = heap[(hole - 1) / 2];
                hole = (hole - 1) / 2;
            }
            heap[hole] = moved;
        }

        Hypothesis pop() {
            Hypothesis top = heap[0];
            Hypothesis moved = heap[--size];
            int hole = 0;
            // Down to a leaf first, and then up: not what a textbook does.
            for (int child; (child = 2 * hole + 2) <= size; hole = child) {
                if (child == size || heap[child].priority < heap[child - 1].priority) {
                    child--;
                }
                heap[hole] = heap[child];
            }
            siftUp(hole, moved);
            return top;
        }

        /** Forgets all but the best {@code n}. */
        void keep(int n) {
            Agenda kept = new Agenda();
            for (int i = 0; i < n; i++) {
                kept.push(pop());
            }
            heap = kept.heap;
            size = kept.size;
        }
    }
}
