package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.gguf.GgufFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The tokens of a GGUF file with their types, scores and roles, as llama.cpp understands them. */
final class GgufVocabulary {
    static final String PREFIX = "tokenizer.ggml.";

    /** No such token. */
    static final int NONE = -1;

    /** Values of {@code token_type}. */
    static final int NORMAL = 1;

    static final int UNKNOWN = 2;
    static final int CONTROL = 3;
    static final int USER_DEFINED = 4;
    static final int BYTE = 6;

    /**
     * Tokens that are control tokens whatever type a file gives them, as in llama.cpp. Its list has
     * more, such as {@code </s>}, which are ordinary tokens of some vocabularies.
     */
    private static final Set<String> ALWAYS_CONTROL =
            Set.of(
                    "<|eot_id|>",
                    "<|eom_id|>",
                    "<|im_end|>",
                    "<|end|>",
                    "<|return|>",
                    "<|call|>",
                    "<|flush|>",
                    "<|calls|>",
                    "<|endoftext|>",
                    "<|end_of_text|>",
                    "<end_of_turn>",
                    "<end_of_utterance>",
                    "<\uFF5Cend\u2581of\u2581sentence\uFF5C>",
                    "<|fim_prefix|>",
                    "<|fim_suffix|>",
                    "<|fim_middle|>",
                    "<|fim_pad|>",
                    "<|file_sep|>");

    private final GgufFile file;
    private final String name;
    private final LoadLimits limits;
    private final List<String> tokens;
    private final int[] types;

    GgufVocabulary(GgufFile file, LoadLimits limits) {
        this.file = file;
        this.limits = limits;
        name = String.valueOf(file.path().getFileName());
        List<String> read = file.strings(PREFIX + "tokens");
        if (read.size() > limits.maxVocabulary()) {
            throw new TokenizerException(
                    String.format(
                            "%s: tokenizer.ggml.tokens has more than %,d entries"
                                    + " (LoadLimits.maxVocabulary).",
                            name, limits.maxVocabulary()));
        }
        tokens = new ArrayList<>(read);
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.get(id).isEmpty()) {
                tokens.set(id, "[EMPTY_" + id + "]");
            }
        }
        types = file.findIntegers(PREFIX + "token_type").orElse(new int[0]);
        checkLength("token_type", types.length);
    }

    private void checkLength(String key, int length) {
        if (length != 0 && length != tokens.size()) {
            throw new TokenizerException(
                    name
                            + ": tokenizer.ggml."
                            + key
                            + " has "
                            + length
                            + " elements. Expected "
                            + tokens.size()
                            + ", one for each of tokenizer.ggml.tokens.");
        }
    }

    /** The name of the file, for messages. */
    String file() {
        return name;
    }

    List<String> tokens() {
        return tokens;
    }

    int type(int id) {
        int type = types.length == 0 ? NORMAL : types[id];
        return type != USER_DEFINED && ALWAYS_CONTROL.contains(tokens.get(id)) ? CONTROL : type;
    }

    boolean hasByteTokens() {
        return Arrays.stream(types).anyMatch(type -> type == BYTE) || tokens.contains("<0x00>");
    }

    /** The score of each token. */
    float[] scores() {
        float[] scores = file.findNumbers(PREFIX + "scores").orElse(new float[0]);
        checkLength("scores", scores.length);
        for (int i = 0; i < scores.length; i++) {
            if (!Float.isFinite(scores[i])) {
                throw new TokenizerException(
                        PREFIX + "scores[" + i + "] is " + scores[i] + ". Expected a number.");
            }
        }
        return scores.length == 0 ? new float[tokens.size()] : scores;
    }

    boolean flag(String key, boolean otherwise) {
        return file.findFlag(PREFIX + key).orElse(otherwise);
    }

    /**
     * The id under {@code key}.
     *
     * @param otherwise the id where there is no such key, unless the vocabulary is too small
     * @return {@link #NONE} if there is none
     */
    int find(String key, int otherwise) {
        long id = file.findInteger(PREFIX + key).orElse(NONE);
        if (file.findInteger(PREFIX + key).isEmpty()) {
            return otherwise < tokens.size() ? otherwise : NONE;
        }
        if (id < 0 || id >= tokens.size()) {
            throw new TokenizerException(
                    name
                            + ": "
                            + PREFIX
                            + key
                            + " is "
                            + id
                            + ". Expected a number below "
                            + tokens.size()
                            + ", the number of tokenizer.ggml.tokens.");
        }
        return (int) id;
    }

    /** A token of BERT as its vocab.txt has it. */
    String wordPiece(int id) {
        String token = tokens.get(id);
        if (token.startsWith("\u2581") && token.length() > 1) {
            return token.substring(1);
        }
        // Older files mark no token in brackets, whatever its type.
        boolean bare =
                type(id) == CONTROL
                        || type(id) == UNKNOWN
                        || (token.length() > 2 && token.startsWith("[") && token.endsWith("]"));
        return bare ? token : "##" + token;
    }

    /**
     * Control tokens and the unknown one are special; user-defined ones are found in text as well.
     */
    List<AddedToken> addedTokens() {
        boolean words = file.string(PREFIX + "model").equals("bert");
        List<AddedToken> added = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            int type = type(id);
            if (type == CONTROL || type == USER_DEFINED || type == UNKNOWN) {
                String content = words ? wordPiece(id) : tokens.get(id);
                added.add(
                        withSpaces(AddedToken.special(content).withSpecial(type != USER_DEFINED)));
            }
        }
        if (added.size() > limits.maxAddedTokens()) {
            throw new TokenizerException(
                    String.format(
                            "%s: tokenizer.ggml.token_type marks %,d tokens as control or"
                                    + " user-defined, more than %,d (LoadLimits.maxAddedTokens).",
                            name, added.size(), limits.maxAddedTokens()));
        }
        return added;
    }

    /** Tokens that swallow spaces: a file cannot say so, only the name of the model tells. */
    private AddedToken withSpaces(AddedToken token) {
        String pre = file.findString(PREFIX + "pre").orElse("");
        String architecture = file.findString("general.architecture").orElse("");
        String model = file.findString("general.name").orElse("").toLowerCase(Locale.ROOT);
        if (pre.startsWith("jina-v2-")
                || architecture.equals("nomic-bert-moe")
                || architecture.equals("jina-bert-v3")) {
            return token.withLstrip(token.content().equals("<mask>"));
        }
        if (model.contains("phi-3") || model.contains("phi3")) {
            return token.withRstrip(
                    !Set.of("<unk>", "<s>", "<|endoftext|>").contains(token.content()));
        }
        return token.withLstrip(model.contains("modern-bert") && token.content().equals("[MASK]"));
    }
}
