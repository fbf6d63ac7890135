package dev.jeton.generate.backend.cpu;

import dev.jeton.generate.model.ModelSpec;
import java.util.Arrays;
import java.util.Set;

/** The numbers of one step between its stages, for up to so many tokens. */
final class StepMemory {
    final int tokens;
    final Rows residual;
    final Rows normed;
    final Rows query;
    final Rows key;
    final Rows value;
    final Rows mixed;
    final Rows projected;
    final Rows gate;
    final Rows up;
    final Inputs hiddenInputs;
    final Inputs mixedInputs;
    final Inputs ffnInputs;

    /** Cosines and sines of each token's position, and the position they are for. */
    final float[][] cos;

    final float[][] sin;
    final int[] anglePosition;

    /** Which sequence of the batch each token belongs to. */
    final int[] row;

    private final int vocabulary;
    private Rows logits;

    StepMemory(ModelSpec spec, Set<Activations.Order> orders, int tokens) {
        this.tokens = tokens;
        int hidden = spec.hidden();
        int queryWidth = spec.attention().queryWidth();
        int pairs = spec.rope().rotaryDim() / 2;
        residual = Rows.of(tokens, hidden);
        normed = Rows.of(tokens, hidden);
        query = Rows.of(tokens, queryWidth);
        key = Rows.of(tokens, spec.attention().kvWidth());
        value = Rows.of(tokens, spec.attention().kvWidth());
        mixed = Rows.of(tokens, queryWidth);
        projected = Rows.of(tokens, hidden);
        gate = Rows.of(tokens, spec.ffn().width());
        up = Rows.of(tokens, spec.ffn().width());
        hiddenInputs = new Inputs(orders, hidden, tokens);
        mixedInputs = new Inputs(orders, queryWidth, tokens);
        ffnInputs = new Inputs(orders, spec.ffn().width(), tokens);
        cos = new float[tokens][pairs];
        sin = new float[tokens][pairs];
        anglePosition = new int[tokens];
        Arrays.fill(anglePosition, -1);
        row = new int[tokens];
        vocabulary = spec.vocabulary();
        logits = Rows.of(1, vocabulary);
    }

    /** Says how many tokens the step has. */
    void layout(int count) {
        hiddenInputs.layout(count);
        mixedInputs.layout(count);
        ffnInputs.layout(count);
    }

    /** Room for the logits of so many tokens. */
    Rows logits(int count) {
        if (count * (long) logits.stride > logits.data.length) {
            logits = Rows.of(count, vocabulary);
        }
        return logits;
    }
}
