package dev.jeton.cli.convert;

import dev.jeton.cli.models.JsonReader;
import dev.jeton.tokenize.AddedToken;
import dev.jeton.tokenize.StageInfo;
import dev.jeton.tokenize.StageInfo.Kind;
import dev.jeton.tokenize.TiktokenEncoding;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.Tokenizers;
import dev.jeton.tokenize.model.ByteAlphabet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The vocabulary of a byte-level BPE model as a rank file ({@code .tiktoken}): on each line the
 * bytes of a token in Base64 and its id. Pattern and special tokens do not stand in such a file.
 */
final class RankFile {
    private RankFile() {}

    static Conversion of(Tokenizer tokenizer, String name) {
        StageInfo model = only(tokenizer, Kind.MODEL);
        List<StageInfo> cutters = stages(tokenizer, Kind.PRE_TOKENIZER);
        boolean byteLevel =
                model.type().equals("BPE")
                        && !cutters.isEmpty()
                        && cutters.get(cutters.size() - 1).type().equals("ByteLevel");
        if (!byteLevel) {
            throw new TokenizerException(
                    "a rank file holds byte-level BPE, but this is "
                            + model.type()
                            + " after "
                            + cutters.stream().map(StageInfo::type).toList()
                            + ".");
        }
        Map<String, Integer> special = new LinkedHashMap<>();
        for (Map.Entry<Integer, AddedToken> added : tokenizer.addedTokens().entrySet()) {
            special.put(added.getValue().content(), added.getKey());
        }
        byte[] file = lines(tokenizer, special);
        TiktokenEncoding encoding = TiktokenEncoding.of(name, pattern(cutters), special);
        Tokenizer after = Tokenizers.loader().encoding(encoding).load(file, name);
        return new Conversion(tokenizer, after, name, file, losses(tokenizer, cutters, special));
    }

    private static List<String> losses(
            Tokenizer tokenizer, List<StageInfo> cutters, Map<String, Integer> special) {
        List<String> losses = new ArrayList<>();
        losses.add("the pattern, which whoever loads the ranks must name: " + pattern(cutters));
        losses.addAll(
                Conversion.loss(
                        !special.isEmpty(),
                        special.size()
                                + " added tokens, which whoever loads the ranks must name: "
                                + special));
        for (Kind kind : List.of(Kind.NORMALIZER, Kind.TRUNCATION, Kind.POST_PROCESSOR)) {
            List<String> types = stages(tokenizer, kind).stream().map(StageInfo::type).toList();
            boolean bytes = kind == Kind.POST_PROCESSOR && types.equals(List.of("ByteLevel"));
            losses.addAll(Conversion.loss(!types.isEmpty() && !bytes, kind + " " + types));
        }
        return losses;
    }

    private static List<StageInfo> stages(Tokenizer tokenizer, Kind kind) {
        return tokenizer.stages().stream().filter(stage -> stage.kind() == kind).toList();
    }

    private static StageInfo only(Tokenizer tokenizer, Kind kind) {
        return stages(tokenizer, kind).get(0);
    }

    private static byte[] lines(Tokenizer tokenizer, Map<String, Integer> special) {
        TreeMap<Integer, byte[]> ranks = new TreeMap<>(Integer::compareUnsigned);
        tokenizer
                .vocabulary(false)
                .forEach(
                        (token, id) -> {
                            if (!special.containsKey(token)) {
                                ranks.put(id, bytes(token));
                            }
                        });
        StringBuilder lines = new StringBuilder();
        ranks.forEach(
                (id, bytes) ->
                        lines.append(Base64.getEncoder().encodeToString(bytes))
                                .append(' ')
                                .append(Integer.toUnsignedString(id))
                                .append('\n'));
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            int value = ByteAlphabet.byteOf(token.charAt(i));
            if (value < 0) {
                throw new TokenizerException(
                        "the token \"" + token + "\" is not made of the characters of bytes.");
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    /** What cuts the text: the pattern of the one {@code Split}, or that of {@code ByteLevel}. */
    private static String pattern(List<StageInfo> cutters) {
        List<Map<?, ?>> options = cutters.stream().<Map<?, ?>>map(RankFile::options).toList();
        Map<?, ?> last = options.get(options.size() - 1);
        if (Boolean.TRUE.equals(last.get("add_prefix_space"))) {
            throw new TokenizerException("ByteLevel adds a space before the text; ranks cannot.");
        }
        if (cutters.size() == 1 && Boolean.TRUE.equals(last.get("use_regex"))) {
            return "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
        }
        if (cutters.size() == 2
                && cutters.get(0).type().equals("Split")
                && !Boolean.TRUE.equals(last.get("use_regex"))
                && options.get(0).get("pattern") instanceof Map<?, ?> pattern
                && pattern.get("Regex") instanceof String regex) {
            return regex;
        }
        throw new TokenizerException(
                "a rank file goes with one pattern, but the text is cut by "
                        + cutters.stream().map(s -> s.type() + " " + s.options()).toList()
                        + ".");
    }

    private static Map<?, ?> options(StageInfo stage) {
        try {
            return JsonReader.read(stage.options()) instanceof Map<?, ?> map ? map : Map.of();
        } catch (IOException e) {
            throw new IllegalStateException("a stage's options are JSON", e);
        }
    }
}
