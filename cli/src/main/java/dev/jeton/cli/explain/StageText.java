package dev.jeton.cli.explain;

import dev.jeton.tokenize.Explanation;
import dev.jeton.tokenize.StageInfo;
import java.util.List;
import java.util.Locale;

/** The stages as lines of text, with colours or without. */
public final class StageText {
    private static final int MAX_OPTIONS = 160;
    private static final int WIDTH = 100;
    private static final String[] COLOURS = {"44", "42", "45", "46", "43"};

    private final boolean colours;

    /** With ANSI colours, or as plain text. */
    public StageText(boolean colours) {
        this.colours = colours;
    }

    /** The lines of a text, with a line end. */
    public String of(Explanation explanation) {
        StringBuilder out = new StringBuilder();
        out.append(bold("text")).append("\n  ").append(quoted(explanation.text())).append('\n');
        List<Explanation.Part> before = List.of();
        for (Explanation.Step step : explanation.steps()) {
            out.append(heading(step.stage())).append('\n');
            if (step.parts().equals(before)) {
                out.append(dim("  (as before)")).append('\n');
            } else {
                lines(step.parts(), out);
            }
            before = step.parts();
        }
        return out.toString();
    }

    /** The name of a stage, its type and its options. */
    public String heading(StageInfo stage) {
        String kind = stage.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return bold(kind) + "  " + stage.type() + dim(options(stage));
    }

    /** The options of a stage, shortened, after a space; nothing where there are none. */
    public static String options(StageInfo stage) {
        String options = Visible.of(stage.options()).replace("\\\\", "\\");
        if (options.equals("{}")) {
            return "";
        }
        return " "
                + (options.length() <= MAX_OPTIONS
                        ? options
                        : options.substring(0, MAX_OPTIONS) + "...");
    }

    private void lines(List<Explanation.Part> parts, StringBuilder out) {
        if (parts.isEmpty()) {
            out.append(dim("  (nothing)")).append('\n');
            return;
        }
        int column = 0;
        for (int i = 0; i < parts.size(); i++) {
            Explanation.Part part = parts.get(i);
            String text = quoted(part.text());
            String id =
                    part.id().isPresent()
                            ? "=" + Integer.toUnsignedString(part.id().getAsInt())
                            : "";
            String where = "@" + part.start() + "-" + part.end();
            int width = text.length() + id.length() + where.length() + 2;
            if (column > 0 && column + width > WIDTH) {
                out.append('\n');
                column = 0;
            }
            out.append("  ").append(coloured(text, i)).append(id).append(dim(where));
            column += width;
        }
        out.append('\n');
    }

    private static String quoted(String text) {
        return "\"" + Visible.of(text) + "\"";
    }

    private String bold(String text) {
        return colours ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private String dim(String text) {
        return colours && !text.isEmpty() ? "\u001b[2m" + text + "\u001b[0m" : text;
    }

    private String coloured(String text, int index) {
        return colours
                ? "\u001b[30;" + COLOURS[index % COLOURS.length] + "m" + text + "\u001b[0m"
                : text;
    }
}
