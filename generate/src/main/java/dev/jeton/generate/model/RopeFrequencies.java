package dev.jeton.generate.model;

import dev.jeton.generate.model.RopeSpec.Scaling;

/**
 * The frequencies of a {@link RopeSpec} and the cosines and sines of a position. All backends take
 * them from here, so that they turn by the same angles. As in transformers, frequencies and angles
 * are rounded to float.
 */
public final class RopeFrequencies {
    private final float[] inverse;
    private final double attentionFactor;

    /** Computes the frequencies. */
    public RopeFrequencies(RopeSpec spec) {
        inverse = new float[spec.rotaryDim() / 2];
        for (int i = 0; i < inverse.length; i++) {
            double power = Math.pow(spec.theta(), 2.0 * i / spec.rotaryDim());
            inverse[i] = (float) (1 / power);
        }
        scale(spec);
        attentionFactor = spec.scaling() instanceof Scaling.Yarn y ? y.attentionFactor() : 1;
    }

    /** The number of pairs. */
    public int pairs() {
        return inverse.length;
    }

    /** Radians a position of the pair. */
    public float inverse(int pair) {
        return inverse[pair];
    }

    /** Fills the cosine and sine of every pair at a position, attention factor included. */
    public void fill(int position, float[] cosine, float[] sine) {
        for (int i = 0; i < inverse.length; i++) {
            float angle = position * inverse[i];
            cosine[i] = (float) (Math.cos(angle) * attentionFactor);
            sine[i] = (float) (Math.sin(angle) * attentionFactor);
        }
    }

    private void scale(RopeSpec spec) {
        switch (spec.scaling()) {
            case Scaling.None none -> {}
            case Scaling.Linear linear -> divideAll(linear.factor());
            case Scaling.Llama3 llama3 -> stretchLongWaves(llama3);
            case Scaling.Yarn yarn -> stretchSlowPairs(yarn, spec);
            case Scaling.Divisors divisors -> divideEach(divisors);
        }
    }

    private void divideAll(double factor) {
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] = (float) (inverse[i] / factor);
        }
    }

    private void divideEach(Scaling.Divisors scaling) {
        for (int i = 0; i < inverse.length; i++) {
            inverse[i] /= scaling.divisors().get(i);
        }
    }

    private void stretchLongWaves(Scaling.Llama3 scaling) {
        double longest = scaling.originalContext() / scaling.lowFrequencyFactor();
        double shortest = scaling.originalContext() / scaling.highFrequencyFactor();
        double span = scaling.highFrequencyFactor() - scaling.lowFrequencyFactor();
        for (int i = 0; i < inverse.length; i++) {
            double wave = 2 * Math.PI / inverse[i];
            if (wave > longest) {
                inverse[i] = (float) (inverse[i] / scaling.factor());
            } else if (wave >= shortest) {
                double turns = scaling.originalContext() / wave;
                double smooth = (turns - scaling.lowFrequencyFactor()) / span;
                double stretched = inverse[i] / scaling.factor();
                inverse[i] = (float) ((1 - smooth) * stretched + smooth * inverse[i]);
            }
        }
    }

    private void stretchSlowPairs(Scaling.Yarn scaling, RopeSpec spec) {
        double low = pairTurning(scaling.betaFast(), scaling, spec);
        double high = pairTurning(scaling.betaSlow(), scaling, spec);
        if (scaling.truncate()) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, spec.rotaryDim() - 1.0);
        double span = high == low ? 0.001 : high - low;
        for (int i = 0; i < inverse.length; i++) {
            double ramp = Math.clamp((i - low) / span, 0.0, 1.0);
            double stretched = inverse[i] / scaling.factor();
            inverse[i] = (float) (stretched * ramp + inverse[i] * (1 - ramp));
        }
    }

    /** The (fractional) pair that turns this often over the original context. */
    private static double pairTurning(double turns, Scaling.Yarn scaling, RopeSpec spec) {
        double positions = scaling.originalContext() / (turns * 2 * Math.PI);
        return spec.rotaryDim() * Math.log(positions) / (2 * Math.log(spec.theta()));
    }
}
