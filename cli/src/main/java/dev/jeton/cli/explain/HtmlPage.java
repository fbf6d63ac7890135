package dev.jeton.cli.explain;

import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.Explanation;
import dev.jeton.tokenize.OffsetUnit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The stages as one HTML page that needs nothing else: tokens as coloured spans over the text, with
 * ids and offsets when pointed at or reached with the tab key, and as a table.
 */
public final class HtmlPage {
    private static final int COLOURS = 6;

    private static final String STYLE =
            """
            :root { color-scheme: light dark; --c0: #cfe3ff; --c1: #d5f2d0; --c2: #ffe3c2;
              --c3: #f6d3ee; --c4: #d9f4f4; --c5: #f4efb4; --ink: #111; --edge: #777; }
            body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem;
              padding: 0 1rem; }
            .text { font: 1.1rem/2 ui-monospace, monospace; white-space: pre-wrap;
              overflow-wrap: anywhere; }
            .t { border: 1px solid var(--edge); border-radius: .25rem; color: var(--ink);
              position: relative; }
            .t:focus { outline: 3px solid #06c; }
            .t:hover > .tip, .t:focus > .tip { display: block; }
            .tip { background: #222; border-radius: .25rem; color: #fff; display: none;
              font: .85rem/1.4 system-ui, sans-serif; left: 0; padding: .25rem .5rem;
              position: absolute; top: 1.7em; white-space: nowrap; z-index: 1; }
            .c0 { background: var(--c0); } .c1 { background: var(--c1); }
            .c2 { background: var(--c2); } .c3 { background: var(--c3); }
            .c4 { background: var(--c4); } .c5 { background: var(--c5); }
            .special { border-style: dashed; font-weight: bold; }
            table { border-collapse: collapse; } th, td { border: 1px solid var(--edge);
              padding: .1rem .5rem; text-align: left; } td.n { text-align: right; }
            td, code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
            """;

    private final StringBuilder out = new StringBuilder();
    private final OffsetUnit unit;

    /** Of the text that is written: asking the encoding copies them. */
    private List<String> tokens = List.of();

    private int[] words = {};
    private int[] specialMask = {};

    private HtmlPage(OffsetUnit unit) {
        this.unit = unit;
    }

    /**
     * The page.
     *
     * @param name the tokenizer's name
     * @param explanations one for each text, with offsets in {@code unit}
     */
    public static String of(String name, List<Explanation> explanations, OffsetUnit unit) {
        HtmlPage page = new HtmlPage(unit);
        page.write(name, explanations);
        return page.out.toString();
    }

    private void write(String name, List<Explanation> explanations) {
        out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        out.append(
                "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                        + " style-src 'unsafe-inline'\">\n");
        out.append("<title>Tokens of ").append(escaped(name)).append("</title>\n");
        out.append("<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n<main>\n");
        out.append("<h1>Tokens of ").append(escaped(name)).append("</h1>\n");
        for (int i = 0; i < explanations.size(); i++) {
            section(i + 1, explanations.size(), explanations.get(i));
        }
        out.append("</main>\n</body>\n</html>\n");
    }

    private void section(int number, int count, Explanation explanation) {
        Encoding encoding = explanation.encoding();
        tokens = encoding.tokens();
        words = encoding.wordIds();
        specialMask = encoding.specialTokensMask();
        out.append("<section>\n<h2>Text");
        out.append(count == 1 ? "" : " " + number).append(": ").append(encoding.size());
        out.append(encoding.size() == 1 ? " token" : " tokens").append("</h2>\n");
        overText(explanation);
        table(encoding);
        out.append("<h3>Stages</h3>\n<ol>\n");
        for (Explanation.Step step : explanation.steps()) {
            stage(step);
        }
        out.append("</ol>\n</section>\n");
    }

    /** Tokens that share a range, such as the bytes of a character, share a span. */
    private void overText(Explanation explanation) {
        Encoding encoding = explanation.encoding();
        TextSlices text = new TextSlices(explanation.text(), unit);
        out.append("<p class=\"text\">");
        int at = 0;
        int colour = 0;
        for (int i = 0; i < encoding.size(); ) {
            List<Integer> group = new ArrayList<>(List.of(i));
            int start = encoding.start(i);
            int end = encoding.end(i);
            boolean special = specialMask[i] != 0 || start == end;
            int next = i + 1;
            while (!special
                    && next < encoding.size()
                    && encoding.start(next) == start
                    && encoding.end(next) == end) {
                group.add(next++);
            }
            int from = Math.max(at, start);
            if (!special) {
                out.append(escaped(Visible.of(text.slice(at, start))));
            }
            String shown = special ? tokens.get(i) : text.slice(from, end);
            span(encoding, group, shown, special, colour++);
            if (!special) {
                if (text.slice(from, end).endsWith("\n")) {
                    out.append('\n');
                }
                at = Math.max(at, end);
            }
            i = next;
        }
        out.append(escaped(Visible.of(text.slice(at, text.length())))).append("</p>\n");
    }

