package dev.jeton.cli.parity;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GlobTest {
    @Test
    void starStandsForAnyCharacters() {
        assertTrue(new Glob("cases-*").matches("cases-real-gpt4o.jsonl.gz"));
        assertTrue(new Glob("*gpt4o*").matches("gpt4o"));
        assertFalse(new Glob("gpt").matches("gpt4o"));
    }

    @Test
    void questionMarkStandsForOneCharacter() {
        assertTrue(new Glob("llama?").matches("llama3"));
        assertFalse(new Glob("llama?").matches("llama"));
    }

    @Test
    void everythingElseStandsForItself() {
        assertTrue(new Glob("a.b[1]$\\E(").matches("a.b[1]$\\E("));
        assertFalse(new Glob("a.b").matches("axb"));
    }
}
