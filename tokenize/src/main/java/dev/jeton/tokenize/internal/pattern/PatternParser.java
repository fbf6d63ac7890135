package dev.jeton.tokenize.internal.pattern;

import dev.jeton.tokenize.internal.pattern.Node.Greed;
import dev.jeton.tokenize.internal.unicode.CodePointSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pattern in Oniguruma's Ruby syntax: {@code ^} and {@code $} are always per line, {@code
 * (?m)} lets the point match line ends, {@code \h} is a hexadecimal digit, classes nest and
 * intersect.
 *
 * <p>Not read, and refused by name: calls of groups {@code \g<..>}, conditions {@code (?(..)..)},
 * callouts, back-references with a level.
 */
final class PatternParser {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_REPEAT = 100_000;

    private final String pattern;
    private final int[] text;
    private int at;
    private int depth;
    private int groups;
    private final boolean onlyNamedGroups;
    private final Map<String, List<Integer>> names = new HashMap<>();
    private boolean references;
    private int highestReference;

    private boolean ignoreCase;
    private boolean dotAll;
    private boolean extended;

    PatternParser(String pattern) {
        this.pattern = pattern;
        text = pattern.codePoints().toArray();
        onlyNamedGroups = hasNamedGroup(pattern);
    }

    private static boolean hasNamedGroup(String pattern) {
        for (int i = pattern.indexOf("(?"); i >= 0; i = pattern.indexOf("(?", i + 1)) {
            char c = i + 2 < pattern.length() ? pattern.charAt(i + 2) : 0;
            char d = i + 3 < pattern.length() ? pattern.charAt(i + 3) : 0;
            boolean escaped = i > 0 && pattern.charAt(i - 1) == '\\';
            if (!escaped && (c == '\'' || (c == '<' && d != '=' && d != '!'))) {
                return true;
            }
        }
        return false;
    }

    Node parse() {
        Node node = choice();
        if (more()) {
            throw error("unmatched close parenthesis");
        }
        if (highestReference > groups) {
            throw error("invalid backref number " + highestReference);
        }
        return node;
    }

    int groupCount() {
        return groups;
    }

    boolean hasReferences() {
        return references;
    }

    private PatternException error(String what) {
        return new PatternException(
                "the pattern \"" + pattern + "\": " + what + " at character " + at);
    }

    PatternException tooLarge(int most) {
        return new PatternException(
                "the pattern \"" + pattern + "\": more than " + most + " instructions");
    }

    private boolean more() {
        return at < text.length;
    }

    private boolean looksAt(int offset, int c) {
        return at + offset < text.length && text[at + offset] == c;
    }

