package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.run.Frame;
import dev.jeton.templates.internal.run.Node;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.Text;
import dev.jeton.templates.internal.value.TextBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code a + b + c}, from left to right. Nearly always these are texts: they are joined once at the
 * end, or printed one by one, so that no text is copied for every {@code +}. The first term that is
 * something else meets the sum of those before it, as it would in Python.
 */
final class Sum extends Node {
    private final Node[] terms;

    /** The place of the operator before each term; that of the first is not used. */
    private final int[] positions;

    private Sum(Node[] terms, int[] positions) {
        this.terms = terms;
        this.positions = positions;
    }

    /** A sum; literals side by side become one. */
    static Node of(List<Node> terms, List<Integer> positions) {
        Node[] nodes = new Node[terms.size()];
        int[] places = new int[nodes.length];
        int size = 0;
        for (int i = 0; i < nodes.length; i++) {
            Node term = terms.get(i);
            if (size > 0
                    && nodes[size - 1] instanceof Names.Constant left
                    && term instanceof Names.Constant right
                    && left.value() instanceof String a
                    && right.value() instanceof String b) {
                nodes[size - 1] = new Names.Constant(a + b);
                continue;
            }
            nodes[size] = term;
            places[size] = positions.get(i);
            size++;
        }
        return size == 1
                ? nodes[0]
                : new Sum(
                        java.util.Arrays.copyOf(nodes, size),
                        java.util.Arrays.copyOf(places, size));
    }

    @Override
    public Object eval(Frame frame) {
        if (terms.length == 2) {
            return add(frame, terms[0].eval(frame), terms[1].eval(frame), 1);
        }
        Object[] texts = new Object[terms.length];
        Object other = collect(frame, texts);
        return other == null ? joined(texts, texts.length) : other;
    }

    /** Puts the texts of the terms into an array and returns null, or returns another value. */
    @Nullable Object collect(Frame frame, Object[] texts) {
        long length = 0;
        for (int i = 0; i < terms.length; i++) {
            Object value = terms[i].eval(frame);
            if (!isPlain(value)) {
                return rest(frame, texts, i, value);
            }
            texts[i] = value;
            length += Str.text(value).length();
        }
        try {
            frame.render.checkString(length);
        } catch (PyError e) {
            throw e.at(positions[positions.length - 1]);
        }
        return null;
    }

    int size() {
        return terms.length;
    }

    private static boolean isPlain(Object value) {
        return value instanceof String || (value instanceof Text text && !text.markup());
    }

    /** Goes on with a term that is no plain text. */
    private Object rest(Frame frame, Object[] texts, int at, Object value) {
        Object sum = value;
        if (at > 0) {
            sum = add(frame, at == 1 ? texts[0] : joined(texts, at), value, at);
        }
        for (int i = at + 1; i < terms.length; i++) {
            sum = add(frame, sum, terms[i].eval(frame), i);
        }
        return sum;
    }

    private Object add(Frame frame, Object left, Object right, int term) {
        try {
            return Ops.add(frame.render, left, right);
        } catch (PyError e) {
            throw e.at(positions[term]);
        }
    }

    private static Object joined(Object[] texts, int count) {
        int length = 0;
        for (int i = 0; i < count; i++) {
            length += Str.text(texts[i]).length();
        }
        TextBuilder out = new TextBuilder(length);
        for (int i = 0; i < count; i++) {
            out.append(texts[i]);
        }
        return out.build();
    }
}
