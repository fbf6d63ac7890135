package dev.jeton.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code jeton} with a ready layout, so that nothing is built here. */
class LauncherTest {
    @TempDir Path temporary = Path.of("");

    private Path root = Path.of("");

    /** What a process said and how it ended. */
    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void copyScript() throws IOException {
        root = Files.createDirectories(temporary.resolve("a folder with spaces"));
        Files.createDirectories(root.resolve("cli/target/jeton/lib"));
        Files.copy(Path.of("..", "jeton"), root.resolve("jeton"));
        Files.setPosixFilePermissions(
                root.resolve("jeton"), PosixFilePermissions.fromString("rwxr-xr-x"));
        layout("built", "");
        layout("java-asked", "\n");
        layout("classpath", "lib/one.jar:lib/two.jar\n");
        layout("java-home", System.getProperty("java.home") + "\n");
    }

    private void layout(String name, String text) throws IOException {
        Files.writeString(root.resolve("cli/target/jeton").resolve(name), text);
    }

    /** A java command that is a shell script. */
    private void useFakeJava(String script) throws IOException {
        Path java = Files.createDirectories(temporary.resolve("fake jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        layout("java-home", temporary.resolve("fake jdk") + "\n");
    }

    private Ended run(Map<String, String> variables, String... command) throws Exception {
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(List.of(command))
                        .directory(temporary.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("JETON_NO_BUILD", "1");
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        int code = process.waitFor();
        // The filter of standard error may end a moment after the process.
        for (long size = -1; size != Files.size(err); ) {
            size = Files.size(err);
            Thread.sleep(300);
        }
        return new Ended(
                code,
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @Test
    void argumentsAndExitCodeArePassedOn() throws Exception {
        useFakeJava("for a; do case $a in -*) ;; *) echo \"[$a]\";; esac; done; exit 42");
        Ended ended = run(Map.of(), root.resolve("jeton").toString(), "two words", "", "*");
        assertEquals(42, ended.code());
        assertTrue(
                ended.out().endsWith("[dev.jeton.cli.Main]\n[two words]\n[]\n[*]\n"), ended.out());
        String folder = root.resolve("cli/target/jeton").toRealPath().toString();
        assertTrue(
                ended.out().contains("[" + folder + "/lib/one.jar:" + folder + "/lib/two.jar]"),
                ended.out());
    }

    @Test
    void linksAreFollowed() throws Exception {
        useFakeJava("echo started");
        Path first = Files.createSymbolicLink(temporary.resolve("one"), root.resolve("jeton"));
        Path second = Files.createSymbolicLink(temporary.resolve("two"), first.getFileName());
        assertEquals("started\n", run(Map.of(), second.toString()).out());
    }

    @Test
    void warningOfTheJvmIsTakenOutAndNothingElse() throws Exception {
        useFakeJava(
                "echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2;"
                        + " echo 'something else' >&2; echo 'ours' >&3; exit 1");
        Ended ended = run(Map.of(), root.resolve("jeton").toString());
        assertEquals(1, ended.code());
        List<String> lines = ended.err().lines().sorted().toList();
        assertEquals(List.of("ours", "something else"), lines);
    }

    @Test
    void jvmThatCannotStartIsHeard() throws Exception {
        Ended ended =
                run(
                        Map.of("JETON_JAVA_OPTIONS", "-Xnonsense"),
                        root.resolve("jeton").toString(),
                        "--version");
        assertEquals(1, ended.code());
        assertTrue(ended.err().contains("Unrecognized option: -Xnonsense"), ended.err());
    }

    @Test
    void missingClassIsHeard() throws Exception {
        Ended ended = run(Map.of(), root.resolve("jeton").toString(), "--version");
        assertEquals(1, ended.code());
        assertTrue(ended.err().contains("dev.jeton.cli.Main"), ended.err());
    }

    @Test
    void missingBuildIsNamed() throws Exception {
        Files.delete(root.resolve("cli/target/jeton/classpath"));
        Ended ended = run(Map.of(), root.resolve("jeton").toString());
        assertEquals(1, ended.code());
        assertEquals(
                "jeton: there is no build in "
                        + root.toRealPath()
                        + "/cli/target/jeton, and JETON_NO_BUILD forbids to make one.\n",
                ended.err());
    }
}
