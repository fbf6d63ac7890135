package dev.jeton.tokenize.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.jeton.tokenize.internal.pattern.PatternMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code Replace}: puts a string in place of each match of a pattern. A normalizer and a decoder.
 *
 * @param pattern what is replaced
 * @param content what stands there afterwards, taken literally
 */
public record Replace(TextPattern pattern, String content) implements Normalizer, Decoder {
    @Override
    public void normalize(NormalizedString text) {
        if (text.isEmpty()) {
            return;
        }
        PatternMatcher matcher = pattern.newMatcher();
        matcher.reset(text.bytes(), text.from(), text.to());
        if (!matcher.find()) {
            return;
        }
        int[] inserted = content.codePoints().toArray();
        NormalizedString.TextEdit edit = text.edit();
        do {
            edit.copyUntil(matcher.start());
            edit.skipUntil(matcher.end());
            for (int c : inserted) {
                edit.add(c, 1);
            }
        } while (matcher.find());
        edit.copyUntil(text.to());
        text.apply(edit);
    }

    @Override
    public List<String> decodeChain(List<String> tokens) {
        PatternMatcher matcher = pattern.newMatcher();
        List<String> result = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            result.add(replaced(token, matcher));
        }
        return result;
    }

    private String replaced(String token, PatternMatcher matcher) {
        byte[] utf8 = token.getBytes(UTF_8);
        matcher.reset(utf8, 0, utf8.length);
        if (utf8.length == 0 || !matcher.find()) {
            return token;
        }
        StringBuilder result = new StringBuilder();
        int before = 0;
        do {
            result.append(new String(utf8, before, matcher.start() - before, UTF_8));
            result.append(content);
            before = matcher.end();
        } while (matcher.find());
        return result.append(new String(utf8, before, utf8.length - before, UTF_8)).toString();
    }

    /** A border that no match reaches across, of characters that matches leave as they are. */
    @Override
    public @Nullable Border across(Border border) {
        if (!pattern.splits(border)) {
            return null;
        }
        int single = pattern.singleCharacter();
        boolean empty = content.isEmpty();
        int before = border.before();
        int after = border.after();
        if (single >= 0 && !empty) {
            return border.with(
                    before == single ? content.codePointBefore(content.length()) : before,
                    after == single ? content.codePointAt(0) : after);
        }
        boolean same = content.codePoints().allMatch(c -> c == after) && !empty;
        return pattern.reads(before) || (pattern.reads(after) && !same) ? null : border;
    }

    @Override
    public Map<String, Object> json() {
        return Json.object("type", "Replace", "pattern", pattern.json(), "content", content);
    }
}
