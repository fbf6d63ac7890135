"""Random values: what a caller may pass (JSON), and literals of them."""

WORDS = ["a", "b", "Hello", "world", "user", "assistant", "system", "content", "x1", "foo bar", "Foo", "ABC", "zz",
         "key", "tool_call", "get_weather", "2024-01-01", "the quick brown fox", "lorem ipsum dolor sit amet"]
TEXTS = [
    "", " ", "\n", "  padded  ", "\ttab\tbed\t", "line one\nline two\n\nline four", "a\r\nb\rc", "x\x0by\x0cz", "a\x1cb\x85c\u2028d",
    "it's", 'say "hi"', "both ' and \"", "back\\slash", "<b>bold</b> & <i>it</i>", "&lt;tag&gt; &amp; &#39;q&#39; &nbsp;&copy;",
    "{{ x }} {% if y %}", "{# no #}", "<|im_start|>user", "</tool_call>", "<!-- c --><p>t</p>",
    "naïve café", "straße", "ﬁne ﬂow", "İstanbul ı I", "ΑΣ ΑΣΑ ς", "ǆ ǅ Ǆ", "ŉ", "日本語テキスト", "👍🏽 ok 🎉", "e\u0301 combining",
    "٣٤ ² ½ Ⅷ ①", "a\u00a0b\u3000c\u2003d", "\u200b\ufeff", "\x00\x01\x1b\x7f", "𝒳𝔘", "ᾳ ᾼ ΐ", "ჯ Ა", "İ",
    "12", "-7", " 42 ", "3.5", "1e5", "-0", "0x1f", "0b101", "0o17", "1_000", "inf", "nan", "-Infinity", "１２", "1.5.2", "12abc", ".5", "5.",
    "%s", "%d items", "100%", "%(a)s", "%5.2f|%-5s|", "{}", "{0} {1}", "{a}", "{:>8}", "{0[a]}", "{{}}", "}", "{",
    "http://example.com/a?b=c&d", "www.example.org, x", "mailto:me@example.com", "me@example.com", "(https://x.io/y).", "<https://a.bc>", "ftp://h/p",
    "a,b,c", "a.b.c", "one two  three", "--a--b--", "a-b_c d", "AbC dEf", "title case words", "hyphen-ated words break-here", "aaa", "abcabcabc",
    "the quick brown fox jumps over the lazy dog and runs away from the very-long-hyphenated-word into supercalifragilisticexpialidocious",
    "user@", "ünïcödé ñ", "Ⅳ ⅳ", "ß", "ΌΣΟΣ", "O'Brien said \"no\"",
    "x" * 90, "word " * 30, "a\n\n\nb\n", "\n\n", "1\n22\n333",
]
INTS = [0, 1, 2, 3, 4, 5, 7, 10, 16, 42, 100, 255, 256, 257, 1000, -1, -2, -3, -7, -10, 999999, 2**31, 2**31 - 1, -2**31, 2**53 + 1,
        2**63 - 1, 2**63, -2**63, -2**63 - 1, 2**64, 10**30, -10**25]
FLOATS = [0.0, -0.0, 0.5, 1.0, 1.5, 2.5, -2.5, 3.7, -3.7, 0.1, 0.2, 0.3, 1e16, 1e15, 123456789012345680.0, 1e22, 1e-4, 1e-5, 1e100, 1e300, 1.7976931348623157e308,
          5e-324, 2.2250738585072014e-308, 123456.789, 0.045, 2.675, 1.005, 1e21, 3.0, 100.0, -1.25, 9007199254740993.0, 0.1 + 0.2, 1 / 3]
KEYS = ["a", "b", "c", "role", "content", "name", "items", "keys", "get", "x y", "_p", "", "é", "type", "0", "A", "B", "value"]


def text(r):
    n = r.random()
    if n < 0.45:
        return r.choice(WORDS)
    if n < 0.9:
        return r.choice(TEXTS)
    return " ".join(r.choice(WORDS) for _ in range(r.randint(1, 6)))


def integer(r):
    return r.randint(-3, 12) if r.random() < 0.75 else r.choice(INTS)


def floating(r):
    return r.choice(FLOATS) if r.random() < 0.8 else round(r.uniform(-1000, 1000), r.randint(0, 6))


def scalar(r):
    n = r.random()
    if n < 0.4:
        return text(r)
    if n < 0.65:
        return integer(r)
    if n < 0.8:
        return floating(r)
    if n < 0.92:
        return r.random() < 0.5
    return None


def any_value(r, depth=2):
    n = r.random()
    if depth <= 0 or n < 0.6:
        return scalar(r)
    if n < 0.8:
        return [any_value(r, depth - 1) for _ in range(r.randint(0, 4))]
    return mapping(r, depth - 1)


