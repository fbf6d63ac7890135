"""Writes the character tables of templates/src/main/resources: what Python 3.11 (Unicode 14) knows about characters.

    unicode_tables.py > ../../main/resources/dev/jeton/templates/internal/value/unicode.txt

One table a line. A property is its name and the code points where it changes, as differences in base 36. A
mapping is its name and pairs of a code point and the text it becomes, as hexadecimal numbers.
"""
import sys
import unicodedata

assert unicodedata.unidata_version == "14.0.0", unicodedata.unidata_version
ALL = [chr(c) for c in range(sys.maxunicode + 1) if not 0xD800 <= c < 0xE000]


def base36(n):
    digits = ""
    while True:
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[n % 36] + digits
        n //= 36
        if n == 0:
            return digits


def final_sigma(before):
    return (before + "Σ").lower().endswith("ς")


PROPERTIES = {
    "alpha": str.isalpha, "decimal": str.isdecimal, "digit": str.isdigit, "numeric": str.isnumeric, "upper": str.isupper, "lower": str.islower,
    "title": lambda c: unicodedata.category(c) == "Lt", "ignorable": lambda c: final_sigma("A" + c) and not final_sigma(c), "cased": final_sigma,
    "start": str.isidentifier, "continue": lambda c: ("a" + c).isidentifier(),
}
MAPPINGS = {
    "toupper": lambda c: c.upper(), "tolower": lambda c: c.lower(),
    "totitle": lambda c: c.title() if c.title() != c.upper() else c, "fold": lambda c: c.casefold() if c.casefold() != c.lower() else c,
}
for name, test in PROPERTIES.items():
    edges, before, last = [], False, 0
    for c in ALL:
        if test(c) != before:
            edges.append(base36(ord(c) - last))
            last, before = ord(c), not before
    print(name, *edges)
for name, map in MAPPINGS.items():
    # "totitle" also lists what stays as it is although it has an upper case.
    changed = [c for c in ALL if (map(c) != c or (name == "totitle" and c.title() != c.upper()) or (name == "fold" and c.casefold() != c.lower()))]
    target = {"totitle": lambda c: c.title(), "fold": lambda c: c.casefold()}.get(name, map)
    print(name, *("%x:%s" % (ord(c), ",".join("%x" % ord(x) for x in target(c))) for c in changed))
