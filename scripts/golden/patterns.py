"""Split patterns of real tokenizers, and random ones in the syntax of Oniguruma (Ruby)."""

KNOWN = [
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+",
    r" ?[^(\s|[.,!?…。，、।۔،])]+",
    r"\p{N}{1,3}",
    r"[一-龥぀-ゟ゠-ヿ]+",
    r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r"[\p{P}\$\+<=>\^~\|`]+",
    r"\d",
    r"[0-9][0-9][0-9]",
    r"(?=(\d{3})+(?!\d))",
    r"\s+(?=\S)|\S+\s*",
    r"[\r\n]",
    r"\s?\p{L}+",
    r"\s?\p{P}+",
    r"\w+|[^\w\s]+",
    r"\p{Han}+|\p{Hiragana}+|\p{Katakana}+|\p{Hangul}+|\p{Thai}+|[^\p{Han}\p{Thai}]+?",
]
CLASSES = [r"\p{L}", r"\p{Lu}", r"\p{Ll}", r"\p{N}", r"\p{Nd}", r"\p{M}", r"\p{P}", r"\p{S}", r"\p{Z}", r"\p{C}", r"\P{L}", r"\p{^L}", r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", r"\h", r"\H", r"\p{Han}", r"\p{Greek}", r"\p{Cyrillic}",
           r"\p{Alnum}", r"\p{Alphabetic}", r"\p{Uppercase}", r"\p{White_Space}", r"\p{Emoji}", r"[[:alpha:]]", r"[[:upper:]]", r"[[:punct:]]", r"[[:space:]]", r"[[:word:]]", r"[[:^digit:]]", r"\R", r"\X", r"."]
SETS = ["a-z", "A-Z", "0-9", "é", "\\s", "\\d", "\\w", "\\p{L}", "\\p{M}", "^x", "\\n", "\\-", "一-鿿", "[:alpha:]", "&&[^aeiou]", "[q-z]", "'", "\\x{1F600}-\\x{1F64F}", "ß", "ſ"]
LITERALS = ["a", "e", "th", "'", "\\.", " ", "\\n", "é", "中", "😀", "x", "ss", "\\t", "-", "_", "\\u00e9", "\\x{301}"]


def atom(rng, depth):
    k = rng.random()
    if k < .34:
        return rng.choice(CLASSES)
    if k < .6:
        return rng.choice(LITERALS)
    if k < .76:
        items = rng.sample(SETS, rng.randint(1, 3))
        # an intersection and a negation have their places in a set
        items.sort(key=lambda x: (x.startswith("&&"), not x.startswith("^")))
        body = "".join(items).replace("^x", "x")
        if body.startswith("&&"):
            body = "a-f" + body
        return f"[{rng.choice(['', '', '^'])}{body}]"
    if depth > 2:
        return "a"
    inner = pattern(rng, depth + 1)
    return rng.choice(["(?:%s)", "(?:%s)", "(%s)", "(?i:%s)", "(?>%s)", "(?=%s)", "(?!%s)"]) % inner


def piece(rng, depth):
    a = atom(rng, depth)
    if a.startswith(("(?=", "(?!")):
        return a
    return a + rng.choice(["", "", "", "?", "+", "+", "*", "+?", "*?", "{1,3}", "{2}", "{2,}", "++", "?+", "??", "{,2}"])


def pattern(rng, depth=0):
    out = []
    for _ in range(rng.choice([1, 1, 2, 3]) if depth == 0 else rng.choice([1, 1, 2])):
        parts = "".join(piece(rng, depth) for _ in range(rng.randint(1, 3)))
        if depth == 0:
            parts = rng.choice(["", "", "", "", "^", r"\b", r"(?<=a)", r"(?<![0-9])", r"(?<=\s)", r"\A", r"\G"]) + parts + rng.choice(["", "", "", "", "$", r"\b", r"\B", r"(?!\S)", r"(?=\s)", r"\z", r"\Z"])
        out.append(parts)
    return "|".join(out)
