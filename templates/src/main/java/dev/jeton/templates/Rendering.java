package dev.jeton.templates;

import dev.jeton.templates.internal.run.Render;
import dev.jeton.templates.internal.value.Origins;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A rendered chat. Immutable. */
public final class Rendering {
    /**
     * A range of the text.
     *
     * @param startChar the first char (UTF-16)
     * @param endChar the char behind the last one
     * @param startCodePoint the first code point
     * @param endCodePoint the code point behind the last one
     */
    public record Span(int startChar, int endChar, int startCodePoint, int endCodePoint) {}

    private final String text;
    private final List<Span> generationSpans;
    private final Origins origins;
    private final long steps;
    private final @Nullable ChatSources sources;

    private Rendering(
            String text,
            List<Span> generationSpans,
            Origins origins,
            long steps,
            @Nullable ChatSources sources) {
        this.text = text;
        this.generationSpans = List.copyOf(generationSpans);
        this.origins = origins;
        this.steps = steps;
        this.sources = sources;
    }

    /** The result of a rendering. */
    static Rendering of(Render render) {
        String text = render.root().chars().toString();
        List<Span> spans = new ArrayList<>(render.generations().size());
        int from = 0;
        int codePoint = 0; // the number of the char at from, so that each char is counted once
        for (int[] span : render.generations()) {
            codePoint =
                    span[0] < from
                            ? text.codePointCount(0, span[0])
                            : codePoint + text.codePointCount(from, span[0]);
            from = span[0];
            spans.add(new Span(span[0], span[1], codePoint, codePoint + span[2]));
        }
        return new Rendering(
                text, spans, render.root().currentOrigins(), render.stepsTaken(), null);
    }

    Rendering withSources(@Nullable ChatSources newSources) {
        return new Rendering(text, generationSpans, origins, steps, newSources);
    }

    /** The same up to this char; the spans are left as they are. */
    Rendering cutAt(int end) {
        Origins.Builder kept = new Origins.Builder();
        kept.addPart(origins, 0, end, 0);
        return new Rendering(text.substring(0, end), generationSpans, kept.build(), steps, sources);
    }

    /** The steps that it took, of {@link TemplateLimits#maxSteps()}. */
    long steps() {
        return steps;
    }

    /** Which of the text the caller wrote; nothing unless that was asked for. */
    Origins origins() {
        return origins;
    }

    /** What the numbers in {@link #origins()} mean. */
    ChatSources sources() {
        return Objects.requireNonNull(sources, "the rendering is not tracked");
    }

    /** The text. */
    public String text() {
        return text;
    }

    /**
     * The ranges inside {@code {% generation %}} blocks, in the order in which they were written,
     * as transformers counts them: from what stands in the text so far, so blocks inside macros
     * count from the place of the macro's call. Where the final message is continued they are those
     * before the text was cut, so the last one may end behind it.
     */
    public List<Span> generationSpans() {
        return generationSpans;
    }
}