def mapping(r, depth=1):
    return {r.choice(KEYS): any_value(r, depth) for _ in range(r.randint(0, 4))}


def record(r):
    """A dict with the fields that attribute filters ask for."""
    item = {"name": r.choice(["bob", "Alice", "carl", "Bob", "dora", "Ärger"]), "n": r.randint(0, 5)}
    if r.random() < 0.7:
        item["on"] = r.random() < 0.5
    if r.random() < 0.5:
        item["sub"] = {"v": r.randint(0, 3), "tags": [r.choice(WORDS) for _ in range(r.randint(0, 2))]}
    if r.random() < 0.3:
        item["none"] = None
    return item


def message(r):
    content = text(r) if r.random() < 0.8 else [{"type": "text", "text": text(r)}]
    m = {"role": r.choice(["system", "user", "assistant", "tool"]), "content": content}
    if r.random() < 0.15:
        m["tool_calls"] = [{"type": "function", "function": {"name": "get_weather", "arguments": mapping(r, 1)}}]
    if r.random() < 0.1:
        m["reasoning_content"] = text(r)
    return m


def tree(r, depth):
    return {"v": r.randint(0, 9), "kids": [tree(r, depth - 1) for _ in range(r.randint(0, 2) if depth > 0 else 0)]}


# The variables that every program has, by type.
VARIABLES = {
    "str": ["s", "t", "u"], "int": ["n", "m", "k"], "float": ["f", "g"], "bool": ["b", "c"], "none": ["z"],
    "ints": ["xs", "ys"], "strs": ["ws", "ss"], "list": ["mixed", "nested"], "dict": ["d", "e"],
    "records": ["rs", "users"], "msgs": ["messages"], "tree": ["tree"], "missing": ["nope", "undef"],
}


def bindings(r):
    return {
        "s": text(r), "t": text(r), "u": text(r), "n": integer(r), "m": r.randint(0, 6), "k": integer(r),
        "f": floating(r), "g": floating(r), "b": r.random() < 0.5, "c": r.random() < 0.5, "z": None,
        "xs": [integer(r) for _ in range(r.randint(0, 6))], "ys": [r.randint(0, 9) for _ in range(r.randint(1, 8))],
        "ws": [r.choice(WORDS) for _ in range(r.randint(0, 5))], "ss": [text(r) for _ in range(r.randint(1, 4))],
        "mixed": [any_value(r, 1) for _ in range(r.randint(0, 5))],
        "nested": [[any_value(r, 1) for _ in range(r.randint(0, 3))] for _ in range(r.randint(0, 4))],
        "d": mapping(r, 2), "e": {k: r.randint(0, 9) for k in r.sample(KEYS, r.randint(1, 5))},
        "rs": [record(r) for _ in range(r.randint(0, 5))], "users": [record(r) for _ in range(r.randint(1, 4))],
        "messages": [message(r) for _ in range(r.randint(0, 4))], "tree": tree(r, 3),
    }


def quoted(r, s):
    """A literal of Jinja2's grammar; escapes are chosen at random where they are not needed."""
    q = r.choice("'\"")
    out = []
    for ch in s:
        if ch == "\\" or ch == q:
            out.append("\\" + ch)
        elif ch == "\n":
            out.append("\\n" if r.random() < 0.8 else "\n")
        elif ch == "\r":
            out.append("\\r")
        elif ch == "\t" and r.random() < 0.5:
            out.append("\\t")
        elif ord(ch) < 32 or ord(ch) == 127:
            out.append("\\x%02x" % ord(ch) if r.random() < 0.8 else "\\%03o" % ord(ch))
        elif ord(ch) > 126 and r.random() < 0.3:
            out.append("\\u%04x" % ord(ch) if ord(ch) < 0x10000 else "\\U%08x" % ord(ch))
        elif ch in "{}%#":
            out.append("\\x%02x" % ord(ch) if r.random() < 0.2 else ch)
        else:
            out.append(ch)
    return q + "".join(out) + q


def number(r, n):
    if isinstance(n, float):
        s = repr(n)
        return s if s[0] != "-" else "(" + s + ")"
    if n < 0:
        return "(%d)" % n
    x = r.random()
    if x < 0.9:
        return str(n)
    return {0: hex(n), 1: bin(n), 2: oct(n), 3: "{:_}".format(n)}[r.randint(0, 3)]


def literal(r, v):
    if isinstance(v, bool):
        return r.choice(["true", "True"]) if v else r.choice(["false", "False"])
    if v is None:
        return r.choice(["none", "None"])
    if isinstance(v, str):
        return quoted(r, v)
    if isinstance(v, (int, float)):
        return number(r, v)
    if isinstance(v, list):
        return "[" + ", ".join(literal(r, x) for x in v) + "]"
    return "{" + ", ".join(literal(r, k) + ": " + literal(r, x) for k, x in v.items()) + "}"
