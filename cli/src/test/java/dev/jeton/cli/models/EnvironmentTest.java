package dev.jeton.cli.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    private static Environment of(String os, Map<String, String> variables) {
        Properties properties = new Properties();
        properties.setProperty("os.name", os);
        properties.setProperty("user.home", "/home/u");
        return new Environment(variables, properties);
    }

    @Test
    void foldersFollowThePlatform() {
        assertEquals(Path.of("/home/u/.cache/jeton"), of("Linux", Map.of()).cacheFolder());
        assertEquals(Path.of("/home/u/.local/state/jeton"), of("Linux", Map.of()).stateFolder());
        assertEquals(Path.of("/home/u/.config/jeton"), of("Linux", Map.of()).configFolder());
        assertEquals(
                Path.of("/home/u/Library/Caches/jeton"), of("Mac OS X", Map.of()).cacheFolder());
        assertEquals(
                Path.of("/l/jeton/cache"),
                of("Windows 11", Map.of("LOCALAPPDATA", "/l")).cacheFolder());
    }

    @Test
    void ownVariableWinsOverThePlatform() {
        assertEquals(
                Path.of("/c"),
                of("Linux", Map.of("JETON_CACHE", "/c", "XDG_CACHE_HOME", "/x")).cacheFolder());
    }

    @Test
    void relativeXdgFolderIsIgnored() {
        assertEquals(
                Path.of("/x/jeton"), of("Linux", Map.of("XDG_CACHE_HOME", "/x")).cacheFolder());
        assertEquals(
                Path.of("/home/u/.cache/jeton"),
                of("Linux", Map.of("XDG_CACHE_HOME", "x")).cacheFolder());
    }

    @Test
    void zeroSwitchesAFlagOff() {
        assertTrue(of("Linux", Map.of("F", "1")).isOn("F"));
        assertFalse(of("Linux", Map.of("F", "0")).isOn("F"));
        assertFalse(of("Linux", Map.of("F", "")).isOn("F"));
        assertFalse(of("Linux", Map.of()).isOn("F"));
    }
}
