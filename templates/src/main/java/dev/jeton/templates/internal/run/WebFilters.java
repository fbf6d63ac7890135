package dev.jeton.templates.internal.run;

import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.Html;
import dev.jeton.templates.internal.value.Iterate;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyChars;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.Repr;
import dev.jeton.templates.internal.value.Slices;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.Text;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Types;
import dev.jeton.templates.internal.value.Undefined;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The filters for HTML and URLs. Chat templates hardly use them. */
final class WebFilters {
    private static final Pattern HTTP =
            Pattern.compile(
                    "((https?://|www\\.)(([\\w%-]++\\.)*)?([a-z]{2,63}|xn--[\\w%]{2,59})"
                            + "|([\\w%-]{2,63}\\.)+(com|net|int|edu|gov|org|info|mil)"
                            + "|(https?://)((\\d{1,3}(\\.\\d{1,3}){3})"
                            + "|(\\[([\\da-f]{0,4}:){2}([\\da-f]{0,4}:?){1,6}])))"
                            + "(:\\d{1,5})?([/?#]\\S*+)?",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern EMAIL = Pattern.compile("\\S+@\\w[\\w.-]*\\.\\w+");
    private static final Pattern SCHEME = Pattern.compile("[\\w.+-]{2,}:(/){0,2}");
    private static final int MAX_LINK = 2048;

    private WebFilters() {}

    // urlencode

    static Object urlEncode(Render render, Object value) {
        if (Str.is(value) || Iterate.overOrNull(value) == null) {
            return quote(value, false);
        }
        TextBuilder out = new TextBuilder();
        List<Object> items = Iterate.list(render, value);
        for (Object item : items) {
            Object key = item;
            Object member;
            if (value instanceof Map<?, ?> map) {
                member = dev.jeton.templates.internal.value.Dicts.get(map, item);
            } else {
                List<Object> pair = Iterate.list(item);
                if (pair.size() != 2) {
                    throw PyError.other("too many values to unpack (expected 2)");
                }
                key = pair.get(0);
                member = pair.get(1);
            }
            if (out.length() > 0) {
                out.append('&');
            }
            out.append(quote(key, true)).append('=').append(quote(member, true));
        }
        return out.build();
    }

    private static Object quote(Object value, boolean query) {
        Object str = Repr.str(value);
        String text = Str.text(str);
        TextBuilder out = new TextBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean safe =
                    (c < 128 && Character.isLetterOrDigit(c))
                            || "_.-~".indexOf(c) >= 0
                            || (c == '/' && !query);
            if (safe) {
                out.append(str, i, next);
            } else if (c == ' ' && query) {
                out.appendDerived("+", str, i, next);
            } else {
                StringBuilder hex = new StringBuilder();
                for (byte b : text.substring(i, next).getBytes(StandardCharsets.UTF_8)) {
                    hex.append(String.format("%%%02X", b));
                }
                out.appendDerived(hex.toString(), str, i, next);
            }
            i = next;
        }
        return out.build();
    }

    // xmlattr

