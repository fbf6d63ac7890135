package dev.jeton.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Text from the command line, a file or standard input. */
final class TextInput {
    @Parameters(
            paramLabel = "TEXT",
            arity = "0..*",
            description =
                    "The text; several are joined by a space. Without it, or as \"-\", standard"
                            + " input.")
    List<String> words = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read the text from FILE (UTF-8), every byte of it.")
    @Nullable Path file;

    @Option(names = "--lines", description = "Take each line as a text of its own.")
    boolean lines;

    /** Is given one text after another. */
    interface Receiver {
        void accept(String text) throws IOException;
    }

    /** Gives all texts to {@code receiver}; lines are read as they come. */
    void forEach(CommandIo io, Receiver receiver) throws IOException {
        Path from = file;
        if (from != null && !words.isEmpty()) {
            throw CommandFailure.wrongUse("Give either TEXT or --file, not both.");
        }
        if (from == null && !words.isEmpty() && !words.equals(List.of("-"))) {
            String text = String.join(" ", words);
            if (lines) {
                for (String line : text.split("\n", -1)) {
                    receiver.accept(line);
                }
            } else {
                receiver.accept(text);
            }
            return;
        }
        if (from == null) {
            if (io.inTerminal() && words.isEmpty()) {
                io.message("Reading text from the keyboard; Ctrl-D ends it.");
            }
            read(io.in(), "Standard input", receiver);
            return;
        }
        if (!Files.isRegularFile(from)) {
            throw CommandFailure.wrongUse("There is no file " + from + ".");
        }
        try (InputStream in = Files.newInputStream(from)) {
            read(in, from.toString(), receiver);
        }
    }

    private void read(InputStream in, String name, Receiver receiver) throws IOException {
        if (!lines) {
            receiver.accept(decode(in.readAllBytes(), name));
            return;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        long number = 0;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, decoder))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                receiver.accept(line);
            }
        } catch (CharacterCodingException e) {
            throw CommandFailure.wrongUse(
                    name
                            + " is not UTF-8: there is a broken character in the lines after line "
                            + number
                            + ". Convert it first, for example with iconv.",
                    e);
        }
    }

    /** Decodes UTF-8 and names the first byte that is not. */
    static String decode(byte[] bytes, String name) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        if (decoder.decode(in, out, true).isError()) {
            int at = in.position();
            throw CommandFailure.wrongUse(
                    String.format(
                            "%s is not UTF-8: byte %,d is 0x%02X, which does not belong there."
                                    + " Convert it first, for example with iconv.",
                            name, at, bytes[at]));
        }
        return out.flip().toString();
    }
}
