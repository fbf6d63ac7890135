"""Random expressions of a wanted type; with a small probability of another type, so that errors are seen, too."""
import re

import language as L
import values as V

CHOICE = re.compile(r"\|(?==|[a-z])")

SPECS = ["", ">8", "<5", "^7", "*^9", "05d", "d", "x", "X", "#x", "b", "#o", "c", ",", "_", "_x", ".2f", "+.1e", "10.3f", "%", ".1%", "g", ".3g", "n", "s", "5s", ".2s",
         "e", "E", "G", "=+6", "0=8", "z", " d", "-d", "08.2f", ",.2f", "q", "5", ".", "1000", "é>4", "#.3g", "+", "<", "010,", "020,.1f", "#010b", "^", "_b", "0", "00005", "-^+5"]
PERCENTS = ["%s", "%r", "%d", "%i", "%5d", "%-5d|", "%05d", "%+d", "% d", "%x", "%#x", "%X", "%o", "%e", "%.2f", "%10.3e", "%g", "%#g", "%c", "%%", "%a", "%s and %s",
            "%(a)s", "%(name)s-%(a)d", "%5.1s", "%*d", "%.*f", "%u", "%-8s|", "%q", "%", "%.0f", "%G", "%F", "%ld", "%(a)", "%+.3g", "%08.3f", "%#o", "%.5d", "%-#8x|"]


