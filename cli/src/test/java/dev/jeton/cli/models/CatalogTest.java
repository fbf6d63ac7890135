package dev.jeton.cli.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @TempDir Path folder = Path.of("");

    @Test
    void builtInCatalogueHasSmolLm2FromHubAndWheel() throws Exception {
        Catalog catalog = new Catalog(Catalog.builtIn());
        ModelEntry entry = catalog.require("SmolLM2");
        assertEquals("smollm2-135m-instruct", entry.name());
        assertEquals(98_362_432, entry.bytes());
        assertEquals(List.of("hub", "pip"), entry.sources().stream().map(s -> s.type()).toList());
        assertEquals(entry, catalog.findBySha256(entry.sha256()).orElseThrow());
    }

    @Test
    void unknownNameSuggestsANearOne() throws Exception {
        Catalog catalog = new Catalog(Catalog.builtIn());
        FetchException e = assertThrows(FetchException.class, () -> catalog.require("smolm2"));
        assertEquals(
                "There is no model \"smolm2\" in the catalogue. Did you mean \"smollm2\"? \"jeton"
                        + " models list\" shows the names.",
                e.getMessage());
        assertTrue(e.isWrongUse());
    }

    @Test
    void partsTakeTheFieldsOfTheirSource() throws Exception {
        String parts =
                "\"parts\": [{\"package\": \"p-1\", \"bytes\": 6, \"sha256\": \""
                        + HASH
                        + "\"}, {\"package\": \"p-2\", \"bytes\": 4}]";
        ModelEntry.Source source =
                read("{\"type\": \"pip\", \"version\": \"1.0\", " + parts + "}").sources().get(0);
        assertEquals(Map.of("package", "p-1", "version", "1.0"), source.parts().get(0).values());
        assertEquals(OptionalLong.of(4), source.parts().get(1).bytes());
        assertEquals(HASH, source.parts().get(0).sha256().orElseThrow());
    }

    @Test
    void ownCatalogueIsAddedAndWins() throws Exception {
        Path file = folder.resolve("own.json");
        Files.writeString(
                file,
                catalogue("{\"type\": \"url\", \"url\": \"http://localhost/x\"}")
                        .replace("\"toy\"", "\"smollm2\""));
        Environment environment =
                new Environment(Map.of("JETON_CATALOG", file.toString()), new Properties());
        Catalog catalog = Catalog.load(environment);
        assertEquals("smollm2", catalog.require("smollm2").name());
        assertEquals("smollm2-135m-instruct", catalog.require("smollm2-135m").name());
    }

    @Test
    void brokenCatalogueNamesTheField() {
        assertWrong(
                "{\"format\": 2}", "c.json: format is 2. This version of jeton reads format 1.");
        assertWrong("{\"format\": 1}", "c.json: models is missing. Expected a list.");
        assertWrong(
                catalogue("{}"), "c.json: models[0].sources[0].type is missing. Expected a text.");
        assertWrong(
                catalogue("").replace(HASH, "XYZ"),
                "c.json: models[0].sha256 is \"XYZ\". Expected 64 digits 0-9 and a-f.");
        assertWrong(
                catalogue("").replace("toy.gguf", "../toy"),
                "c.json: models[0].file is \"../toy\". Expected a file name without a folder.");
        assertWrong(
                catalogue("").replace("10", "-1"),
                "c.json: models[0].bytes is -1. Expected a whole number.");
        assertWrong(
                catalogue("").replace("\"toy\"", "\"../toy\""),
                "c.json: models[0].name is \"../toy\". Expected a-z, 0-9, dot, hyphen,"
                        + " underscore.");
    }

    @Test
    void catalogueThatIsNoJsonSaysSo() {
        FetchException e =
                assertThrows(FetchException.class, () -> CatalogReader.read("{", "c.json"));
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("c.json is not JSON: "), e.getMessage());
    }

    @Test
    void missingCatalogueIsAnErrorWhenItIsNamed() {
        Path file = folder.resolve("none.json");
        Environment environment =
                new Environment(Map.of("JETON_CATALOG", file.toString()), new Properties());
        FetchException e = assertThrows(FetchException.class, () -> Catalog.load(environment));
        assertEquals(
                "The model catalogue " + file + " cannot be read: there is no such file.",
                e.getMessage());
    }

    private static void assertWrong(String text, String message) {
        FetchException e =
                assertThrows(FetchException.class, () -> CatalogReader.read(text, "c.json"));
        assertEquals(message, e.getMessage());
        assertTrue(e.isWrongUse());
    }

    private static ModelEntry read(String source) throws FetchException {
        return CatalogReader.read(catalogue(source), "c.json").get(0);
    }

    private static String catalogue(String source) {
        return "{\"format\": 1, \"models\": [{\"name\": \"toy\", \"description\": \"d\","
                + " \"licence\": \"l\", \"file\": \"toy.gguf\", \"bytes\": 10, \"sha256\": \""
                + HASH
                + "\", \"sources\": ["
                + source
                + "]}]}";
    }
}
