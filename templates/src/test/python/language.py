"""The tables of the language: filters, tests, methods and globals with the types of their arguments.

An argument is (name, type, required). Types are those of expressions.Expressions.value(); "=x" is the
source text x itself, and "a|b" is a choice. Names are used for keyword arguments where Python allows
them ("" where it does not).
"""


def arg(name, type, required=False):
    return (name, type, required)


def req(name, type):
    return (name, type, True)


ATTR = "='name'|='n'|='on'|='sub'|='sub.v'|='sub.tags.0'|='none'|='role'|='content'|='nope'|='0'|=0|='upper'|='_x'|='__class__'"
TEST_NAME = ("='defined'|='undefined'|='none'|='string'|='number'|='odd'|='even'|='true'|='lower'|='mapping'|='integer'|='boolean'"
             "|='sequence'|='iterable'|='callable'|='escaped'|='float'|='false'|='upper'|='nosuch'")
TEST_NAME2 = "='eq'|='equalto'|='ne'|='lt'|='gt'|='le'|='ge'|='in'|='=='|='!='|='<'|='>'|='sameas'|='divisibleby'|='lessthan'|='greaterthan'"
FILTER_NAME = ("='upper'|='lower'|='string'|='int'|='float'|='length'|='first'|='last'|='trim'|='title'|='list'|='e'|='tojson'|='abs'|='capitalize'"
               "|='reverse'|='nosuch'|='round'|='sum'|='join'|='default'|='wordcount'|='items'|='safe'")

# name: (input, arguments, output)
FILTERS = {
    "abs": ("num", [], "num"),
    "attr": ("any", [req("name", "='upper'|='items'|='name'|='a'|='real'|='nope'|='append'|='__class__'|=1")], "any"),
    "batch": ("iter", [req("linecount", "small1"), arg("fill_with", "scalar")], "gen"),
    "capitalize": ("text", [], "str"),
    "center": ("text", [arg("width", "width")], "str"),
    "count": ("sized", [], "int"),
    "d": ("any", [arg("default_value", "any"), arg("boolean", "bool")], "any"),
    "default": ("any", [arg("default_value", "any"), arg("boolean", "bool")], "any"),
    "dictsort": ("dict", [arg("case_sensitive", "bool"), arg("by", "='key'|='key'|='value'|='x'"), arg("reverse", "bool")], "list"),
    "e": ("any", [], "markup"),
    "escape": ("any", [], "markup"),
    "filesizeformat": ("num", [arg("binary", "bool")], "str"),
    "first": ("iter", [], "any"),
    "float": ("scalar", [arg("default", "float|any")], "float"),
    "forceescape": ("any", [], "markup"),
    "format": ("fmt", [arg("", "scalar"), arg("", "scalar")], "str"),
    "groupby": ("records", [req("attribute", ATTR), arg("default", "scalar"), arg("case_sensitive", "bool")], "list"),
    "indent": ("text", [arg("width", "small|='> '|='\\t'"), arg("first", "bool"), arg("blank", "bool")], "str"),
    "int": ("scalar", [arg("default", "int|any"), arg("base", "=10|=2|=8|=16|=0|=36|=7")], "int"),
    "items": ("dict", [], "gen"),
    "join": ("iter", [arg("d", "str"), arg("attribute", ATTR)], "str"),
    "last": ("iter", [], "any"),
    "length": ("sized", [], "int"),
    "list": ("iter", [], "list"),
    "lower": ("text", [], "str"),
    "map": ("iter", [req("", FILTER_NAME)], "gen"),
    "max": ("nums|strs|records", [arg("case_sensitive", "bool"), arg("attribute", ATTR)], "any"),
    "min": ("nums|strs|records", [arg("case_sensitive", "bool"), arg("attribute", ATTR)], "any"),
    "pprint": ("any", [], "str"),
    "random": ("=[7]|=''|='a'|=(1,)|=[]|=5", [], "any"),
    "reject": ("iter", [arg("", TEST_NAME)], "gen"),
    "rejectattr": ("records", [req("", ATTR), arg("", TEST_NAME)], "gen"),
    "replace": ("text", [req("old", "str"), req("new", "str"), arg("count", "small")], "str"),
    "reverse": ("iter", [], "gen"),
    "round": ("num", [arg("precision", "digits"), arg("method", "='common'|='ceil'|='floor'|='x'")], "float"),
    "safe": ("text", [], "markup"),
    "select": ("iter", [arg("", TEST_NAME)], "gen"),
    "selectattr": ("records", [req("", ATTR), arg("", TEST_NAME)], "gen"),
    "slice": ("iter", [req("slices", "small1"), arg("fill_with", "scalar")], "gen"),
    "sort": ("nums|strs|records", [arg("reverse", "bool"), arg("case_sensitive", "bool"), arg("attribute", ATTR + "|='n,name'|='name,n'")], "list"),
    "string": ("any", [], "str"),
    "striptags": ("text", [], "str"),
    "sum": ("nums|records", [arg("attribute", "='n'|=0|='sub.v'"), arg("start", "num|list")], "num"),
    "title": ("text", [], "str"),
    "tojson": ("any", [arg("ensure_ascii", "bool"), arg("indent", "=2|=0|=none|='--'|=4|=-1"), arg("separators", "=(',', ':')|=none|=[', ', ' = ']|=(',',)"),
                       arg("sort_keys", "bool")], "str"),
    "trim": ("text", [arg("chars", "str")], "str"),
    "truncate": ("text", [arg("length", "width"), arg("killwords", "bool"), arg("end", "='...'|='!'|=''|='…'"), arg("leeway", "small")], "str"),
    "unique": ("iter", [arg("case_sensitive", "bool"), arg("attribute", ATTR)], "gen"),
    "upper": ("text", [], "str"),
    "urlencode": ("text|dict", [], "str"),
    "urlize": ("text", [arg("trim_url_limit", "width"), arg("nofollow", "bool"), arg("target", "='_blank'|=none|='\"'"), arg("rel", "='me x'|=none"),
                        arg("extra_schemes", "=['ftp:']|=none|=['x']|=('tel:',)")], "str"),
    "wordcount": ("text", [], "int"),
    "wordwrap": ("text", [arg("width", "width"), arg("break_long_words", "bool"), arg("wrapstring", "='\\n'|='|'|=none"),
                          arg("break_on_hyphens", "bool")], "str"),
    "xmlattr": ("dict", [arg("autospace", "bool")], "str"),
}

