package dev.jeton.cli;

import dev.jeton.generate.GenerateOptions;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How tokens are chosen. */
final class GenerationSettings {
    @Option(
            names = {"-t", "--temperature"},
            paramLabel = "X",
            description = "0 takes the best token always (the default); 0.7 varies, 1.5 is wild.")
    double temperature;

    @Option(names = "--top-k", paramLabel = "N", description = "Draw from the N best tokens.")
    int topK;

    @Option(
            names = "--top-p",
            paramLabel = "X",
            description = "Draw from the best tokens that have the probability X together.")
    double topP = 1;

    @Option(
            names = "--min-p",
            paramLabel = "X",
            description = "Leave out tokens less likely than X times the best one.")
    double minP;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "X",
            description = "Above 1 makes tokens that were used less likely.")
    double repetitionPenalty = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Same seed, same answer; without it each run draws anew.")
    @Nullable Long seed;

    @Option(
            names = {"-n", "--max-tokens"},
            paramLabel = "N",
            description = "The most tokens of an answer. Default: ${DEFAULT-VALUE}.")
    int maxTokens = 1024;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "End the answer before this text; may be given several times.")
    List<String> stop = List.of();

    /** The options; a value out of range is wrong use. */
    GenerateOptions options() {
        try {
            Long given = seed;
            return GenerateOptions.builder()
                    .temperature(temperature)
                    .topK(topK)
                    .topP(topP)
                    .minP(minP)
                    .repetitionPenalty(repetitionPenalty)
                    .maxNewTokens(maxTokens)
                    .stopStrings(stop)
                    .seed(given != null ? given : ThreadLocalRandom.current().nextLong())
                    .build();
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse(String.valueOf(e.getMessage()), e);
        }
    }
}