    static Object xmlAttributes(Render render, Object value, Args args) {
        Object autospace = Filters.or(args.bind("do_xmlattr", 0, "autospace")[0], true);
        if (!(value instanceof Map<?, ?> map)) {
            throw value instanceof Undefined undefined
                    ? undefined.error()
                    : PyError.other("'" + Types.name(value) + "' object has no attribute 'items'");
        }
        TextBuilder out = new TextBuilder();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = Types.in(entry.getKey());
            Object member = Types.in(entry.getValue());
            if (member == None.NONE || member instanceof Undefined) {
                continue;
            }
            if (!Str.is(key)) {
                throw PyError.type(
                        "expected string or bytes-like object, got '" + Types.name(key) + "'");
            }
            if (Str.text(key).chars().anyMatch(c -> " \t\n\r\f\u000b/>=".indexOf(c) >= 0)) {
                throw PyError.other("Invalid character in attribute name: " + Repr.repr(key));
            }
            if (out.length() > 0) {
                out.append(' ');
            }
            out.append(Html.escape(key)).append("=\"").append(Html.escape(member)).append('"');
        }
        if (!Ops.truth(autospace) || out.length() == 0) {
            return out.build(render.autoescape());
        }
        return new TextBuilder().append(' ').append(out.build()).build(render.autoescape());
    }

    // urlize

    static Object urlize(Render render, Object value, Args args) {
        Object[] bound =
                args.bind(
                        "do_urlize",
                        0,
                        "trim_url_limit",
                        "nofollow",
                        "target",
                        "rel",
                        "extra_schemes");
        Object limit = Filters.or(bound[0], None.NONE);
        TreeSet<String> rel = new TreeSet<>();
        Object relValue = Filters.or(bound[3], None.NONE);
        if (relValue != None.NONE) {
            rel.addAll(List.of(Str.text(Repr.str(relValue)).trim().split("\\s+")));
        }
        if (Filters.given(bound[1]) && Ops.truth(bound[1])) {
            rel.add("nofollow");
        }
        rel.add("noopener");
        rel.remove("");
        Object target = Filters.or(bound[2], None.NONE);
        List<String> schemes = new ArrayList<>();
        Object extra = Filters.or(bound[4], None.NONE);
        if (extra != None.NONE) {
            for (Object scheme : Iterate.list(render, extra)) {
                String text = Str.text(Repr.str(scheme));
                if (!SCHEME.matcher(text).matches()) {
                    throw PyError.other(Repr.repr(scheme) + " is not a valid URI scheme prefix.");
                }
                schemes.add(text);
            }
        }
        String attributes =
                " rel=\""
                        + Str.text(Html.escape(String.join(" ", rel)))
                        + "\""
                        + (target == None.NONE || !Ops.truth(target)
                                ? ""
                                : " target=\"" + Str.text(Html.escape(target)) + "\"");
        Object escaped = Html.escape(value);
        Linker linker = new Linker(render, escaped, attributes, limit, schemes);
        Object result = linker.run();
        render.checkString(Str.text(result).length());
        return render.autoescape() ? Text.markup(result) : Str.plain(result);
    }

    private record Linker(
            Budget budget, Object str, String attributes, Object limit, List<String> schemes) {
        Object run() {
            String text = Str.text(str);
            TextBuilder out = new TextBuilder(text.length());
            int from = 0;
            while (from < text.length()) {
                boolean space = PyChars.isSpace(text.charAt(from));
                int to = from;
                while (to < text.length() && PyChars.isSpace(text.charAt(to)) == space) {
                    to++;
                }
                if (space) {
                    out.append(str, from, to);
                } else {
                    word(out, from, to);
                }
                from = to;
            }
            return out.build();
        }

        private void word(TextBuilder out, int start, int end) {
            String text = Str.text(str);
            int from = start;
            while (from < end) {
                int opening = opening(text, from);
                if (opening == 0) {
                    break;
                }
                from += opening;
            }
            int to = end;
            while (to > from) {
                int closing = closing(text.substring(from, to));
                if (closing == 0) {
                    break;
                }
                to -= closing;
            }
            to = balance(text, from, to, end);
            String middle = text.substring(from, to);
            String link = link(middle);
            out.append(str, start, from);
            if (link.isEmpty()) {
                out.append(str, from, to);
            } else {
                out.appendDerived(link, str, from, to);
            }
            out.append(str, to, end);
        }

        private static int opening(String text, int at) {
            return text.startsWith("&lt;", at) ? 4 : "(<".indexOf(text.charAt(at)) >= 0 ? 1 : 0;
        }

        private static int closing(String middle) {
            return middle.endsWith("&gt;")
                    ? 4
                    : ")>.,\n".indexOf(middle.charAt(middle.length() - 1)) >= 0 ? 1 : 0;
        }

        private static int balance(String text, int from, int middleEnd, int end) {
            int to = middleEnd;
            String[][] pairs = {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}};
            for (String[] pair : pairs) {
                int open = count(text.substring(from, to), pair[0]);
                if (open <= count(text.substring(from, to), pair[1])) {
                    continue;
                }
                int moves = Math.min(open, count(text.substring(to, end), pair[1]));
                for (int i = 0; i < moves; i++) {
                    to = text.indexOf(pair[1], to) + pair[1].length();
                }
            }
            return to;
        }

        private static int count(String text, String part) {
            int count = 0;
            for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + part.length())) {
                count++;
            }
            return count;
        }

        private String link(String middle) {
            if (middle.length() > MAX_LINK) {
                return "";
            }
            if (HTTP.matcher(middle).matches()) {
                boolean scheme = middle.startsWith("https://") || middle.startsWith("http://");
                return anchor((scheme ? "" : "https://") + middle, middle);
            }
            if (middle.startsWith("mailto:") && EMAIL.matcher(middle.substring(7)).matches()) {
                return "<a href=\"" + middle + "\">" + middle.substring(7) + "</a>";
            }
            boolean plain =
                    middle.indexOf('@') >= 0
                            && !middle.startsWith("www.")
                            && !middle.startsWith("@")
                            && middle.indexOf(':') < 0
                            && EMAIL.matcher(middle).matches();
            if (plain) {
                return "<a href=\"mailto:" + middle + "\">" + middle + "</a>";
            }
            for (String scheme : schemes) {
                if (!middle.equals(scheme) && middle.startsWith(scheme)) {
                    return "<a href=\"" + middle + "\"" + attributes + ">" + middle + "</a>";
                }
            }
            return "";
        }

        private String anchor(String target, String shown) {
            int length = shown.codePointCount(0, shown.length());
            boolean cut = limit != None.NONE && Ops.ordered(">", (long) length, limit);
            String text =
                    cut
                            ? Str.text(Slices.slice(budget, shown, None.NONE, limit, None.NONE))
                                    + "..."
                            : shown;
            return "<a href=\"" + target + "\"" + attributes + ">" + text + "</a>";
        }
    }
}
