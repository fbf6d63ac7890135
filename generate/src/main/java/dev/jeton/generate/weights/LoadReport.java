package dev.jeton.generate.weights;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What was found in the files of a model.
 *
 * @param missing tensors that the model needs and the files do not have, with the expected shape
 * @param mismatched tensors of another shape than expected
 * @param unsupported tensors in number formats that cannot be computed with
 * @param unused tensors that the model does not need, with type and shape
 * @param ignoredKeys settings that were not looked at
 * @param head how the output matrix was found
 * @param tensorsByType number of tensors in use by number format
 * @param parameters number of weights in use
 * @param weightBytes bytes of weights in use
 */
public record LoadReport(
        List<String> missing,
        List<String> mismatched,
        List<String> unsupported,
        List<String> unused,
        List<String> ignoredKeys,
        String head,
        Map<String, Integer> tensorsByType,
        long parameters,
        long weightBytes) {
    private static final int SHOWN = 10;

    /** Whether the model can be computed. */
    public boolean complete() {
        return missing.isEmpty() && mismatched.isEmpty() && unsupported.isEmpty();
    }

    /** What is wrong, in one line; lists are cut after ten names. */
    String problems() {
        StringJoiner problems = new StringJoiner(" ");
        add(problems, "missing", missing);
        add(problems, "of another shape", mismatched);
        add(problems, "of an unsupported type (known: " + WeightType.known() + ")", unsupported);
        if (!missing.isEmpty()) {
            add(problems, "not used", unused);
        }
        return problems.toString();
    }

    private static void add(StringJoiner problems, String what, List<String> tensors) {
        if (tensors.isEmpty()) {
            return;
        }
        String names = String.join(", ", tensors.subList(0, Math.min(SHOWN, tensors.size())));
        String more = tensors.size() > SHOWN ? " and " + (tensors.size() - SHOWN) + " more" : "";
        problems.add(
                tensors.size()
                        + (tensors.size() == 1 ? " tensor " : " tensors ")
                        + what
                        + ": "
                        + names
                        + more
                        + ".");
    }
}