class Expressions:
    """Makes expressions; scope maps types to names that are set where the expression stands."""

    def __init__(self, random, errors):
        self.r = random
        self.errors = errors
        self.scope = {k: list(v) for k, v in V.VARIABLES.items()}
        self.macros = []
        self.loops = 0
        self.recursive = 0
        self.in_macro = 0
        self.blocks = []
        self.counter = 0

    # names

    def fresh(self):
        self.counter += 1
        return self.r.choice(["v", "w", "q", "tmp", "item_", "_h", "é"]) + str(self.counter)

    def name(self, type):
        names = self.scope.get(type)
        return self.r.choice(names) if names else None

    # types

    def value(self, type, depth=2):
        """An expression of the type, safe to be an operand."""
        r = self.r
        if "|" in type:
            type = r.choice(CHOICE.split(type))
        if type.startswith("="):
            return type[1:]
        if r.random() < self.errors:
            type = r.choice(["str", "int", "float", "none", "list", "dict", "missing", "bool", "tuple", "gen", "callable", "markup", "view", "range", "ns", "undef"])
        make = getattr(self, "t_" + type)
        return make(depth)

    def t_any(self, depth):
        return self.value(self.r.choice(["str", "str", "int", "float", "bool", "none", "list", "dict", "tuple", "records", "markup", "view", "range"]), depth)

    def t_scalar(self, depth):
        return self.value(self.r.choice(["str", "str", "int", "int", "float", "bool", "none"]), depth)

    def t_num(self, depth):
        return self.value(self.r.choice(["int", "int", "float", "bool"]), depth)

    def t_text(self, depth):
        return self.value(self.r.choice(["str"] * 12 + ["markup"] * 3 + ["int", "none", "list"]), depth)

    def t_iter(self, depth):
        return self.value(self.r.choice(["list", "strs", "nums", "str", "dict", "tuple", "range", "gen", "view", "records"]), depth)

    def t_sized(self, depth):
        return self.value(self.r.choice(["list", "strs", "nums", "str", "dict", "tuple", "range", "view", "records"]), depth)

    def leaf(self, type, literal, *names):
        name = self.name(self.r.choice(names or [type]))
        return name if name and self.r.random() < 0.6 else literal(self.r)

    def deeper(self, depth, options):
        """One of the options where there is room, else None."""
        return self.r.choice(options) if depth > 0 and self.r.random() < 0.55 else None

    def t_str(self, depth):
        r = self.r
        make = self.deeper(depth, [self.method_of("str", "str"), self.filter_to("str"), self.filter_to("str"), self.concat, self.subscript("str"),
                                   self.conditional("str"), self.plus("str"), self.times_str, self.percent, self.formatted, self.filter_to("str"), self.method_of("str", "str"),
                                   self.misc_str])
        if make:
            return make(depth - 1)
        return self.leaf("str", lambda x: V.quoted(x, V.text(x)))

    def t_str1(self, depth):
        return self.value("str", 0) if self.r.random() < 0.3 else self.r.choice(["' '", "','", "'a'", "'\\n'", "'-'", "'o'", "'é'", "'  '", "'ab'"])

    def t_char(self, depth):
        return self.r.choice(["'*'", "'.'", "'é'", "'👍'", "' '", "'ab'", "''"])

    def t_int(self, depth):
        make = self.deeper(depth, [self.arithmetic, self.arithmetic, self.filter_to("int"), self.method_of("str", "int"), self.negative, self.conditional("int"),
                                   self.method_of("int", "int"), self.method_of("list", "int"), self.filter_to("int"), self.loop_number, self.property])
        if make:
            return make(depth - 1)
        return self.leaf("int", lambda x: V.number(x, V.integer(x)))

    def t_small(self, depth):
        return self.r.choice(["0", "1", "2", "3", "4", "-1", "-2", "m", "7", "none" if self.r.random() < 0.1 else "5", "true"])

    def t_small1(self, depth):
        return self.r.choice(["1", "2", "3", "4", "5", "7", "m", "2"])

    def t_digits(self, depth):
        return self.r.choice(["0", "1", "2", "3", "-1", "-2", "5", "10", "17", "20", "1"])

    def t_width(self, depth):
        return self.r.choice(["0", "1", "3", "5", "8", "10", "12", "20", "40", "-1", "30", "m + 5"])

    def t_float(self, depth):
        make = self.deeper(depth, [self.arithmetic, self.filter_to("float"), self.negative, self.divide, self.conditional("float")])
        if make:
            return make(depth - 1)
        return self.leaf("float", lambda x: V.number(x, V.floating(x)))

    def t_bool(self, depth):
        make = self.deeper(depth, [self.test, self.test, self.compare, self.compare, self.logic, self.negate, self.method_of("str", "bool"), self.contains, self.loop_bool])
        if make:
            return make(depth - 1)
        return self.leaf("bool", lambda x: x.choice(["true", "false", "True", "False"]))

    def t_none(self, depth):
        return self.r.choice(["none", "None", "z"])

    def t_missing(self, depth):
        return self.r.choice(["nope", "undef", "d.nope", "d['nope']", "messages[99]", "xs[50]", "nope", "users[0].nope", "(1 if false)"])

    t_undef = t_missing

    def t_list(self, depth):
        make = self.deeper(depth, [self.filter_to("list"), self.list_literal, self.subscript("list"), self.plus("list"), self.times_list, self.listed("gen"), self.conditional("list"),
                                   self.method_of("list", "list"), self.listed("view"), self.method_of("str", "strs")])
        if make:
            return make(depth - 1)
        return self.leaf("list", lambda x: V.literal(x, [V.scalar(x) for _ in range(x.randint(0, 3))]), "list", "strs", "ints", "records")

    def t_strs(self, depth):
        make = self.deeper(depth, [self.method_of("str", "strs"), self.mapped_strs, self.sorted_strs])
        if make:
            return make(depth - 1)
        return self.leaf("strs", lambda x: V.literal(x, [V.text(x) for _ in range(x.randint(0, 4))]))

    def t_nums(self, depth):
        if depth > 0 and self.r.random() < 0.3:
            return self.t_range(depth)
        return self.leaf("ints", lambda x: V.literal(x, [V.integer(x) if x.random() < 0.7 else V.floating(x) for _ in range(x.randint(0, 5))]))

    t_ints = t_nums

    def t_records(self, depth):
        make = self.deeper(depth, [lambda k: "(" + self.value("records", k) + "|sort(attribute='n'))",
                                   lambda k: "(" + self.value("records", k) + "|selectattr('on')|list)", lambda k: self.value("records", k) + "[1:]"])
        if make:
            return make(depth - 1)
        return self.r.choice(["rs", "users", "users", "messages", "[{'name': 'a', 'n': 1}, {'name': 'B', 'n': 1}]", "[(1, 2), (0, 5)]"])

    t_msgs = t_records

    def t_dict(self, depth):
        r = self.r
        make = self.deeper(depth, [self.dict_literal, self.dict_call, self.method_of("dict", "dict"), self.conditional("dict"), lambda k: "users[0]"])
        if make:
            return make(depth - 1)
        return self.leaf("dict", lambda x: V.literal(x, V.mapping(x, 1)))

    def t_tree(self, depth):
        return "tree"

    def t_key(self, depth):
        return self.r.choice(["'a'", "'b'", "'role'", "'nope'", "'items'", "'name'", "s", "1", "none", "'x y'", "(1, 2)"])

    def t_tuple(self, depth):
        r = self.r
        if depth > 0 and r.random() < 0.3:
            return r.choice([lambda: self.call_method("str", "partition", depth), lambda: "(" + self.value("tuple", 0) + " + (1, 2))", lambda: "(" + self.value("view", 0) + "|first)"])()
        n = r.randint(0, 3)
        items = [self.value("scalar", depth - 1) for _ in range(n)]
        return "(" + ", ".join(items) + ("," if n == 1 else "") + ")"

    def t_range(self, depth):
        r = self.r
        return r.choice(["range(%d)" % r.randint(0, 6), "range(1, %d)" % r.randint(0, 9), "range(10, 0, -%d)" % r.randint(1, 4), "range(m)", "range(0, 20, 7)", "range(3, -3)"])

    def t_gen(self, depth):
        return self.filter_to("gen")(depth - 1)

    def t_view(self, depth):
        return self.value("dict", depth - 1) + self.r.choice([".items()", ".keys()", ".values()"])

    def t_markup(self, depth):
        return "(" + self.value("str", depth - 1) + self.r.choice(["|e", "|safe", "|escape", "|safe", "|forceescape"]) + ")"

    def t_bytes(self, depth):
        return self.r.choice(["s", "t", "'abc'", "'é'"]) + ".encode(" + self.r.choice(["", "'utf-8'", "'ascii', 'ignore'"]) + ")"

    def t_callable(self, depth):
        options = ["range", "cycler", "lipsum", "namespace", "raise_exception", "s.upper", "d.items", "xs.index", "joiner"]
        if self.macros:
            options += [self.r.choice(self.macros)[0]] * 4
        return self.r.choice(options)

    def t_ns(self, depth):
        return "namespace(a=1, b='x')"

    def t_loop_(self, depth):
        return "loop" if self.loops else "joiner"

    def t_fmt(self, depth):
        return V.quoted(self.r, self.r.choice(PERCENTS) if self.r.random() < 0.8 else V.text(self.r))

    # parts

    def wrap(self, text):
        """Parentheses, mostly: without them the precedence is tried, too."""
        return "(" + text + ")" if self.r.random() < 0.85 else text

    def space(self):
        return " " if self.r.random() < 0.9 else ""

    def arguments(self, specs, names=True):
        r = self.r
        given = []
        for at, (name, type, required) in enumerate(specs):
            if not required and r.random() < 0.5:
                if names and all(s[0] for s in specs[at:]) and r.random() < 0.5:
                    continue  # left out; later ones by name
                break
            given.append((at, name, type))
        out = []
        by_name = False
        for position, (at, name, type) in enumerate(given):
            text = self.value(type, 1)
            if at != position or by_name or (name and names and r.random() < 0.25):
                by_name = True
                out.append(name + "=" + text)
            else:
                out.append(text)
        if r.random() < self.errors * 0.7:
            out.append(r.choice(["1", "nope=2", "*[1]", "**{'q': 1}", "'x'", "*xs", "**d"]))
        if r.random() < 0.02 and out and "=" not in out[-1]:
            return "(*[" + ", ".join(out) + "])"
        return "(" + ", ".join(out) + ("," if out and r.random() < 0.02 else "") + ")"

    def filter(self, name, depth):
        input, specs, output = L.FILTERS[name]
        r = self.r
        source = self.value(input, depth)
        if name == "map" and r.random() < 0.6:
            records = self.value("records", depth)
            default = ", default=" + self.value("scalar", 0) if r.random() < 0.3 else ""
            return "%s|map(attribute=%s%s)" % (records, self.value(L.ATTR, 0), default)
        if name in ("select", "reject") and r.random() < 0.5:
            return "%s|%s(%s, %s)" % (source, name, self.value(L.TEST_NAME2 + "|='<='|='>='", 0), self.value("num|any", 0))
        if name in ("selectattr", "rejectattr") and r.random() < 0.6:
            return "%s|%s(%s, %s, %s)" % (source, name, self.value(L.ATTR, 0), self.value(L.TEST_NAME2 + "|='<='|='>='", 0), self.value("num|any|='Bob'", 0))
        if name == "format" and r.random() < 0.3:
            return "'%%(a)s %%(n)d'|format(a=%s, n=%s)" % (self.value("scalar", 0), self.value("int", 0))
        args = self.arguments(specs)
        if args == "()" and r.random() < 0.9:
            args = ""
        return source + self.r.choice(["|", "|", " | "]) + name + args

    def filter_to(self, output):
        names = [n for n, (_, _, out) in L.FILTERS.items() if out == output]
        return lambda depth: "(" + self.filter(self.r.choice(names), depth) + ")"

    def call_method(self, type, name, depth):
        specs, output = L.METHODS[type][name]
        return self.value(type, depth) + "." + name + self.arguments(specs)

    def method_of(self, type, output):
        names = [n for n, (_, out) in L.METHODS[type].items() if out == output]
        return lambda depth: self.call_method(type, self.r.choice(names), depth)

    def concat(self, depth):
        n = self.r.randint(2, 3)
        return self.wrap(" ~ ".join(self.value("scalar|str", depth) for _ in range(n)))

    def plus(self, type):
        return lambda depth: self.wrap(self.value(type, depth) + " + " + self.value(type, depth))

    def times_str(self, depth):
        a, b = self.value("str", depth), self.r.choice(["2", "3", "0", "-1", "m", "true"])
        return self.wrap(a + " * " + b if self.r.random() < 0.8 else b + " * " + a)

    def times_list(self, depth):
        return self.wrap(self.value("list|tuple", depth) + " * " + self.r.choice(["2", "0", "-1", "m"]))

    def percent(self, depth):
        r = self.r
        f = V.quoted(r, " ".join(r.choice(PERCENTS) for _ in range(r.randint(1, 2))))
        right = r.choice([lambda: self.value("scalar", 0), lambda: self.value("tuple", depth), lambda: "(%s, %s)" % (self.value("num", 0), self.value("scalar", 0)),
                          lambda: "{'a': %s, 'name': %s}" % (self.value("num", 0), self.value("str", 0)), lambda: self.value("num", 0), lambda: self.value("any", depth)])()
        return self.wrap(f + " % " + right)

    def formatted(self, depth):
        r = self.r
        spec = lambda: r.choice(SPECS)
        field = r.choice(["{}", "{0}", "{:%s}" % spec(), "{0:%s}" % spec(), "{a}", "{a:%s}" % spec(), "{!r}", "{!s:>6}", "{!a}", "{0.real}", "{a[b]}", "{0[0]}", "{{}}", "{0.upper}", "{:{}}",
                          "{:%s} {:%s}" % (spec(), spec()), "{0!q}", "{a.b}", "{", "}", "{0._x}", "{0.__class__}", "{:>{w}}", "{0[a]}", "{1} {0}", "{:%s}" % spec(), "{:%s}" % spec()])
        subject = V.quoted(r, field + r.choice(["", " x", "|"]))
        if r.random() < 0.1:
            subject = "(" + subject + "|safe)"
        args = [self.value(r.choice(["num", "scalar", "str", "any"]), 0) for _ in range(r.randint(1, 2))]
        if "a" in field or "w" in field:
            args.append("a=" + self.value("scalar|dict|num", 0))
            args.append("w=" + self.value("=7|small", 0))
        return subject + ".format(" + ", ".join(args) + ")"

    def misc_str(self, depth):
        r = self.r
        options = [lambda: "strftime_now('%s')" % r.choice(["%Y-%m-%d", "%d %b %Y", "%H:%M:%S", "%A %B %j", "%y %p %I", "%%", "x", "%e|%U|%w|%Z|%z", "%c", "%x %X", "%f", "%G-%V-%u", "%D %F %T %R", "%h %n %t %s"]),
                   lambda: "caller()" if self.in_macro else "'c'", lambda: "''.join(%s)" % self.value("strs", depth), lambda: "lipsum(n=0)",
                   lambda: "loop.cycle('odd', 'even')" if self.loops else "'l'", lambda: "self.%s()" % r.choice(self.blocks) if self.blocks else "'b'",
                   lambda: "%s(%s)" % (lambda m: (m[0], ", ".join(self.value("scalar", 0) for _ in range(r.randint(m[1], max(m[1], m[2]))))))(r.choice(self.macros)) if self.macros else "'m'",
                   lambda: "joiner(%s)()" % self.value("str", 0), lambda: "cycler(%s).next()" % ", ".join(self.value("str", 0) for _ in range(r.randint(1, 3)))]
        return r.choice(options)()

    def subscript(self, type):
        r = self.r

        def make(depth):
            value = self.value(type, depth)
            if type == "str" and r.random() < 0.4:
                return value + "[" + r.choice(["0", "-1", "1", "m", "99"]) + "]"
            bound = lambda: r.choice(["", "", "0", "1", "2", "-1", "-2", "m", "5", "100", "-100", "none" if r.random() < 0.2 else "3"])
            text = bound() + ":" + bound()
            if r.random() < 0.4:
                text += ":" + r.choice(["", "1", "2", "-1", "-2", "3", "-100", "0" if r.random() < 0.3 else "2"])
            return value + "[" + text + "]"
        return make

    def conditional(self, type):
        def make(depth):
            text = self.value(type, depth) + " if " + self.value("bool|any", depth)
            if self.r.random() < 0.9:
                text += " else " + self.value(type, depth)
            return "(" + text + ")"
        return make

    def arithmetic(self, depth):
        r = self.r
        op = r.choice(["+", "-", "*", "//", "%", "+", "-", "**", "/"])
        if op == "**":
            return self.wrap(r.choice([self.value("=2|=3|=-2|=10|=0|=1.5|=-1|=n|=f|=k", 0), "(-2)", "-2"]) + " ** " + r.choice(["0", "1", "2", "3", "10", "-1", "-2", "m", "40", "2 ** 3"]))
        a, b = self.value("num", depth), self.value("num", depth)
        return self.wrap(a + self.space() + op + self.space() + b)

    def divide(self, depth):
        return self.wrap(self.value("num", depth) + " / " + self.value("num", depth))

    def negative(self, depth):
        return self.r.choice(["-", "+", "-", "- -"]) + self.value("num", depth)

    def loop_number(self, depth):
        if not self.loops:
            return "1"
        return "loop." + self.r.choice(["index", "index0", "revindex", "revindex0", "length", "depth", "depth0"])

    def loop_bool(self, depth):
        if not self.loops:
            return "true"
        return self.r.choice(["loop.first", "loop.last", "loop.changed(" + self.value("scalar", 0) + ")", "loop.previtem is defined", "loop.nextitem is defined", "not loop.last"])

    def property(self, depth):
        return self.r.choice(["n.real", "n.imag", "n.numerator", "n.denominator", "f.real", "f.imag", "range(2, 9, 3).start", "range(5).stop", "range(5).step"])

    def test(self, depth):
        r = self.r
        name = r.choice(list(L.TESTS))
        input, specs = L.TESTS[name]
        text = self.value(input, depth) + " is " + ("not " if r.random() < 0.2 else "") + name
        if specs:
            argument = self.value(specs[0][1], 0)
            plain = argument and argument[0] not in "(-+" and r.random() < 0.5 and not any(ch in argument for ch in "(|+-*/~ ")
            text += " " + argument if plain else "(" + argument + ")"
        elif r.random() < 0.05:
            text += "()"
        return "(" + text + ")"

    def compare(self, depth):
        r = self.r
        kind = r.choice(["num", "num", "str", "any", "list", "tuple"])
        op = r.choice(["==", "!="] if kind == "any" else ["==", "!=", "<", "<=", ">", ">="])
        text = self.value(kind, depth) + self.space() + op + self.space() + self.value(kind, depth)
        if r.random() < 0.1:
            text += " " + r.choice(["<", "==", ">=", "!="]) + " " + self.value(kind, depth)
        return self.wrap(text)

    def contains(self, depth):
        r = self.r
        left, right = r.choice([("str", "str"), ("scalar", "list"), ("key", "dict"), ("int", "nums"), ("str", "strs"), ("int", "range"), ("scalar", "tuple"), ("scalar", "view"), ("scalar", "gen")])
        return self.wrap(self.value(left, depth) + r.choice([" in ", " not in "]) + self.value(right, depth))

    def logic(self, depth):
        return self.wrap(self.value("bool|any", depth) + self.r.choice([" and ", " or "]) + self.value("bool|any", depth))

    def negate(self, depth):
        return self.wrap("not " + self.value("bool|any", depth))

    def list_literal(self, depth):
        n = self.r.randint(0, 3)
        return "[" + ", ".join(self.value("any", depth - 1) for _ in range(n)) + ("," if n and self.r.random() < 0.1 else "") + "]"

    def listed(self, type):
        return lambda depth: "(" + self.value(type, depth) + "|list)"

    def mapped_strs(self, depth):
        return "(" + self.value("records", depth) + "|map(attribute='name')|list)"

    def sorted_strs(self, depth):
        return "(" + self.value("strs", depth) + "|sort)"

    def dict_literal(self, depth):
        n = self.r.randint(0, 3)
        return "{" + ", ".join(self.value("key", 0) + ": " + self.value("any", depth - 1) for _ in range(n)) + ("," if n and self.r.random() < 0.1 else "") + "}"

    def dict_call(self, depth):
        r = self.r
        return r.choice(["dict(a=%s)" % self.value("any", 0), "dict(%s, b=2)" % self.value("dict", 0), "dict([('k', %s)])" % self.value("any", 0), "dict()", "dict(%s)" % self.value("view", 0)])
