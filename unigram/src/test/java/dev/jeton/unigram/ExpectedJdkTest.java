package dev.jeton.unigram;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Guards the second test run on JDK 17: without it a build may test on JDK 25 twice. */
class ExpectedJdkTest {
    @Test
    void testsRunOnTheJdkThatTheBuildSelected() {
        String expected = System.getProperty("expected.java", "");
        if (!expected.isEmpty()) {
            assertEquals(Integer.parseInt(expected), Runtime.version().feature());
        }
    }
}
