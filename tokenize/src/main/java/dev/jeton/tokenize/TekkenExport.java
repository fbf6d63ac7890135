package dev.jeton.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.json.JsonText;
import dev.jeton.tokenize.internal.utf8.Utf8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Writes byte-level BPE as a {@code tekken.json}. Used once. */
final class TekkenExport {
    private static final String FORMAT = "A tekken.json";

    private final ExportSource source;

    TekkenExport(Tokenizer tokenizer) {
        source = new ExportSource(tokenizer);
    }

    TokenizerExport export() {
        List<String> cuts = source.byteLevelCuts();
        if (!source.model().type().equals("BPE") || cuts == null || cuts.size() != 1) {
            throw source.cannot(FORMAT, "it holds byte-level BPE whose text one pattern cuts.");
        }
        SortedMap<Integer, String> tokens = source.tokens(FORMAT);
        Map<Integer, AddedToken> added = source.tokenizer().addedTokens();
        int special = added.size();
        List<Object> named = new ArrayList<>();
        List<Object> ranks = new ArrayList<>();
        tokens.forEach(
                (id, token) -> {
                    if (id != named.size() + ranks.size()) {
                        throw source.cannot(
                                FORMAT,
                                "there is no token with the id "
                                        + (named.size() + ranks.size())
                                        + ".");
                    }
                    if (id < special) {
                        named.add(special(id, added.get(id)));
                    } else {
                        ranks.add(rank(id - special, token));
                    }
                });
        Map<String, @Nullable Object> file =
                ExportSource.object(
                        "config",
                        ExportSource.object(
                                "pattern",
                                cuts.get(0),
                                "num_vocab_tokens",
                                ranks.size(),
                                "default_vocab_size",
                                tokens.size(),
                                "default_num_special_tokens",
                                special,
                                "version",
                                "v7"),
                        "vocab",
                        ranks,
                        "special_tokens",
                        named);
        List<String> losses = new ArrayList<>(source.lostFlags());
        losses.addAll(source.lostLengths());
        ExportSource.addIf(
                losses,
                !source.normalizers().isEmpty(),
                "the normalizers " + ExportSource.names(source.normalizers()));
        ExportSource.addIf(
                losses, !ExportSource.Frame.NONE.equals(source.frame()), "the post-processor");
        losses.add("the merges: ranks stand for them");
        return new TokenizerExport(
                source.tokenizer(),
                Map.of("tekken.json", JsonText.of(file).getBytes(UTF_8)),
                losses,
                false);
    }

    private Object special(int id, @Nullable AddedToken token) {
        if (token == null) {
            throw source.cannot(
                    FORMAT,
                    "its special tokens have the first ids, but "
                            + id
                            + " is that of an ordinary token.");
        }
        return ExportSource.object(
                "rank", id, "token_str", token.content(), "is_control", token.special());
    }

    private Object rank(int rank, String token) {
        byte[] bytes = ExportSource.bytes(token);
        if (bytes == null) {
            throw source.cannot(FORMAT, "the token " + token + " is not made of bytes.");
        }
        String text = Utf8.decodeLossy(bytes);
        return ExportSource.object(
                "rank",
                rank,
                "token_bytes",
                Base64.getEncoder().encodeToString(bytes),
                "token_str",
                Arrays.equals(text.getBytes(UTF_8), bytes) ? text : null);
    }
}
