package dev.jeton.tokenize.hub;

import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which files of a repository make a tokenizer and its chat templates. */
final class TokenizerFiles {
    private static final String JSON = "tokenizer.json";

    /** Beside the vocabulary, whatever its form. */
    private static final List<String> SETTINGS =
            List.of(
                    "tokenizer_config.json",
                    "special_tokens_map.json",
                    "added_tokens.json",
                    "chat_template.jinja",
                    "chat_template.json",
                    "generation_config.json",
                    "config.json");

    private static final Pattern TEMPLATES =
            Pattern.compile("additional_chat_templates/[^/]+\\.jinja");

    /** Vocabularies in other forms than a tokenizer.json. */
    private static final List<String> VOCABULARIES =
            List.of(
                    "tekken.json",
                    "tokenizer.model",
                    "spiece.model",
                    "sentencepiece.bpe.model",
                    "sentencepiece.model",
                    "source.spm",
                    "target.spm",
                    "vocab.txt",
                    "vocab.json",
                    "merges.txt");

    private static final Pattern VOCABULARY =
            Pattern.compile("[^/]+\\.(?:model(?:\\.v\\d+m?\\d*)?|spm|tiktoken)|tekken[^/]*\\.json");

    private TokenizerFiles() {}

    /** The names that are the same everywhere, for a hub that does not list its files. */
    static List<String> fixedNames() {
        List<String> names = new java.util.ArrayList<>(List.of(JSON));
        names.addAll(SETTINGS);
        names.addAll(VOCABULARIES);
        return names;
    }

    /**
     * Those of {@code files} that are needed. A tokenizer.json has the vocabulary in it; other
     * forms, of which there may be several, are fetched without one only.
     */
    static NavigableSet<String> wanted(Set<String> files) {
        NavigableSet<String> wanted = new TreeSet<>();
        for (String file : files) {
            boolean settings = SETTINGS.contains(file) || TEMPLATES.matcher(file).matches();
            if (settings || isVocabulary(file, files)) {
                wanted.add(file);
            }
        }
        return wanted;
    }

    private static boolean isVocabulary(String file, Set<String> files) {
        if (files.contains(JSON)) {
            return file.equals(JSON);
        }
        return VOCABULARIES.contains(file) || VOCABULARY.matcher(file).matches();
    }

    /** Whether there is a vocabulary among the files. */
    static boolean hasVocabulary(Set<String> files) {
        return files.stream().anyMatch(file -> isVocabulary(file, files));
    }
}
