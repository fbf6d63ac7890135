package dev.jeton.templates;

import dev.jeton.templates.internal.value.Origins;
import dev.jeton.templates.internal.value.PyChars;
import dev.jeton.tokenize.Encoding;
import dev.jeton.tokenize.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * The parts of a rendered chat that the assistant writes.
 *
 * <p>Where the template marks them they are its {@code {% generation %}} blocks. Elsewhere they are
 * found from the origins: a turn begins behind the header of an assistant's message, which is the
 * text that the template adds as generation prompt, or as much of it as stands there; it ends with
 * the first token that ends a turn behind the message's text, and the white space behind that.
 */
final class AssistantTurns {
    private final Rendering rendering;
    private final String text;
    private final Origins origins;
    private final String header;
    private final List<String> ends;

    private AssistantTurns(Rendering rendering, String header, List<String> ends) {
        this.rendering = rendering;
        this.text = rendering.text();
        this.origins = rendering.origins();
        this.header = header;
        this.ends = ends;
    }

    /** The template's own blocks, in chars. */
    static List<Span> marked(Rendering rendering) {
        String text = rendering.text();
        int length = text.codePointCount(0, text.length());
        List<Span> spans = new ArrayList<>();
        for (Rendering.Span span : rendering.generationSpans()) {
            // Behind the text there is no token; its end is as good as any place there.
            int start = Math.min(span.startCodePoint(), length);
            int end = Math.min(span.endCodePoint(), length + 1);
            int startChar = text.offsetByCodePoints(0, start);
            int endChar = end > length ? text.length() + 1 : text.offsetByCodePoints(0, end);
            spans.add(new Span(startChar, endChar));
        }
        return spans;
    }

    /**
     * The mask of marked turns, counted as transformers does: one that begins in text that was cut
     * off ends the mask, one whose end was cut off goes to the last token.
     */
    static int[] markedMask(List<Span> turns, Encoding encoding) {
        int[] mask = new int[encoding.size()];
        for (Span turn : turns) {
            OptionalInt first = encoding.charToToken(turn.start(), 0);
            if (first.isEmpty()) {
                break;
            }
            int last = encoding.charToToken(turn.end() - 1, 0).orElse(0);
            int behind = last == 0 ? mask.length : last + 1;
            for (int token = first.getAsInt(); token < behind; token++) {
                mask[token] = 1;
            }
        }
        return mask;
    }

    /** The mask of the tokens that have chars of a turn. Both go from left to right. */
    static int[] mask(List<Span> turns, Encoding encoding) {
        int[] mask = new int[encoding.size()];
        int turn = 0;
        for (int token = 0; token < mask.length; token++) {
            while (turn < turns.size() && turns.get(turn).end() <= encoding.start(token)) {
                turn++;
            }
            boolean in = turn < turns.size() && turns.get(turn).start() < encoding.end(token);
            mask[token] = in ? 1 : 0;
        }
        return mask;
    }

    /**
     * The turns by origin, in chars.
     *
     * @param header the generation prompt, may be empty
     * @param ends the tokens that end a turn
     */
    static List<Span> byOrigin(
            Rendering rendering, List<ChatMessage> messages, String header, List<String> ends) {
        AssistantTurns turns = new AssistantTurns(rendering, header, ends);
        List<Span> spans = new ArrayList<>();
        int run = turns.nextContent(0);
        int before = 0;
        while (run < turns.origins.count()) {
            int message = turns.message(run);
            int last = run;
            int next = turns.nextContent(run + 1);
            while (next < turns.origins.count() && turns.message(next) == message) {
                last = next;
                next = turns.nextContent(next + 1);
            }
            if (message >= 0 && messages.get(message).role().equals("assistant")) {
                int behind =
                        next < turns.origins.count()
                                ? turns.origins.start(next)
                                : turns.text.length();
                spans.add(
                        new Span(
                                turns.start(before, turns.origins.start(run)),
                                turns.end(turns.origins.end(last), behind)));
            }
            before = turns.origins.end(last);
            run = next;
        }
        turns.addSilent(spans);
        return spans;
    }

    /** Adds the turns in which the assistant said nothing: a header, and an end that follows it. */
    private void addSilent(List<Span> spans) {
        int run = nextContent(0);
        int at = header.isEmpty() ? -1 : text.indexOf(header);
        for (; at >= 0; at = text.indexOf(header, at + 1)) {
            int start = at + header.length();
            while (run < origins.count() && origins.end(run) <= start) {
                run = nextContent(run + 1);
            }
            int next = run < origins.count() ? origins.start(run) : text.length();
            int end = end(start, next);
            boolean said = spans.stream().anyMatch(s -> s.start() < end && s.end() > start);
            if (start <= next && end > start && !said) {
                spans.add(new Span(start, end));
            }
        }
        spans.sort(Comparator.comparingInt(Span::start));
    }

    private int message(int run) {
        return rendering.sources().messageOf(origins.source(run));
    }

    /** The next run that is more than a role. */
    private int nextContent(int from) {
        int run = from;
        while (run < origins.count() && rendering.sources().isRole(origins.source(run))) {
            run++;
        }
        return run;
    }

    /** Behind the header between two texts, if at least half of it is there. */
    private int start(int from, int to) {
        for (int length = header.length(); length > 0 && 2 * length >= header.length(); length--) {
            int at = text.lastIndexOf(header.substring(0, length), to - length);
            if (at >= from) {
                return at + length;
            }
        }
        return to;
    }

    private int end(int from, int to) {
        int end = Integer.MAX_VALUE;
        int length = 0;
        for (String token : ends) {
            int at = text.indexOf(token, from);
            if (at >= 0 && at + token.length() <= to && at < end) {
                end = at;
                length = token.length();
            }
        }
        if (length == 0) {
            return from;
        }
        end += length;
        while (end < to && PyChars.isSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