# name: (input, arguments)
TESTS = {
    "boolean": ("any", []), "callable": ("any|callable", []), "defined": ("any|missing", []), "divisibleby": ("int", [req("", "small1")]),
    "eq": ("any", [req("", "any")]), "equalto": ("any", [req("", "any")]), "escaped": ("any", []), "even": ("int", []), "false": ("any", []),
    "filter": ("='upper'|='x'|str", []), "float": ("any", []), "ge": ("num", [req("", "num")]), "greaterthan": ("num", [req("", "num")]),
    "gt": ("num", [req("", "num")]), "in": ("scalar", [req("", "list|strs|nums|dict")]), "integer": ("any", []), "iterable": ("any", []),
    "le": ("num", [req("", "num")]), "lessthan": ("num", [req("", "num")]), "lower": ("text", []), "lt": ("num", [req("", "num")]),
    "mapping": ("any", []), "ne": ("any", [req("", "any")]), "none": ("any", []), "number": ("any", []), "odd": ("int", []),
    "sameas": ("=true|=none|bool|none", [req("", "bool|none")]), "sequence": ("any", []), "string": ("any", []), "test": ("='odd'|='x'|str", []),
    "true": ("any", []), "undefined": ("any|missing", []), "upper": ("text", []),
}
# Tests that are no names can only be used through select and its relatives.
SYMBOL_TESTS = ["==", "!=", "<", "<=", ">", ">="]

STR = {
    "capitalize": ([], "str"), "casefold": ([], "str"), "center": ([req("", "width"), arg("", "char")], "str"),
    "count": ([req("", "str"), arg("", "small"), arg("", "small")], "int"), "encode": ([arg("encoding", "='utf-8'|='ascii'|='latin-1'"), arg("errors", "='strict'|='ignore'|='replace'")], "bytes"),
    "endswith": ([req("", "str|=('a', 'd')"), arg("", "small"), arg("", "small")], "bool"), "expandtabs": ([arg("tabsize", "small")], "str"),
    "find": ([req("", "str"), arg("", "small"), arg("", "small")], "int"), "format": ([arg("", "scalar"), arg("", "scalar"), arg("", "dict")], "str"),
    "format_map": ([req("", "dict")], "str"), "index": ([req("", "str")], "int"), "isalnum": ([], "bool"), "isalpha": ([], "bool"),
    "isascii": ([], "bool"), "isdecimal": ([], "bool"), "isdigit": ([], "bool"), "isidentifier": ([], "bool"), "islower": ([], "bool"),
    "isnumeric": ([], "bool"), "isprintable": ([], "bool"), "isspace": ([], "bool"), "istitle": ([], "bool"), "isupper": ([], "bool"),
    "join": ([req("", "strs")], "str"), "ljust": ([req("", "width"), arg("", "char")], "str"), "lower": ([], "str"), "lstrip": ([arg("", "str")], "str"),
    "maketrans": ([req("", "={'a': 'b'}|={97: none}|='abc'|={1: 'x', 'b': 2}"), arg("", "='xyz'|='x'"), arg("", "='q'")], "dict"), "partition": ([req("", "str1")], "tuple"),
    "removeprefix": ([req("", "str")], "str"), "removesuffix": ([req("", "str")], "str"), "replace": ([req("", "str"), req("", "str"), arg("", "small")], "str"),
    "rfind": ([req("", "str"), arg("", "small"), arg("", "small")], "int"), "rindex": ([req("", "str")], "int"), "rjust": ([req("", "width"), arg("", "char")], "str"),
    "rpartition": ([req("", "str1")], "tuple"), "rsplit": ([arg("sep", "str1|none"), arg("maxsplit", "small")], "strs"), "rstrip": ([arg("", "str")], "str"),
    "split": ([arg("sep", "str1|none"), arg("maxsplit", "small")], "strs"), "splitlines": ([arg("keepends", "bool")], "strs"),
    "startswith": ([req("", "str|=('a', 'T')"), arg("", "small"), arg("", "small")], "bool"), "strip": ([arg("", "str")], "str"), "swapcase": ([], "str"),
    "title": ([], "str"), "translate": ([req("", "={97: 'X', 98: none, 99: 100}|={}|='abc'.maketrans('ab', 'xy')|=['q']|='z' * 120")], "str"), "upper": ([], "str"), "zfill": ([req("", "width")], "str"),
}
LIST = {"count": ([req("", "scalar")], "int"), "index": ([req("", "scalar"), arg("", "small"), arg("", "small")], "int"), "copy": ([], "list"),
        "append": ([req("", "scalar")], "none"), "extend": ([req("", "list")], "none"), "insert": ([req("", "small"), req("", "scalar")], "none"),
        "pop": ([arg("", "small")], "any"), "remove": ([req("", "scalar")], "none"), "reverse": ([], "none"), "sort": ([], "none"), "clear": ([], "none")}
