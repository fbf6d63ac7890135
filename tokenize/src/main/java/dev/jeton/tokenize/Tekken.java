package dev.jeton.tokenize;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A {@code tekken.json} with the calls of mistral-common's {@code Tekkenizer}: special tokens in a
 * text are text, {@code <s>} and {@code </s>} are asked for, and decoding says what to do with
 * special tokens. Immutable.
 *
 * <p>{@link Tokenizers#load(Path)} loads the same file as transformers converts it.
 */
public final class Tekken {
    /** What decoding does with special tokens. */
    public enum SpecialTokens {
        /** Leaves them out. */
        IGNORE,
        /** Writes their names. */
        KEEP,
        /** Refuses ids of special tokens. */
        REFUSE
    }

    private final Tokenizer tokenizer;
    private final Tiktoken tiktoken;
    private final String version;
    private final int specialCount;

    Tekken(Tokenizer tokenizer, String version) {
        this.tokenizer = tokenizer;
        this.version = version;
        tiktoken = Tiktoken.of(tokenizer);
        specialCount = tiktoken.specialTokens().size();
    }

    /**
     * Loads a tekken.json.
     *
     * @throws TokenizerException if the file is missing or broken
     */
    public static Tekken load(Path path) {
        TokenizerLoader loader = Tokenizers.loader();
        return loader.loadTekken(
                loader.read(path), Objects.toString(path.getFileName(), "tekken.json"));
    }

    /** The tokenizer as transformers has it: special tokens in a text become their ids. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The version of the file, for example {@code "v3"}. */
    public String version() {
        return version;
    }

    /** The number of special tokens, whose ids are the first ones. */
    public int specialTokenCount() {
        return specialCount;
    }

    /** The number of all tokens. */
    public int vocabularySize() {
        return tiktoken.maxTokenValue() + 1;
    }

    /** The id of a special token, if there is one of this name. */
    public OptionalInt specialTokenId(String content) {
        return tiktoken.specialTokens().contains(content)
                ? tokenizer.idOf(content)
                : OptionalInt.empty();
    }

    /**
     * The ids of a text, in which special tokens are text like any other.
     *
     * @param bos whether {@code <s>} comes first
     * @param eos whether {@code </s>} comes last
     */
    public int[] encode(CharSequence text, boolean bos, boolean eos) {
        int[] ids = tiktoken.encodeOrdinary(text);
        int start = bos ? 1 : 0;
        int[] all = new int[ids.length + start + (eos ? 1 : 0)];
        System.arraycopy(ids, 0, all, start, ids.length);
        if (bos) {
            all[0] = require("<s>");
        }
        if (eos) {
            all[all.length - 1] = require("</s>");
        }
        return all;
    }

    private int require(String content) {
        return specialTokenId(content)
                .orElseThrow(
                        () -> new TokenizerException("There is no special token " + content + "."));
    }

    /**
     * The text of ids. Between special tokens, bytes that are not UTF-8 become U+FFFD.
     *
     * @throws TokenizerException if an id is not there, or is that of a special token and those are
     *     refused
     */
    public String decode(int[] ids, SpecialTokens special) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        while (from < ids.length) {
            int to = from + 1;
            boolean isSpecial = isSpecial(ids[from]);
            while (to < ids.length && isSpecial(ids[to]) == isSpecial) {
                to++;
            }
            if (isSpecial && special == SpecialTokens.REFUSE) {
                throw new TokenizerException(
                        "The id "
                                + ids[from]
                                + " is that of a special token. Leave them out or keep their names:"
                                + " Tekken.SpecialTokens.IGNORE or KEEP.");
            }
            if (!isSpecial || special == SpecialTokens.KEEP) {
                text.append(tiktoken.decode(Arrays.copyOfRange(ids, from, to)));
            }
            from = to;
        }
        return text.toString();
    }

    private boolean isSpecial(int id) {
        return Integer.compareUnsigned(id, specialCount) < 0;
    }
}
