package dev.jeton.cli.parity.decoder;

import dev.jeton.cli.parity.Glob;
import dev.jeton.cli.parity.NotReplayableException;
import dev.jeton.cli.parity.UnreadableFolderException;
import dev.jeton.cli.parity.Verdict;
import dev.jeton.cli.parity.Verdict.Group;
import dev.jeton.generate.GenerateException;
import dev.jeton.templates.TemplateException;
import dev.jeton.tokenize.TokenizerException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a case of decoder data is called and counted under.
 *
 * @param place where the expected values stand: a file and line, or a file and tensor
 * @param folder the model folder, {@code generation}, {@code gguf} or {@code smollm2}
 * @param op what is compared: logits, hidden, the option of a processor ...
 * @param device the backend, or {@code -} where none is used
 * @param file the file of the expected values
 */
record CaseNames(String place, String folder, String op, String device, String file) {
    /** What a case does; throws or returns what differs, null if nothing does. */
    @FunctionalInterface
    interface Check {
        @Nullable String difference();
    }

    /** Whether the option {@code --only} picks this case. */
    boolean matches(@Nullable Glob only) {
        return only == null
                || only.matches(folder)
                || only.matches(op)
                || only.matches(file)
                || only.matches(file.replaceFirst("\\.[a-z]+$", ""));
    }

    /** Runs a check and judges it. */
    Verdict judge(Check check) {
        String title = folder + "  " + op + (device.equals("-") ? "" : "  on " + device);
        List<Group> groups =
                List.of(
                        new Group("folder", folder),
                        new Group("op", op),
                        new Group("device", device));
        try {
            String difference = check.difference();
            return difference == null
                    ? Verdict.passed(place, title, groups)
                    : Verdict.failed(place, title, groups, op + " differs", difference);
        } catch (NotReplayableException e) {
            return Verdict.failed(place, title, groups, String.valueOf(e.getMessage()), "");
        } catch (GenerateException | TokenizerException | TemplateException e) {
            String message = firstLine(e);
            // "X is not supported yet. Supported: ..." is counted as "X is not supported yet"
            String reason = message.replaceFirst("(not supported yet)\\..*", "$1");
            return Verdict.failed(place, title, groups, reason, message);
        } catch (UnreadableFolderException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            String reason = "internal failure: " + e.getClass().getSimpleName();
            return Verdict.failed(place, title, groups, reason, trace(e));
        }
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static String trace(Throwable e) {
        StringBuilder out = new StringBuilder(e.toString());
        StackTraceElement[] frames = e.getStackTrace();
        for (int i = 0; i < Math.min(6, frames.length); i++) {
            out.append("\n  at ").append(frames[i]);
        }
        return out.toString();
    }
}
