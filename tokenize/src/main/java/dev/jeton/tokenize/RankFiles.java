package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.json.TokenizerFile;
import dev.jeton.tokenize.internal.ranks.RankFileReader;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Finds the encoding of a rank file: the one that was given, or by the hash of the file. */
final class RankFiles {
    private RankFiles() {}

    static TokenizerFile read(
            byte[] file, String name, @Nullable TiktokenEncoding given, LoadLimits limits) {
        if (file.length > limits.maxBytes()) {
            throw new TokenizerException(
                    String.format(
                            "%s has %,d bytes, more than %,d (LoadLimits.maxBytes).",
                            name, file.length, limits.maxBytes()));
        }
        TiktokenEncoding encoding = given == null ? known(file, name) : given;
        if (given != null) {
            check(file, name, given);
        }
        return RankFileReader.read(
                file, name, encoding.pattern(), encoding.specialTokens(), limits);
    }

    private static TiktokenEncoding known(byte[] file, String name) {
        return TiktokenEncodings.ofRanks(sha256(file))
                .orElseThrow(
                        () ->
                                new TokenizerException(
                                        name
                                                + " is a file of ranks, which says nothing of the"
                                                + " pattern and the special tokens, and it is none"
                                                + " of OpenAI's. Say which encoding it has:"
                                                + " Tokenizers.loader().encoding(...)."));
    }

    private static void check(byte[] file, String name, TiktokenEncoding encoding) {
        String expected = encoding.rankFileSha256().orElse("");
        if (!expected.isEmpty() && !expected.equals(sha256(file))) {
            throw new TokenizerException(
                    name
                            + " is not the rank file of "
                            + encoding.name()
                            + ": its SHA-256 is "
                            + sha256(file)
                            + ". Expected "
                            + expected
                            + ". For ranks of your own make an encoding with TiktokenEncoding.of.");
        }
    }

    static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
