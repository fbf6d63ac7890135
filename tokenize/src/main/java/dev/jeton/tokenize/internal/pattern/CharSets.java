package dev.jeton.tokenize.internal.pattern;

import dev.jeton.tokenize.internal.unicode.CodePointSet;
import dev.jeton.tokenize.internal.unicode.UnicodeVersion;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sets that patterns name, as Oniguruma defines them over Unicode 16.0. */
final class CharSets {
    static final CodePointSet NEWLINE = CodePointSet.range('\n', '\n');
    static final CodePointSet NOT_NEWLINE = NEWLINE.not();
    static final CodePointSet DIGIT = unicode("Nd");
    static final CodePointSet SPACE = unicode("White_Space");
    static final CodePointSet WORD =
            unicode("Alphabetic").or(unicode("M")).or(DIGIT).or(unicode("Pc"));

    /**
     * {@code \w} outside of a class, and what {@code \b} sees: below U+0100 Oniguruma has a table
     * of its own there, which counts raised digits and fractions as word characters.
     */
    static final CodePointSet BARE_WORD =
            WORD.or(CodePointSet.range(0xB2, 0xB3))
                    .or(CodePointSet.range(0xB9, 0xB9))
                    .or(CodePointSet.range(0xBC, 0xBE));

    static final CodePointSet HEX =
            CodePointSet.range('0', '9')
                    .or(CodePointSet.range('A', 'F'))
                    .or(CodePointSet.range('a', 'f'));

    private static final CodePointSet GRAPH =
            SPACE.or(unicode("Cc")).or(unicode("Cs")).or(unicode("Cn")).not();

    /** Names of groups of categories, beside those that the tables know. */
    private static final Map<String, String> LONG_NAMES =
            Map.ofEntries(
                    Map.entry("letter", "L"),
                    Map.entry("casedletter", "LC"),
                    Map.entry("mark", "M"),
                    Map.entry("combiningmark", "M"),
                    Map.entry("number", "N"),
                    Map.entry("punctuation", "P"),
                    Map.entry("symbol", "S"),
                    Map.entry("separator", "Z"),
                    Map.entry("other", "C"));

    private CharSets() {}

    private static CodePointSet unicode(String name) {
        return UnicodeVersion.V16.set(name);
    }

    /** The set of {@code [:name:]}, or null. */
    static @Nullable CodePointSet posix(String name) {
        return switch (name) {
            case "alnum" -> unicode("Alphabetic").or(DIGIT);
            case "alpha" -> unicode("Alphabetic");
            case "ascii" -> CodePointSet.range(0, 127);
            case "blank" -> unicode("Zs").or(CodePointSet.range('\t', '\t'));
            case "cntrl" -> unicode("Cc");
            case "digit" -> DIGIT;
            case "graph" -> GRAPH;
            case "lower" -> unicode("Lowercase");
            case "print" -> GRAPH.or(unicode("Zs"));
            case "punct" -> unicode("P").or(unicode("S"));
            case "space" -> SPACE;
            case "upper" -> unicode("Uppercase");
            case "word" -> WORD;
            case "xdigit" -> HEX;
            default -> null;
        };
    }

    /** The set of {@code \p{name}}, or null. */
    static @Nullable CodePointSet property(String name) {
        StringBuilder compared = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != ' ' && c != '-' && c != '_') {
                compared.append(c);
            }
        }
        String key = compared.toString().toLowerCase(Locale.ROOT);
        switch (key) {
            case "any" -> {
                return CodePointSet.ALL;
            }
            case "assigned" -> {
                return unicode("Cn").not();
            }
            case "newline" -> {
                return NEWLINE;
            }
            case "punct" -> {
                return unicode("P");
            }
            case "posixpunct" -> {
                return posix("punct");
            }
            default -> {}
        }
        CodePointSet posix = posix(key);
        if (posix != null) {
            return posix;
        }
        String group = LONG_NAMES.get(key);
        return UnicodeVersion.V16.find(group == null ? key : group);
    }
}
