package dev.jeton.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.StageInfo.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final String TEMPLATE =
            "{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'<s>','type_id':0}},"
                    + "{'Sequence':{'id':'A','type_id':0}}],'pair':[{'Sequence':{'id':'A',"
                    + "'type_id':0}},{'Sequence':{'id':'B','type_id':1}}],'special_tokens':"
                    + "{'<s>':{'id':'<s>','ids':[7],'tokens':['<s>']}}}";

    private static Tokenizer load(TokenizerJson json) {
        return Tokenizers.loader()
                .models(List.of(new WordListFactory()))
                .load(json.text().getBytes(StandardCharsets.UTF_8), "tokenizer.json");
    }

    private static Tokenizer full() {
        return load(
                new TokenizerJson()
                        .added(TokenizerJson.token("<x>", "s"), TokenizerJson.token("Word", "n"))
                        .with(
                                "normalizer",
                                "{'type':'Sequence','normalizers':[{'type':'NFD'},"
                                        + "{'type':'StripAccents'},{'type':'Lowercase'}]}")
                        .with(
                                "pre_tokenizer",
                                "{'type':'Sequence','pretokenizers':[{'type':'WhitespaceSplit'},"
                                        + "{'type':'Digits','individual_digits':true}]}")
                        .with("post_processor", TEMPLATE)
                        .with("decoder", "{'type':'Fuse'}"));
    }

    private static String shown(Explanation.Step step) {
        return step.stage().type()
                + step.parts().stream()
                        .map(
                                part ->
                                        "|"
                                                + part.text()
                                                + " "
                                                + part.start()
                                                + "-"
                                                + part.end()
                                                + (part.id().isPresent()
                                                        ? "=" + part.id().getAsInt()
                                                        : ""))
                        .collect(Collectors.joining());
    }

    @Test
    void eachStageShowsItsPiecesWithOffsetsInTheTextGiven() {
        Explanation explanation = full().explain("Hé<x> hello7 WORD");
        assertEquals(
                List.of(
                        "AddedTokens|Hé 0-2|<x> 2-5=5| hello7 WORD 5-17",
                        "NFD|He\u0301 0-2|<x> 2-5=5| hello7 WORD 5-17",
                        "StripAccents|He 0-2|<x> 2-5=5| hello7 WORD 5-17",
                        "Lowercase|he 0-2|<x> 2-5=5| hello7 word 5-17",
                        "AddedTokens|he 0-2|<x> 2-5=5| hello7  5-13|word 13-17=6",
                        "WhitespaceSplit|he 0-2|<x> 2-5=5|hello7 6-12|word 13-17=6",
                        "Digits|he 0-2|<x> 2-5=5|hello 6-11|7 11-12|word 13-17=6",
                        "WordLevel|<unk> 0-2=0|<x> 2-5=5|hello 6-11=1|<unk> 11-12=0|word 13-17=6",
                        "TemplateProcessing|<s> 0-0=7|<unk> 0-2=0|<x> 2-5=5|hello 6-11=1"
                                + "|<unk> 11-12=0|word 13-17=6"),
                explanation.steps().stream().map(ExplanationTest::shown).toList());
    }

    @Test
    void lastStepIsTheEncoding() {
        Tokenizer tokenizer = full().withPadding(java.util.Optional.of(Padding.to(12)));
        EncodeOptions options =
                EncodeOptions.defaults()
                        .withTruncation(Truncation.to(4))
                        .withOffsetUnit(OffsetUnit.UTF8_BYTE);
        Explanation explanation = tokenizer.explain("Hé<x> hello 7 a b", options);
        Encoding expected = tokenizer.encode("Hé<x> hello 7 a b", options);
        Explanation.Step last = explanation.steps().get(explanation.steps().size() - 1);
        assertEquals(Kind.PADDING, last.stage().kind());
        assertArrayEquals(
                expected.ids(), last.parts().stream().mapToInt(p -> p.id().getAsInt()).toArray());
        assertArrayEquals(expected.ids(), explanation.encoding().ids());
        assertEquals(expected.end(1), last.parts().get(1).end());
    }

    @Test
    void emptyTextHasStepsWithoutParts() {
        Explanation explanation = full().explain("");
        assertEquals(9, explanation.steps().size());
        assertTrue(explanation.steps().get(0).parts().isEmpty());
    }

    @Test
    void stagesHaveTheirOptions() {
        List<StageInfo> stages = full().stages();
        assertEquals(
                List.of(
                        "AddedTokens {}",
                        "NFD {}",
                        "StripAccents {}",
                        "Lowercase {}",
                        "AddedTokens {}",
                        "WhitespaceSplit {}",
                        "Digits {\"individual_digits\":true}",
                        "WordLevel {\"unk_token\":\"<unk>\"}"),
                stages.stream().limit(8).map(s -> s.type() + " " + s.options()).toList());
        assertEquals(
                List.of(Kind.POST_PROCESSOR, Kind.DECODER),
                stages.stream().skip(8).map(StageInfo::kind).toList());
    }
}