    private boolean take(int c) {
        if (looksAt(0, c)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(int c) {
        if (!take(c)) {
            throw error("expected \"" + Character.toString(c) + "\"");
        }
    }

    private int next() {
        if (!more()) {
            throw error("unexpected end");
        }
        return text[at++];
    }

    private Node choice() {
        if (++depth > MAX_DEPTH) {
            throw error("more than " + MAX_DEPTH + " levels of nesting");
        }
        List<Node> choices = new ArrayList<>();
        boolean outerIgnoreCase = ignoreCase;
        boolean outerDotAll = dotAll;
        boolean outerExtended = extended;
        choices.add(sequence());
        while (take('|')) {
            choices.add(sequence());
        }
        ignoreCase = outerIgnoreCase;
        dotAll = outerDotAll;
        extended = outerExtended;
        depth--;
        return choices.size() == 1 ? choices.get(0) : new Node.Choice(choices);
    }

    private Node sequence() {
        List<Node> parts = new ArrayList<>();
        List<Integer> literal = new ArrayList<>();
        while (more() && text[at] != '|' && text[at] != ')') {
            int start = at;
            int c = literalChar();
            if (c >= 0) {
                if (quantifierFollows()) {
                    flush(literal, parts);
                    parts.add(quantified(literalNode(new int[] {c}), start));
                } else {
                    literal.add(c);
                }
                continue;
            }
            flush(literal, parts);
            if (extended && (isBlank(text[at]) || text[at] == '#')) {
                skipExtended();
                continue;
            }
            if (isOptionSwitch()) {
                parts.add(optionsToEnd());
                continue;
            }
            Node atom = atom();
            if (!atom.equals(Node.EMPTY) || quantifierFollows()) {
                parts.add(quantified(atom, start));
            }
        }
        flush(literal, parts);
        return parts.size() == 1 ? parts.get(0) : new Node.Sequence(parts);
    }

    private void flush(List<Integer> literal, List<Node> parts) {
        if (!literal.isEmpty()) {
            parts.add(literalNode(literal.stream().mapToInt(i -> i).toArray()));
            literal.clear();
        }
    }

    private Node literalNode(int[] chars) {
        if (ignoreCase) {
            return CaseFolding.literal(chars);
        }
        List<Node> parts = new ArrayList<>();
        for (int c : chars) {
            parts.add(new Node.OneOf(CodePointSet.range(c, c)));
        }
        return parts.size() == 1 ? parts.get(0) : new Node.Sequence(parts);
    }

    private static boolean isBlank(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private void skipExtended() {
        if (text[at] == '#') {
            while (more() && text[at] != '\n') {
                at++;
            }
        } else {
            at++;
        }
    }

    /** The next character if it stands for itself or is an escape of one character; else -1. */
    private int literalChar() {
        int c = text[at];
        if (c == '\\') {
            int start = at;
            at++;
            int escaped = escapedChar(false);
            if (escaped < 0) {
                at = start;
            }
            return escaped;
        }
        if (c == '{') {
            if (interval() != null) {
                at--; // an interval without a target: falls to the error of quantified()
                return -1;
            }
            at++;
            return '{';
        }
        boolean special = c == '(' || c == '[' || c == '.' || c == '^' || c == '$';
        boolean repeat = c == '*' || c == '+' || c == '?';
        boolean skipped = extended && (isBlank(c) || c == '#');
        if (special || skipped) {
            return -1;
        }
        if (repeat) {
            throw error("target of repeat operator is not specified");
        }
        at++;
        return c;
    }

    /** An escape that stands for one character, behind the backslash; else -1, nothing read. */
    private int escapedChar(boolean inClass) {
        if (!more()) {
            throw error("end pattern at escape");
        }
        int c = text[at];
        switch (c) {
            case 't' -> {
                at++;
                return '\t';
            }
            case 'n' -> {
                at++;
                return '\n';
            }
            case 'r' -> {
                at++;
                return '\r';
            }
            case 'f' -> {
                at++;
                return '\f';
            }
            case 'v' -> {
                at++;
                return 0x0B;
            }
            case 'a' -> {
                at++;
                return 0x07;
            }
            case 'e' -> {
                at++;
                return 0x1B;
            }
            case 'x' -> {
                at++;
                return hexEscape();
            }
            case 'u' -> {
                at++;
                return hex(4, 4);
            }
            case 'c' -> {
                at++;
                return control();
            }
            case 'C', 'M' -> {
                if (!looksAt(1, '-')) {
                    at++;
                    return c;
                }
                at += 2;
                return c == 'C' ? control() : next() | 0x80;
            }
            default -> {}
        }
        if (c == 'b' && inClass) {
            at++;
            return 0x08;
        }
        if (c >= '0' && c <= '9') {
            return octal(c, inClass);
        }
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        String meaning = inClass ? "dDwWsShHpP" : "dDwWsShHpPRXNOKbBAZzGyYkg";
        if (letter && meaning.indexOf(c) >= 0) {
            return -1;
        }
        at++;
        return c;
    }

    private int octal(int first, boolean inClass) {
        int end = at;
        int number = 0;
        while (end < text.length && text[end] >= '0' && text[end] <= '9' && number < 100_000) {
            number = 10 * number + text[end++] - '0';
        }
        if (!inClass && first != '0' && (number <= 9 || number <= groups)) {
            return -1;
        }
        if (first == '8' || first == '9') {
            at++;
            return first;
        }
        int value = 0;
        for (int n = 0; n < 3 && more() && text[at] >= '0' && text[at] <= '7'; n++) {
            value = 8 * value + text[at++] - '0';
        }
        return value;
    }

    private int control() {
        int c = next();
        if (c == '\\' && more()) {
            int escaped = escapedChar(true);
            c = escaped < 0 ? next() : escaped;
        }
        return c == '?' ? 0x7F : c & 0x9F;
    }

    private int hexEscape() {
        if (take('{')) {
            while (more() && isBlank(text[at])) {
                at++;
            }
            int value = hex(1, 8);
            while (more() && isBlank(text[at])) {
                at++;
            }
            expect('}');
            return value;
        }
        return hex(0, 2);
    }

    private int hex(int least, int most) {
        long value = 0;
        int digits = 0;
        while (digits < most && more() && text[at] < 128 && Character.digit(text[at], 16) >= 0) {
            value = 16 * value + Character.digit(text[at++], 16);
            digits++;
        }
        if (digits < least) {
            throw error("too short escape sequence");
        }
        if (value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) {
            throw error("too big wide-char value");
        }
        return (int) value;
    }

    private boolean quantifierFollows() {
        if (extended) {
            while (more() && (isBlank(text[at]) || text[at] == '#')) {
                skipExtended();
            }
        }
        if (!more()) {
            return false;
        }
        int c = text[at];
        if (c == '{') {
            int start = at;
            boolean is = interval() != null;
            at = start;
            return is;
        }
        return c == '*' || c == '+' || c == '?';
    }

    /** {@code {n,m}} at the current place as least and most, or null and nothing read. */
    private int @Nullable [] interval() {
        int start = at;
        at++;
        int least = number();
        int most = least;
        if (take(',')) {
            most = number();
            if (least < 0 && most < 0) {
                at = start;
                return null;
            }
        } else if (least < 0) {
            at = start;
            return null;
        }
        if (!take('}')) {
            at = start;
            return null;
        }
        return new int[] {Math.max(0, least), most};
    }

    private int number() {
        int value = -1;
        while (more() && text[at] >= '0' && text[at] <= '9') {
            value = 10 * Math.max(0, value) + text[at++] - '0';
            if (value > MAX_REPEAT) {
                throw error("too big number for repeat range");
            }
        }
        return value;
    }

    private Node quantified(Node atom, int start) {
        Node node = atom;
        while (quantifierFollows()) {
            if (isNoTarget(node)) {
                at = start;
                throw error("target of repeat operator is invalid");
            }
            node = oneQuantifier(node);
        }
        return node;
    }

    /** A condition cannot be repeated, nor a choice with one; in a sequence or a group it can. */
    private static boolean isNoTarget(Node node) {
        if (node instanceof Node.Choice choice) {
            return choice.parts().stream().anyMatch(PatternParser::isNoTarget);
        }
        return node instanceof Node.Place || node instanceof Node.Keep || node instanceof Node.Look;
    }

    /** What stands under options of its own is a group, which can be repeated. */
    private static Node grouped(Node node) {
        return isNoTarget(node) ? new Node.Sequence(List.of(node)) : node;
    }

    private Node oneQuantifier(Node node) {
        int c = text[at];
        if (c == '{') {
            int[] range = interval();
            if (range == null) {
                throw error("invalid repeat range");
            }
            boolean fixed = range[0] == range[1];
            if (range[1] >= 0 && range[0] > range[1]) {
                return new Node.Repeat(node, range[1], range[0], Greed.POSSESSIVE);
            }
            if (!fixed && take('?')) {
                return new Node.Repeat(node, range[0], range[1], Greed.LAZY);
            }
            return new Node.Repeat(node, range[0], range[1], Greed.GREEDY);
        }
        at++;
        int min = c == '+' ? 1 : 0;
        int max = c == '?' ? 1 : -1;
        Greed greed = Greed.GREEDY;
        if (take('?')) {
            greed = Greed.LAZY;
        } else if (take('+')) {
            greed = Greed.POSSESSIVE;
        }
        return new Node.Repeat(node, min, max, greed);
    }

    private Node atom() {
        int c = next();
        switch (c) {
            case '.' -> {
                return new Node.OneOf(dotAll ? CodePointSet.ALL : CharSets.NOT_NEWLINE);
            }
            case '^' -> {
                return Node.Place.LINE_START;
            }
            case '$' -> {
                return Node.Place.LINE_END;
            }
            case '[' -> {
                return classNode(charClass());
            }
            case '(' -> {
                return group();
            }
            case '\\' -> {
                return escape();
            }
            default -> {
                at--;
                throw error("target of repeat operator is not specified");
            }
        }
    }

    private Node classNode(ParsedClass parsed) {
        if (ignoreCase) {
            return parsed.negated
                    ? new Node.OneOf(CaseFolding.close(parsed.set).not())
                    : CaseFolding.closeNode(parsed.set);
        }
        return new Node.OneOf(parsed.negated ? parsed.set.not() : parsed.set);
    }

    private Node escape() {
        int c = next();
        switch (c) {
            case 'd' -> {
                return new Node.OneOf(CharSets.DIGIT);
            }
            case 'D' -> {
                return new Node.OneOf(CharSets.DIGIT.not());
            }
            case 'w' -> {
                return new Node.OneOf(CharSets.BARE_WORD);
            }
            case 'W' -> {
                return new Node.OneOf(CharSets.BARE_WORD.not());
            }
            case 's' -> {
                return new Node.OneOf(CharSets.SPACE);
            }
            case 'S' -> {
                return new Node.OneOf(CharSets.SPACE.not());
            }
            case 'h' -> {
                return new Node.OneOf(CharSets.HEX);
            }
            case 'H' -> {
                return new Node.OneOf(CharSets.HEX.not());
            }
            case 'p', 'P' -> {
                return new Node.OneOf(property(c == 'P'));
            }
            case 'N' -> {
                return new Node.OneOf(CharSets.NOT_NEWLINE);
            }
            case 'O' -> {
                return new Node.OneOf(CodePointSet.ALL);
            }
            case 'R' -> {
                return anyLineEnd();
            }
            case 'X' -> {
                return cluster();
            }
            case 'K' -> {
                return new Node.Keep();
            }
            case 'b' -> {
                return Node.Place.WORD_BOUNDARY;
            }
            case 'B' -> {
                return Node.Place.NO_WORD_BOUNDARY;
            }
            case 'y' -> {
                return Node.Place.CLUSTER_BOUNDARY;
            }
            case 'Y' -> {
                return Node.Place.NO_CLUSTER_BOUNDARY;
            }
            case 'A' -> {
                return Node.Place.TEXT_START;
            }
            case 'Z' -> {
                return Node.Place.TEXT_END_OR_LAST_LINE_END;
            }
            case 'z' -> {
                return Node.Place.TEXT_END;
            }
            case 'G' -> {
                return Node.Place.SEARCH_START;
            }
            case 'k' -> {
                return namedReference();
            }
            case 'g' -> {
                throw error("calls of groups (\\g) are not supported yet");
            }
            default -> {
                at--;
                return numberedReference();
            }
        }
    }

    /** One or more characters with no boundary between them, taken whole. */
    private static Node cluster() {
        Node next =
                new Node.Sequence(
                        List.of(Node.Place.NO_CLUSTER_BOUNDARY, new Node.OneOf(CodePointSet.ALL)));
        return new Node.Atomic(
                new Node.Sequence(
                        List.of(
                                new Node.OneOf(CodePointSet.ALL),
                                new Node.Repeat(next, 0, -1, Greed.GREEDY))));
    }

    private static Node anyLineEnd() {
        CodePointSet cr = CodePointSet.range('\r', '\r');
        CodePointSet single =
                CodePointSet.range('\n', '\r')
                        .or(CodePointSet.range(0x85, 0x85))
                        .or(CodePointSet.range(0x2028, 0x2029));
        return new Node.Atomic(
                new Node.Choice(
                        List.of(
                                new Node.Sequence(
                                        List.of(
                                                new Node.OneOf(cr),
                                                new Node.OneOf(CharSets.NEWLINE))),
                                new Node.OneOf(single))));
    }

    private Node numberedReference() {
        return reference(number());
    }

    /** Groups may follow behind the reference, so that their number is checked at the end. */
    private Node reference(int number) {
        if (number <= 0) {
            throw error("invalid backref number " + number);
        }
        references = true;
        highestReference = Math.max(highestReference, number);
        return new Node.Reference(List.of(number), ignoreCase);
    }

    private Node namedReference() {
        int close = take('\'') ? '\'' : '>';
        if (close == '>') {
            expect('<');
        }
        String name = upTo(close);
        references = true;
        if (name.matches("-?[0-9]{1,6}")) {
            int number = Integer.parseInt(name);
            return reference(number < 0 ? groups + 1 + number : number);
        }
        List<Integer> numbers = names.get(name);
        if (numbers == null) {
            throw error("undefined name <" + name + "> reference");
        }
        List<Integer> latestFirst = new ArrayList<>();
        for (int number : numbers) {
            latestFirst.add(0, number);
        }
        return new Node.Reference(latestFirst, ignoreCase);
    }

    private String upTo(int close) {
        StringBuilder name = new StringBuilder();
        while (!looksAt(0, close)) {
            name.appendCodePoint(next());
        }
        at++;
        return name.toString();
    }

    private CodePointSet property(boolean negative) {
        expect('{');
        boolean not = take('^') != negative;
        String name = upTo('}');
        CodePointSet set = CharSets.property(name);
        if (set == null) {
            throw error("invalid character property name {" + name + "}");
        }
        return not ? set.not() : set;
    }

    private boolean isOptionSwitch() {
        if (!looksAt(0, '(') || !looksAt(1, '?')) {
            return false;
        }
        for (int i = at + 2; i < text.length; i++) {
            int c = text[i];
            if (c == ')') {
                return i > at + 2;
            }
            if ("imxWDSPa-".indexOf(c) < 0) {
                return false;
            }
        }
        return false;
    }

    /**
     * {@code (?i)}: holds until the end of the group, choices included: {@code a(?i)b|c} is a(b|c).
     */
    private Node optionsToEnd() {
        at += 2;
        boolean i = ignoreCase;
        boolean m = dotAll;
        boolean x = extended;
        readOptions();
        expect(')');
        Node rest = choice();
        ignoreCase = i;
        dotAll = m;
        extended = x;
        return grouped(rest);
    }

    private void readOptions() {
        boolean on = true;
        while (more() && text[at] != ':' && text[at] != ')') {
            int c = next();
            switch (c) {
                case '-' -> on = false;
                case 'i' -> ignoreCase = on;
                case 'm' -> dotAll = on;
                case 'x' -> extended = on;
                default -> {
                    at--;
                    throw error("undefined group option");
                }
            }
        }
    }

    private Node group() {
        if (!take('?')) {
            if (looksAt(0, '*')) {
                throw error("callouts are not supported yet");
            }
            return onlyNamedGroups ? closed(choice()) : capture("");
        }
        int c = next();
        switch (c) {
            case ':' -> {
                return closed(choice());
            }
            case '=' -> {
                return new Node.Look(closed(choice()), false, false);
            }
            case '!' -> {
                return new Node.Look(closed(choice()), false, true);
            }
            case '>' -> {
                return new Node.Atomic(closed(choice()));
            }
            case '~' -> {
                if (looksAt(0, '|')) {
                    throw error("absent functions other than (?~X) are not supported yet");
                }
                return new Node.Absent(closed(choice()));
            }
            case '#' -> {
                return comment();
            }
            case '\'' -> {
                return capture(upTo('\''));
            }
            case '<' -> {
                if (take('=')) {
                    return new Node.Look(closed(choice()), true, false);
                }
                if (take('!')) {
                    return new Node.Look(closed(choice()), true, true);
                }
                return capture(upTo('>'));
            }
            default -> {
                at--;
                return withOptions();
            }
        }
    }

    private Node withOptions() {
        if (looksAt(0, '(') || looksAt(0, '{')) {
            throw error("conditions and callouts are not supported yet");
        }
        boolean i = ignoreCase;
        boolean m = dotAll;
        boolean x = extended;
        readOptions();
        expect(':');
        Node node = closed(choice());
        ignoreCase = i;
        dotAll = m;
        extended = x;
        return grouped(node);
    }

    private Node comment() {
        while (true) {
            int c = next();
            if (c == '\\') {
                next();
            } else if (c == ')') {
                return Node.EMPTY;
            }
        }
    }

    private Node capture(String name) {
        int number = ++groups;
        if (!name.isEmpty()) {
            names.computeIfAbsent(name, n -> new ArrayList<>()).add(number);
        }
        return new Node.Group(closed(choice()), number);
    }

    private Node closed(Node node) {
        if (!take(')')) {
            throw error("end pattern with unmatched parenthesis");
        }
        return node;
    }

    private static final class ParsedClass {
        final CodePointSet set;
        final boolean negated;

        ParsedClass(CodePointSet set, boolean negated) {
            this.set = set;
            this.negated = negated;
        }
    }

    /** A class, behind its opening bracket. */
    private ParsedClass charClass() {
        if (++depth > MAX_DEPTH) {
            throw error("more than " + MAX_DEPTH + " levels of nesting");
        }
        boolean negated = take('^');
        CodePointSet all = CodePointSet.EMPTY;
        CodePointSet part = CodePointSet.EMPTY;
        boolean intersected = false;
        boolean first = true;
        while (first || !looksAt(0, ']')) {
            if (!more()) {
                throw error("premature end of char-class");
            }
            if (first && looksAt(0, ']')) {
                if (!closesLater()) {
                    throw error("empty char-class");
                }
                at++;
                part = part.or(rangeFrom(']'));
            } else if (looksAt(0, '&') && looksAt(1, '&')) {
                at += 2;
                all = intersected ? all.and(part) : part;
                intersected = true;
                part = CodePointSet.EMPTY;
            } else {
                part = part.or(classPart());
            }
            first = false;
        }
        at++;
        depth--;
        return new ParsedClass(intersected ? all.and(part) : part, negated);
    }

    private boolean closesLater() {
        for (int i = at + 1; i < text.length; i++) {
            if (text[i] == '\\') {
                i++;
            } else if (text[i] == ']') {
                return true;
            }
        }
        return false;
    }

    private CodePointSet classPart() {
        int c = next();
        if (c == '[') {
            if (looksAt(0, ':')) {
                CodePointSet posix = posixBracket();
                if (posix != null) {
                    return posix;
                }
            }
            ParsedClass inner = charClass();
            return inner.negated ? inner.set.not() : inner.set;
        }
        if (c == '\\') {
            int escaped = escapedChar(true);
            if (escaped < 0) {
                return classEscape();
            }
            return rangeFrom(escaped);
        }
        return rangeFrom(c);
    }

    private CodePointSet classEscape() {
        int c = next();
        return switch (c) {
            case 'd' -> CharSets.DIGIT;
            case 'D' -> CharSets.DIGIT.not();
            case 'w' -> CharSets.WORD;
            case 'W' -> CharSets.WORD.not();
            case 's' -> CharSets.SPACE;
            case 'S' -> CharSets.SPACE.not();
            case 'h' -> CharSets.HEX;
            case 'H' -> CharSets.HEX.not();
            default -> property(c == 'P');
        };
    }

    private @Nullable CodePointSet posixBracket() {
        int start = at;
        at++;
        boolean not = take('^');
        StringBuilder name = new StringBuilder();
        while (more() && text[at] >= 'a' && text[at] <= 'z') {
            name.appendCodePoint(text[at++]);
        }
        CodePointSet set =
                looksAt(0, ':') && looksAt(1, ']') ? CharSets.posix(name.toString()) : null;
        if (set == null) {
            at = start;
            return null;
        }
        at += 2;
        return not ? set.not() : set;
    }

    /** The class part that starts with the character {@code from}: itself or a range. */
    private CodePointSet rangeFrom(int from) {
        boolean range =
                looksAt(0, '-')
                        && at + 1 < text.length
                        && !looksAt(1, ']')
                        && !(looksAt(1, '[') || (looksAt(1, '&') && looksAt(2, '&')));
        if (!range) {
            return CodePointSet.range(from, from);
        }
        int dash = at;
        at++;
        int to = next();
        if (to == '\\') {
            to = escapedChar(true);
            if (to < 0) { // a-\d: the dash stands for itself
                at = dash;
                return CodePointSet.range(from, from);
            }
        }
        if (to < from) {
            throw error("empty range in char class");
        }
        return CodePointSet.range(from, to);
    }
}
