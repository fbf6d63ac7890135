package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.Missing;
import dev.jeton.templates.internal.value.Numbers;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.Text;
import java.util.Random;

/** Jinja2's {@code lipsum}: paragraphs of filler words; here the same ones every time. */
final class Lipsum {
    private static final String[] WORDS =
            ("lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor"
                            + " incididunt ut labore et dolore magna aliqua")
                    .split(" ");

    private Lipsum() {}

    static Object generate(Budget budget, Args args) {
        Object[] bound = args.bind("lipsum", 0, "n", "html", "min", "max");
        long count = bound[0] == Missing.MISSING ? 5 : Numbers.index(bound[0]);
        boolean html = bound[1] == Missing.MISSING || Ops.truth(bound[1]);
        long min = bound[2] == Missing.MISSING ? 20 : Numbers.index(bound[2]);
        long max = bound[3] == Missing.MISSING ? 100 : Numbers.index(bound[3]);
        if (min >= max) {
            throw PyError.other("empty range for randrange()");
        }
        budget.checkList(Math.max(0, count));
        budget.checkString(Math.max(0, count) * Math.min(max, 1 << 24) * 8);
        Random random = new Random(0);
        StringBuilder out = new StringBuilder();
        for (long i = 0; i < count; i++) {
            out.append(i > 0 ? (html ? "\n" : "\n\n") : "").append(html ? "<p>" : "");
            long words = min + (long) (random.nextDouble() * (max - min));
            for (long k = 0; k < words; k++) {
                String word = WORDS[random.nextInt(WORDS.length)];
                out.append(
                        k == 0
                                ? Character.toUpperCase(word.charAt(0)) + word.substring(1)
                                : " " + word);
            }
            out.append('.').append(html ? "</p>" : "");
        }
        return html ? Text.markup(out.toString()) : out.toString();
    }
}