TUPLE = {"count": ([req("", "scalar")], "int"), "index": ([req("", "scalar")], "int")}
DICT = {"get": ([req("", "key"), arg("", "any")], "any"), "items": ([], "view"), "keys": ([], "view"), "values": ([], "view"), "copy": ([], "dict"),
        "fromkeys": ([req("", "strs"), arg("", "scalar")], "dict"), "pop": ([req("", "key")], "any"), "popitem": ([], "any"),
        "setdefault": ([req("", "key"), arg("", "any")], "any"), "update": ([req("", "dict")], "none"), "clear": ([], "none")}
INT = {"bit_length": ([], "int"), "bit_count": ([], "int"), "conjugate": ([], "int"), "as_integer_ratio": ([], "tuple"),
       "to_bytes": ([req("length", "=2|=8|=1"), req("byteorder", "='big'|='little'")], "bytes"), "from_bytes": ([req("bytes", "bytes|=[1, 2]"), req("byteorder", "='big'|='little'")], "int")}
FLOAT = {"is_integer": ([], "bool"), "conjugate": ([], "float"), "as_integer_ratio": ([], "tuple"), "hex": ([], "str"), "fromhex": ([req("", "='0x1.8p3'|='1.5'|='inf'|str")], "float")}
RANGE = {"count": ([req("", "small")], "int"), "index": ([req("", "small")], "int")}
VIEW = {"isdisjoint": ([req("", "list")], "bool")}
BYTES = {"decode": ([arg("encoding", "='utf-8'|='ascii'"), arg("errors", "='replace'|='ignore'")], "str"), "hex": ([], "str")}
MARKUP = {"striptags": ([], "str"), "unescape": ([], "str"), "escape": ([req("", "str")], "markup")}
METHODS = {"str": STR, "list": LIST, "tuple": TUPLE, "dict": DICT, "int": INT, "float": FLOAT, "range": RANGE, "view": VIEW, "bytes": BYTES, "markup": MARKUP}

MUTATING = ("append", "clear", "extend", "insert", "pop", "popitem", "remove", "reverse", "setdefault", "sort", "update")
# What is no plain value, and the names it has.
MACRO_PARTS = ["name", "arguments", "catch_kwargs", "catch_varargs", "caller"]
OBJECTS = [("cycler('a', 'b')", ["current", "next", "reset", "items", "pos", "nope"]), ("joiner('-')", ["sep", "used"]), ("namespace(a=1)", ["a", "b", "items", "_a", "__class__"]),
           ("range(2, 9, 3)", ["start", "stop", "step", "count", "index", "nope"]), ("n", ["real", "imag", "numerator", "denominator"]), ("f", ["real", "imag"]), ("b", ["real", "imag", "denominator"]),
           ("{'a': 1}.keys()", ["mapping", "isdisjoint"]), ("{'a': 1}.items()", ["mapping", "isdisjoint"]), ("rs|groupby('n')|first", ["grouper", "list", "count", "index"]), ("dict(a=1)", ["a", "keys", "items", "values"]),
           ("none", ["x", "real"]), ("xs|map('string')", ["send", "close", "gi_frame", "gi_running"]), ("s|e", ["upper", "unescape", "striptags"])]
ATTRIBUTES = ["real", "imag", "numerator", "denominator", "start", "stop", "step", "current", "next", "reset", "grouper", "list", "mapping"] + MACRO_PARTS
GLOBALS = ["range", "dict", "lipsum", "cycler", "joiner", "namespace", "raise_exception", "strftime_now"]
LOOP = ["index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem", "nextitem", "cycle", "changed"]
BINARY = ["+", "-", "*", "/", "//", "%", "**", "~", "and", "or"]
COMPARE = ["==", "!=", "<", "<=", ">", ">=", "in", "not in"]
UNARY = ["-", "+", "not"]
TAGS = ["for", "if", "set", "macro", "call", "filter", "with", "autoescape", "block", "print", "generation", "break", "continue", "raw",
        "include", "import", "from", "extends", "elif", "else"]