    private void span(
            Encoding encoding, List<Integer> group, String shown, boolean special, int colour) {
        StringBuilder tip = new StringBuilder();
        for (int i : group) {
            tip.append(tip.isEmpty() ? "" : "; ").append(tokens.get(i));
            tip.append(" = ").append(id(encoding.id(i)));
        }
        tip.append(", ").append(encoding.start(group.get(0))).append(" to ");
        tip.append(encoding.end(group.get(0)));
        out.append("<span tabindex=\"0\" class=\"t c").append(colour % COLOURS);
        out.append(special ? " special" : "").append("\"><bdi>");
        out.append(escaped(Visible.of(shown)))
                .append("</bdi><span class=\"tip\" role=\"tooltip\">");
        out.append(escaped(Visible.of(tip.toString()))).append("</span></span>");
    }

    private void table(Encoding encoding) {
        out.append("<details>\n<summary>Table of tokens</summary>\n<table>\n<caption>Offsets in ");
        out.append(unit.name().toLowerCase(Locale.ROOT).replace('_', ' ')).append("</caption>\n");
        out.append("<tr><th scope=\"col\">number</th><th scope=\"col\">id</th>");
        out.append("<th scope=\"col\">token</th><th scope=\"col\">start</th>");
        out.append("<th scope=\"col\">end</th><th scope=\"col\">word</th></tr>\n");
        for (int i = 0; i < encoding.size(); i++) {
            int word = words[i];
            number(Integer.toString(i), "<tr>");
            number(id(encoding.id(i)), "");
            out.append("<td><bdi>").append(escaped(Visible.of(tokens.get(i))));
            out.append("</bdi></td>");
            number(Integer.toString(encoding.start(i)), "");
            number(Integer.toString(encoding.end(i)), "");
            number(word == Encoding.NONE ? "" : Integer.toString(word), "");
            out.append("</tr>\n");
        }
        out.append("</table>\n</details>\n");
    }

    private void number(String value, String before) {
        out.append(before).append("<td class=\"n\">").append(value).append("</td>");
    }

    private void stage(Explanation.Step step) {
        String kind = step.stage().kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        out.append("<li>").append(kind).append(" <strong>").append(escaped(step.stage().type()));
        out.append("</strong> <code>").append(escaped(StageText.options(step.stage()).strip()));
        out.append("</code>\n<p class=\"text\">");
        for (int i = 0; i < step.parts().size(); i++) {
            Explanation.Part part = step.parts().get(i);
            String id = part.id().isPresent() ? " = " + id(part.id().getAsInt()) : "";
            out.append(i == 0 ? "" : " ").append("<span tabindex=\"0\" class=\"t c");
            out.append(i % COLOURS).append("\"><bdi>").append(escaped(Visible.of(part.text())));
            out.append("</bdi><span class=\"tip\" role=\"tooltip\">");
            out.append(part.start()).append(" to ").append(part.end()).append(id);
            out.append("</span></span>");
        }
        out.append("</p></li>\n");
    }

    private static String id(int id) {
        return Integer.toUnsignedString(id);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** Parts of a text by offsets in a unit. */
    private static final class TextSlices {
        private final byte[] utf8;

        /** For each offset the byte it stands for; empty where offsets are bytes. */
        private final int[] bytes;

        TextSlices(String text, OffsetUnit unit) {
            utf8 = text.getBytes(StandardCharsets.UTF_8);
            bytes = unit == OffsetUnit.UTF8_BYTE ? new int[0] : positions(text, unit);
        }

        private static int[] positions(String text, OffsetUnit unit) {
            int[] positions = new int[text.length() + 1];
            int n = 0;
            int at = 0;
            for (int i = 0; i < text.length(); ) {
                int c = text.codePointAt(i);
                int chars = Character.charCount(c);
                positions[n++] = at;
                if (chars == 2 && unit == OffsetUnit.UTF16) {
                    positions[n++] = at;
                }
                // A lone half of a pair is written as a question mark.
                at +=
                        c < 0x80 || Character.getType(c) == Character.SURROGATE
                                ? 1
                                : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
                i += chars;
            }
            positions[n++] = at;
            return java.util.Arrays.copyOf(positions, n);
        }

        int length() {
            return bytes.length == 0 ? utf8.length : bytes.length - 1;
        }

        String slice(int from, int to) {
            int end = Math.min(to, length());
            if (from >= end) {
                return "";
            }
            int start = bytes.length == 0 ? from : bytes[from];
            int stop = bytes.length == 0 ? end : bytes[end];
            return new String(utf8, start, stop - start, StandardCharsets.UTF_8);
        }
    }
}
