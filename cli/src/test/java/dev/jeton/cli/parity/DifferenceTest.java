package dev.jeton.cli.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static JsonNode json(String text) {
        return JsonLines.object(("{\"x\":" + text + "}").getBytes(StandardCharsets.UTF_8), "test")
                .get("x");
    }

    private static Difference different(String expected, String actual) {
        Difference difference = Difference.of(json(expected), json(actual));
        assertNotNull(difference);
        return difference;
    }

    @Test
    void equalValuesHaveNoDifference() {
        String value = "{\"ids\":[1,2],\"t\":\"a\\u0301\",\"n\":null,\"b\":true,\"f\":1.5}";
        assertNull(Difference.of(json(value), json(value)));
    }

    @Test
    void integersAreComparedByValueWhateverTheirSize() {
        assertNull(Difference.of(json("4294967295"), json("4294967295")));
        assertEquals("", different("4294967295", "4294967294").where());
    }

    @Test
    void aFloatIsNoInteger() {
        assertEquals("expected: 1\nactual:   1.0", different("1", "1.0").what());
    }

    @Test
    void namesTheFirstDifferingItemAndShowsItsNeighbours() {
        Difference difference = different("{\"ids\":[5,6,7,8]}", "{\"ids\":[5,6,9,8]}");
        assertEquals("ids[2]", difference.where());
        assertEquals("expected: [5, 6, >7<, 8]\nactual:   [5, 6, >9<, 8]", difference.what());
    }

    @Test
    void saysThatAListIsShorter() {
        Difference difference = different("[1,2,3]", "[1,2]");
        assertEquals("[2]", difference.where());
        assertTrue(difference.what().contains(">end<"), difference.what());
        assertTrue(difference.what().contains("expected 3, actual 2"), difference.what());
    }

    @Test
    void offsetsAreShownInTheirList() {
        Difference difference = different("{\"o\":[[0,1],[1,2]]}", "{\"o\":[[0,1],[1,3]]}");
        assertEquals("o[1]", difference.where());
        assertTrue(difference.what().contains(">[1,3]<"), difference.what());
    }

    @Test
    void aMissingAndASurplusKeyAreDifferences() {
        assertEquals("a", different("{\"a\":1}", "{}").where());
        assertEquals("b", different("{\"a\":1}", "{\"a\":1,\"b\":2}").where());
    }

    @Test
    void textsAreCutAroundTheDifferenceAndEscaped() {
        String start = "x".repeat(300);
        Difference difference = Difference.ofTexts(start + "\n\u200b", start + "\n");
        assertNotNull(difference);
        assertEquals("(char 301)", difference.where());
        assertTrue(difference.what().contains("\\n\\u{200B}\""), difference.what());
        assertTrue(difference.what().contains("\"…xxx"), difference.what());
    }

    @Test
    void aDifferenceInsideASurrogatePairShowsWholeCharacters() {
        Difference difference = Difference.ofTexts("a😀", "a😁");
        assertNotNull(difference);
        assertTrue(difference.what().contains("a😀"), difference.what());
        assertTrue(difference.what().contains("a😁"), difference.what());
    }
}
