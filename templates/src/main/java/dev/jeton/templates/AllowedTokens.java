package dev.jeton.templates;

import dev.jeton.tokenize.AddedToken;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The added tokens that may match in the caller's text.
 *
 * <p>White space in a list of added tokens (Gemma has runs of line ends and tabs) controls nothing,
 * so it always may, if no other added token holds a character of it. All else must be named.
 */
final class AllowedTokens {
    private final List<String> everywhere;
    private final List<String> inAssistant;
    private final String blanks;

    /**
     * Creates the rule.
     *
     * @param blanks what {@link #blanks} gives for the tokenizer
     * @param everywhere tokens that match in all of the caller's text
     * @param inAssistant tokens that match in messages of the assistant besides
     */
    AllowedTokens(String blanks, Set<String> everywhere, Set<String> inAssistant) {
        this.everywhere = longestFirst(everywhere);
        Set<String> both = new LinkedHashSet<>(everywhere);
        both.addAll(inAssistant);
        this.inAssistant = longestFirst(both);
        this.blanks = blanks;
    }

    private static List<String> longestFirst(Set<String> tokens) {
        return tokens.stream()
                .filter(token -> !token.isEmpty())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The characters of blank tokens that are not special; none if another token has one. */
    static String blanks(Collection<AddedToken> added) {
        Set<Integer> chars =
                added.stream()
                        .filter(token -> !token.special() && token.content().isBlank())
                        .flatMap(token -> token.content().chars().boxed())
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        if (chars.isEmpty()) {
            return "";
        }
        for (AddedToken token : added) {
            if ((token.special() || !token.content().isBlank())
                    && token.content().chars().anyMatch(chars::contains)) {
                return "";
            }
        }
        StringBuilder all = new StringBuilder();
        chars.forEach(c -> all.append((char) (int) c));
        return all.toString();
    }

    /** Whether nothing may match. */
    boolean isEmpty(boolean assistant) {
        return blanks.isEmpty() && (assistant ? inAssistant : everywhere).isEmpty();
    }

    /** Whether a char is of blank tokens only. */
    boolean isBlank(char c) {
        return blanks.indexOf(c) >= 0;
    }

    /** The length of the longest allowed token at {@code at}, or 0. */
    int lengthAt(String text, int at, int end, boolean assistant) {
        for (String token : assistant ? inAssistant : everywhere) {
            if (at + token.length() <= end && text.startsWith(token, at)) {
                return token.length();
            }
        }
        return 0;
    }
}
