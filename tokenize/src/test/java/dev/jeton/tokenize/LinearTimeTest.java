package dev.jeton.tokenize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every stage on texts that make careless code quadratic: at 1,000,000 characters that would be
 * hours, so that these tests would not end.
 */
class LinearTimeTest {
    private static final int N = 1_000_000;

    private static void encodes(TokenizerJson json, String text) {
        Tokenizer tokenizer = json.load();
        int[] ids = tokenizer.encodeIds(text);
        assertEquals(ids.length, tokenizer.count(text));
        assertEquals(ids.length, tokenizer.encode(text).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'Lowercase'}",
                "{'type':'NFC'}",
                "{'type':'NFKD'}",
                "{'type':'StripAccents'}",
                "{'type':'Strip','strip_left':true,'strip_right':true}",
                "{'type':'Prepend','prepend':'x'}",
                "{'type':'Nmt'}",
                "{'type':'Replace','pattern':{'String':'aaaaaaab'},'content':'b'}",
                "{'type':'BertNormalizer','clean_text':true,'handle_chinese_chars':true,"
                        + "'strip_accents':null,'lowercase':true}",
            })
    void normalizers(String normalizer) {
        TokenizerJson json = new TokenizerJson().with("normalizer", normalizer);
        for (String unit : new String[] {"a", " ", "A", "\u0301"}) {
            encodes(json, unit.repeat(N));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'Whitespace'}",
                "{'type':'WhitespaceSplit'}",
                "{'type':'BertPreTokenizer'}",
                "{'type':'Punctuation','behavior':'MergedWithPrevious'}",
                "{'type':'Digits','individual_digits':true}",
                "{'type':'CharDelimiterSplit','delimiter':'a'}",
                "{'type':'FixedLength','length':3}",
                "{'type':'UnicodeScripts'}",
                "{'type':'Metaspace','replacement':'_','prepend_scheme':'always'}",
                "{'type':'ByteLevel','add_prefix_space':true,'trim_offsets':true}",
                "{'type':'Split','pattern':{'String':' '},'behavior':'MergedWithNext',"
                        + "'invert':false}",
            })
    void preTokenizers(String preTokenizer) {
        TokenizerJson json = new TokenizerJson().with("pre_tokenizer", preTokenizer);
        for (String unit : new String[] {"a", " ", "1", "."}) {
            encodes(json, unit.repeat(N));
        }
    }

    @Test
    void addedTokens() {
        TokenizerJson json =
                new TokenizerJson()
                        .added(
                                TokenizerJson.token("a", "lr"),
                                TokenizerJson.token("a".repeat(5_000) + "b", "n"),
                                TokenizerJson.token("  ", "w"));
        encodes(json, "a".repeat(N));
        encodes(json, "a ".repeat(N / 2));
        encodes(json, " ".repeat(N));
    }
}
