"""Random texts of hard kinds for tokenizers, each from a random.Random.

A text is a few chunks; a chunk is made by one of CHUNKS. There are no lone surrogates.
"""
import unicodedata

LATIN = "etaoinshrdlucmfwypvbgkqjxzETAOIN"
VOWEL_MARKS = [0x301, 0x308, 0x30A, 0x327, 0x345, 0x323, 0x338, 0x5B4, 0x64E, 0x651, 0x93F, 0x94D, 0xE31, 0x3099, 0x20DD, 0x1D167, 0xFE0F, 0xE0100]
BLANKS = ["\t", "\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u00a0", "\u1680", "\u2002", "\u2009", "\u200b", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\ufeff"]
NUMERALS = "0123456789٠٧०९๓Ⅷⅻ½⅞²₉①⑴一〇萬𝟗０８𐏓𑁦"
EMOJI = ["😀", "👋🏾", "👨‍👩‍👧", "🏴‍☠️", "🇧🇷", "🇧", "❤️‍🔥", "7️⃣", "🫥", "🪽", "☕", "✋", "🧑🏽‍💻", "\u200d", "\ufe0f", "🏻"]
SYMBOLS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~¡«»¿×÷–—‘’“”„…†‰€№™→≠□▁·、。「」！？～٪؛।๛᚛⁂"
TAILS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d", "'S", "'LL", "'Re", "’s", "'ſ", "'", "''", "n't", "'tis", "'r", "'l"]
MARKUP = ["<s>", "</s>", "<pad>", "<unk>", "<mask>", "[CLS]", "[SEP]", "[UNK]", "[MASK]", "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|eot_id|>", "<bos>", "<0x0A>", "<0xE2>", "##a", "Ġa", "▁a", "</w>", "[INST]", "<|", "|>", "<", "[", "▁▁"]
FOLDS = ["İ", "ı", "ſ", "ẞ", "ß", "ς", "Σ", "ΑΣ", "ǅ", "ŉ", "ﬃ", "K", "Å", "Ω", "ᾳ", "ΐ", "Ꭰ", "Ꮿ", "ꭰ", "ა", "Ა", "𐐀", "𞤀", "Ǆ", "µ"]
COMPAT = "ﬁﬀ㎏㌀㋿½①ｶﾞﾊﾟＡｚ０ﷺﷲ⑳™ℌ℀㍿𝒜𝟘ʰ⁴₄︰﹅ſ…‥ⅷ㈱㊙"
WORDS = "the river bank opened its doors when morning came and nobody noticed that seventeen unlikely travellers had already left for internationalization counterrevolutionaries data token model it we I a".split()
FOREIGN = ["Straße", "naïve", "coöperate", "Łódź", "Ærøskøbing", "čeština", "işçi", "phở", "Здравствуйте", "привет", "Ελληνικά", "שלום", "עולם", "مرحبا", "العربية", "नमस्ते", "हिन्दी", "বাংলা", "தமிழ்", "తెలుగు", "ಕನ್ನಡ", "සිංහල", "ไทย", "ภาษา", "ລາວ", "မြန်မာ", "ខ្មែរ", "አማርኛ", "ქართული", "Հայերեն", "日本語", "ひらがな", "カタカナ", "中文", "繁體", "한국어", "안녕", "ᏣᎳᎩ", "ᐃᓄᒃᑎᑐᑦ", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "𐎠𐎼𐎹", "𓂀", "𝔘𝔫𝔦", "ꦗꦮ", "ᠮᠣᠩᠭᠣᠯ", "ޑިވެހި", "བོད་སྐད"]


def char(rng, low, high):
    while True:
        c = rng.randint(low, high)
        if not 0xD800 <= c <= 0xDFFF:
            return chr(c)


def run_of(rng, low, high, most=8):
    return "".join(char(rng, low, high) for _ in range(rng.randint(1, most)))


def word(rng):
    return rng.choice([str.lower, str.lower, str.lower, str.title, str.upper])(rng.choice(WORDS)) + rng.choice(["", "", "", rng.choice(TAILS)])


def prose(rng):
    return rng.choice([" ", " ", "  ", ", "]).join(word(rng) for _ in range(rng.randint(1, 9)))


def foreign(rng):
    return rng.choice([" ", "", "-", "، "]).join(rng.choice(FOREIGN) for _ in range(rng.randint(1, 5)))


def blanks(rng):
    return "".join(rng.choice([" ", " ", rng.choice(BLANKS)]) * rng.choice([1, 1, 2, 3, rng.randint(1, 40)]) for _ in range(rng.randint(1, 5)))


def numbers(rng):
    return "".join(rng.choice([rng.choice("0123456789"), rng.choice(NUMERALS), rng.choice(".,-+/ :eE%")]) for _ in range(rng.randint(1, 16)))


def symbols(rng):
    return "".join(rng.choice(SYMBOLS) * rng.choice([1, 1, 1, 2, 5]) for _ in range(rng.randint(1, 8)))


def contraction(rng):
    return rng.choice(["I", "YOU", "é", "中", "9", "_", " ", "\n", "ä\u0308", ""]) + rng.choice(TAILS) + rng.choice(["", " ", "x", "'s", "9"])


def emoji(rng):
    return "".join(rng.choice(EMOJI) for _ in range(rng.randint(1, 6)))


def marks(rng):
    return "".join(rng.choice("eAoıﬁか क१" + "ᄒ") + "".join(chr(rng.choice(VOWEL_MARKS)) for _ in range(rng.choice([0, 1, 1, 2, 5]))) for _ in range(rng.randint(1, 6)))


def jamo(rng):
    return "".join(char(rng, 0x1100, 0x1112) + char(rng, 0x1161, 0x1175) + rng.choice(["", char(rng, 0x11A7, 0x11C3)]) for _ in range(rng.randint(1, 4))) + char(rng, 0xAC00, 0xD7A3) + rng.choice(["", "\u11a8", "\u11a7", "\u1161"])


def decomposed(rng):
    return unicodedata.normalize(rng.choice(["NFC", "NFD", "NFKC", "NFKD"]), foreign(rng))


def markup(rng):
    m = rng.choice(MARKUP)
    m = rng.choice([m, m, m + m, m[1:], m[:-1], m.upper(), m.lower(), m.title()])
    return rng.choice(["", " ", "  ", "\n", "x", "_", "é"]) + m + rng.choice(["", " ", "\t ", "y", "."])


def folds(rng):
    return "".join(rng.choice(FOLDS) + rng.choice(["", " ", "s", "\u0307"]) for _ in range(rng.randint(1, 6)))


def compat(rng):
    return "".join(rng.choice(COMPAT) for _ in range(rng.randint(1, 8)))


def controls(rng):
    return "".join(rng.choice([chr(rng.randrange(32)), chr(rng.randrange(0x7F, 0xA0)), "\u00ad", "\u061c", "\u200e", "\u2066", "\ufffd", "\ufff9", "a", " "]) for _ in range(rng.randint(1, 6)))


def repeated(rng):
    return rng.choice(["a", "Z", "e\u0301", "ab", "1", "=", "-", "'", "中", "😀", "\n", " ", "\u00a0", "aab", "the ", "\r\n", "_", "."]) * rng.choice([2, 3, 7, 30, rng.randint(50, 400)])


def identifiers(rng):
    return rng.choice(["snake_case_name", "camelCaseName", "HTTPServerError2", "x1y2z3", "__init__", "kebab-case", "a.b.c", "C++", "user@host.org", "https://a.example/b?c=%20#d", "$HOME/.rc", "0xFFe1", "1e-9", "v2.0.1-rc3", "#include <x>", "{\"k\": [1,\n\t2]}", "```py\nif x:\n    y\n```"])


def any_bmp(rng):
    return run_of(rng, 1, 0xFFFF)


def any_plane(rng):
    return run_of(rng, 0x10000, rng.choice([0x1FFFF, 0x1FFFF, 0x2FFFF, 0x3FFFF, 0xEFFFF, 0x10FFFF]))


def block(rng):
    start = rng.choice([rng.randrange(0x80, 0x3000), rng.randrange(0xA000, 0xABFF), rng.randrange(0xF900, 0xFFFF), rng.randrange(0x10000, 0x11FFF), rng.randrange(0x16000, 0x18FFF), rng.randrange(0x1B000, 0x1FBFF)])
    return run_of(rng, start, start + 40)


def unassigned(rng):
    out = ""
    while len(out) < 3:
        c = char(rng, 0x300, rng.choice([0xFFFF, 0x1FFFF, 0xE0FFF]))
        if unicodedata.category(c) in ("Cn", "Co"):
            out += c + rng.choice(["", "a", " "])
    return out


def nul(rng):
    return rng.choice(["\x00", "a\x00b", " \x00", "\x00\x00"])


def letters(rng):
    return "".join(rng.choice(LATIN) for _ in range(rng.randint(1, 24)))


CHUNKS = [prose, prose, prose, foreign, foreign, blanks, blanks, numbers, symbols, symbols, contraction, emoji, marks, jamo, decomposed, markup, markup, folds, compat, controls, repeated, identifiers, any_bmp, any_plane, block, block, unassigned, nul, letters]


def text(rng, pieces=(), most=200):
    """One text; pieces are strings of the tokenizer at hand (added tokens, vocabulary) that are worked in."""
    out = ""
    for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3, 5])):
        if pieces and rng.random() < .35:
            p = rng.choice(pieces)
            out += rng.choice([p, p, p, p + p, p[:-1], p[1:], p.upper(), p.lower(), " " + p + " "])
        else:
            out += rng.choice(CHUNKS)(rng)
        out += rng.choice(["", "", " ", "\n"])
    return out[:most]
