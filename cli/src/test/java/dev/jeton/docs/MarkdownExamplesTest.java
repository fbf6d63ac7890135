package dev.jeton.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each Java block of the documentation stands, line by line, in a test of this package such as
 * {@link ReadmeExamplesTest}, so that what a reader copies compiles and runs; each link between the
 * pages leads somewhere.
 */
class MarkdownExamplesTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path EXAMPLES = Path.of("src/test/java/dev/jeton/docs");
    private static final Pattern JAVA_BLOCK = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)(?:#[^)]*)?\\)");

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages.stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void javaBlocksAreTested(Path page) throws IOException {
        StringBuilder examples = new StringBuilder();
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith("ExamplesTest.java")).toList()) {
                examples.append(Files.readString(file));
            }
        }
        String tested = withoutSpace(examples.toString());
        Matcher block = JAVA_BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            assertTrue(
                    tested.contains(withoutSpace(withoutImports(block.group(1)))),
                    () -> page + " has a Java block that is in no test:\n" + block.group(1));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        Matcher link = LINK.matcher(Files.readString(page));
        while (link.find()) {
            Path target = page.resolveSibling(link.group(1));
            assertTrue(Files.exists(target), () -> page + " links to " + target);
        }
    }

    @Test
    void theReadmeHasAnExample() throws IOException {
        assertFalse(JAVA_BLOCK.matcher("no block here").find());
        assertTrue(JAVA_BLOCK.matcher(Files.readString(ROOT.resolve("README.md"))).find());
    }

    private static String withoutImports(String block) {
        return block.lines()
                .filter(line -> !line.startsWith("import "))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
