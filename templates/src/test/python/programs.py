"""Random programs: a template and its variables. program(seed, number) always gives the same one."""
import glob
import os
import random
import re

import language as L
import values as V
from expressions import Expressions

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = os.path.join(HERE, "../../../../testdata/chat-templates/templates")
TEXT = ["x", " ", "\n", "  \n  ", "text ", "\n\n", " a b ", "-", "{ ", "}", "%", "#", "{ { ", "é", "\t", "\n  y", "z\n", "\r\n", "<p>", "}}", "%}", "#}", "%%", "\x0b", "\u00a0"]


class Templates(Expressions):
    """Statements; every method returns template text."""

    def __init__(self, random, errors, strange):
        super().__init__(random, errors)
        self.strange = strange  # how often white space control and odd spacing are used
        self.depth = 0

    # delimiters

    def tag(self, body):
        r = self.r
        if r.random() > self.strange:
            return "{% " + body + " %}"
        return "{%" + r.choice(["", "-", "+", "-"]) + r.choice([" ", "", "  ", "\n", "\t"]) + body + r.choice([" ", "", "  ", "\n"]) + r.choice(["", "-", "+", "-"]) + "%}"

    def output(self, expression):
        r = self.r
        if r.random() > self.strange:
            return "{{ " + expression + " }}"
        return "{{" + r.choice(["", "-", "+", "-"]) + r.choice([" ", "\n"]) + expression + r.choice([" ", "\n", "  "]) + r.choice(["", "-", "-"]) + "}}"

    def text(self):
        # A brace that opens a tag by accident makes errors of syntax; a few are enough.
        return self.r.choice(["{", "{{", "{%"]) if self.r.random() < 0.004 else self.r.choice(TEXT)

    # scopes

    def inner(self, make, **types):
        """The text that make() gives while further names are set."""
        before = {k: list(v) for k, v in self.scope.items()}
        macros = list(self.macros)
        for type, names in types.items():
            self.scope.setdefault(type, []).extend(names)
        text = make()
        if self.r.random() < 0.9:  # now and then a name is used outside its scope
            self.scope = before
            self.macros = macros
        return text

    def body(self, n=None):
        self.depth += 1
        parts = [self.statement() for _ in range(self.r.randint(0, 3) if n is None else n)]
        self.depth -= 1
        return "".join(parts)

    # statements

    def statement(self):
        r = self.r
        if self.depth > 3 or r.random() < 0.45:
            return r.choice([self.print_one, self.print_one, self.print_one, self.text, self.set_one])()
        return r.choice([self.for_loop, self.for_loop, self.condition, self.condition, self.set_one, self.set_many, self.set_block, self.macro, self.call_block,
                         self.filter_block, self.with_block, self.autoescape, self.block, self.print_tag, self.generation, self.raw, self.comment,
                         self.jump, self.namespace, self.recursive_loop, self.rare, self.macro_call, self.loop_parts])()

    def print_one(self):
        r = self.r
        x = r.random()
        if x < 0.35:
            return self.output(self.any_filter())
        if x < 0.6:
            return self.output(self.any_method())
        if x < 0.68:
            return self.output(self.value("bool", 3))
        if x < 0.72 and self.loops:
            return self.output("loop." + r.choice(L.LOOP[:11]))
        if x < 0.74:
            return self.output(self.value("any", 1) + ", " + self.value("any", 1))
        if x < 0.76:
            return self.output(self.value("callable", 1) + r.choice(["", "()", ".name", ".arguments", ".catch_kwargs", ".catch_varargs", ".caller", ".explicit_caller"]))
        if x < 0.78:
            return self.output(r.choice(["s.nope", "d.a.b", "xs.0", "nested.0.0", "tree.kids.0.v", "users.0.sub.tags.0", "d['a'].b", "s[xs]", "d[xs]", "xs['0']", "loop.index", "d.items", "xs.append",
                                         "s._x", "s.__class__", "d.__len__", "n.__add__", "none.x", "self", "caller", "varargs", "kwargs", "loop", "f.nope", "true.real", "messages[0].role", "messages[-1]['content']",
                                         "''.join", "range", "xs.__class__.__name__", "s['upper']()", "d['keys']()|list", "xs['index'](1)", "1.5.real", "(1).real", "{}.x", "[][0]", "(1,2,3)[1]", "'abc'[::-1]", "xs[:2]", "d[:1]"]))
        if x < 0.81:
            return self.output(self.mutation())
        if x < 0.83:
            return self.output(self.symbol_test())
        if x < 0.86:
            return self.output(self.object_part())
        return self.output(self.value(r.choice(["any", "str", "num", "list", "dict", "float", "int", "str", "tuple", "markup"]), 3))

    def any_filter(self):
        r = self.r
        text = self.filter(r.choice(list(L.FILTERS)), 1)
        name = text
        if r.random() < 0.6:
            text = "(" + text + ")"
            if r.random() < 0.6:
                text += r.choice(["|list", "|string", "|length", "|first", "|last", "|tojson", "|upper", "[0]", "[1:]", " is string", "|join(',')", " ~ ''", "|pprint", "|map('string')|join('|')", "|sort", "|default('D')"])
            elif "|" in name and any(g in name for g in ("|map", "|select", "|reject", "|batch", "|slice", "|unique", "|items", "|reverse")):
                text += "|list"
        return text

    def any_method(self):
        r = self.r
        type = r.choice(["str"] * 7 + ["list", "dict", "dict", "tuple", "int", "float", "range", "view", "bytes", "markup"])
        names = list(L.METHODS[type])
        calls = [n for n in names if n not in L.MUTATING]
        name = r.choice(calls if r.random() < 0.8 else names)
        text = self.call_method(type, name, 1)
        if L.METHODS[type][name][1] != "bytes" and r.random() < 0.25:
            text += r.choice(["|list", "|string", "|length", ".upper()", "[0]", "|tojson", " == s", "|join('+')", "|first"])
        return text

    def mutation(self):
        """A method that changes a value: the immutable sandbox hands out an undefined value for it."""
        r = self.r
        type = r.choice(["list", "list", "dict"])
        name = r.choice([n for n in L.METHODS[type] if n in L.MUTATING])
        value = self.value(type if r.random() < 0.9 else "str|tuple|range|ns|view|missing|loop_", 1)
        if r.random() < 0.4:
            return value + "." + name + self.arguments(L.METHODS[type][name][0])
        return value + "." + name + r.choice([" is defined", " is undefined", "|default('D')", "", " is callable", " is none", " or 'O'", "|string|length", " == nope", ".x", "|list", " ~ ''", "|d('D', true)|upper"])

    def symbol_test(self):
        r = self.r
        if r.random() < 0.5:
            return "%s|%s('%s', %s)|list" % (self.value("nums|strs|list", 1), r.choice(["select", "reject"]), r.choice(L.SYMBOL_TESTS), self.value("num|str|any", 0))
        return "%s|%s(%s, '%s', %s)|%s" % (self.value("records", 1), r.choice(["selectattr", "rejectattr"]), self.value(L.ATTR, 0), r.choice(L.SYMBOL_TESTS), self.value("num|any", 0),
                                           r.choice(["list", "map(attribute='name')|join(',')", "list|length", "first"]))

    def object_part(self):
        """Attributes and methods of what is no plain value."""
        r = self.r
        if self.macros and r.random() < 0.5:
            return r.choice(self.macros)[0] + "." + r.choice(L.MACRO_PARTS + ["nope", "__name__", "explicit_caller"]) + r.choice(["", "|string", "|length", "[0]"])
        if r.random() < 0.7:
            value, names = r.choice(L.OBJECTS)
            if r.random() < 0.12:
                return "(%s|groupby(%s)|%s).%s" % (self.value("records", 1), self.value(L.ATTR, 0), r.choice(["first", "last"]), r.choice(["grouper", "list", "list|length"]))
            return "(" + value + ")." + r.choice(names) + r.choice(["", "", "()", "|string", " is defined", ".real", "|list"])
        two = ", ".join(self.value("str", 0) for _ in range(r.randint(1, 3)))
        return r.choice(["cycler(%s).current", "cycler(%s).next()", "cycler(%s).reset()", "cycler(%s).reset() ~ 1", "cycler(%s).items", "cycler(%s).pos"]) % two

    def print_tag(self):
        return self.tag("print " + ", ".join(self.value("any", 1) for _ in range(self.r.randint(1, 2))))

    def set_one(self):
        type = self.r.choice(["str", "int", "float", "bool", "list", "dict", "strs", "records", "str"])
        value = self.value(type, 2)
        name = self.fresh() if self.r.random() < 0.8 else self.r.choice(["s", "n", "xs", "d"])
        text = self.tag("set " + name + " = " + value)
        self.scope.setdefault({"strs": "strs", "records": "records"}.get(type, type), []).append(name)
        return text

    def set_many(self):
        a, b = self.fresh(), self.fresh()
        left = self.r.choice(["%s, %s", "(%s, %s)", "%s, %s", "%s, (%s, _)"]) % (a, b)
        right = "%s, %s" % (self.value("str", 1), self.value("int", 1)) if "_" not in left or "__" in left else "%s, (%s, 1)" % (self.value("str", 1), self.value("int", 1))
        if self.r.random() < self.errors + 0.03:
            right = self.value("any", 1)
        text = self.tag("set " + left + " = " + right)
        self.scope["str"].append(a)
        self.scope["int"].append(b)
        return text

    def set_block(self):
        name = self.fresh()
        filters = "".join(self.r.choice([" | upper", "|trim", " | replace('a', 'b')", "|e", "|length", "|wordcount|string", "|safe", "|indent(2)"]) for _ in range(self.r.choice([0, 0, 1, 2])))
        text = self.tag("set " + name + filters) + self.body() + self.tag("endset")
        self.scope["str"].append(name)
        return text

    def namespace(self):
        r = self.r
        name = self.fresh()
        text = self.tag("set %s = namespace(%s)" % (name, r.choice(["v=0", "v=%s, w='x'" % self.value("int", 0), "{'v': 1}", "{'v': 1}, w=2", "v=0", "[('v', 2)]"])))
        change = r.choice([self.tag("set %s.v = %s.v + %s" % (name, name, self.value("int", 1))), self.tag("set %s.w = %s" % (name, self.value("any", 1))),
                           self.tag("set %s.v, %s.w = 1, 2" % (name, name)), self.tag("set %s.v" % name) + "in" + self.tag("endset")])
        text += self.tag("for i in range(%d)" % r.randint(0, 3)) + change + self.tag("endfor") if r.random() < 0.7 else change
        return text + self.output(name + r.choice([".v", ".w", ".v ~ %s.w" % name, "['v']", "", ".nope", ".v"]))

    def for_loop(self):
        r = self.r
        kind = r.choice(["list", "strs", "nums", "str", "dict", "range", "gen", "records", "items", "items", "pairs", "zip", "any"])
        item = self.fresh()
        if kind == "items":
            other = self.fresh()
            target, source, types = item + ", " + other, self.value("dict", 1) + r.choice([".items()", "|items", "|dictsort", ".items()"]), {"str": [item]}
        elif kind == "pairs":
            other = self.fresh()
            target, source, types = "(%s, %s)" % (item, other), "[(%s, %s), ('k', 1)]" % (self.value("str", 0), self.value("int", 0)), {"str": [item], "int": [other]}
        elif kind == "zip":
            other = self.fresh()
            target, source, types = item + ", " + other, self.value("records", 1) + "|groupby('n')", {"int": [item], "records": [other]}
        else:
            target, source = item, self.value(kind, 2)
            types = {{"strs": "str", "str": "str", "nums": "int", "range": "int", "dict": "str", "records": "dict"}.get(kind, "any2"): [item]}
        head = "for %s in %s" % (target, source)
        if r.random() < 0.2:
            head += " if " + r.choice([item, item + " is defined", "not " + item, self.value("bool", 1), "loop is defined" if r.random() < 0.2 else item + " is string"])
        self.loops += 1
        jump = self.tag("if " + self.value("bool", 1)) + self.tag(r.choice(["break", "continue"])) + self.tag("endif") if r.random() < 0.15 else ""
        text = self.tag(head) + self.inner(lambda: self.output(r.choice([item, item, item + "|string", "loop.index ~ " + item])) + self.body() + jump + (self.body(1) if jump else ""), **types)
        self.loops -= 1
        if r.random() < 0.2:
            text += self.tag("else") + self.body()
        return text + self.tag("endfor")

    def loop_parts(self):
        """A loop about the variable loop."""
        r = self.r
        parts = ["loop." + r.choice(L.LOOP[:11]) for _ in range(r.randint(1, 3))] + [r.choice(["loop.cycle('a', 'b', 'c')", "loop.changed(i)", "loop.changed(i, 1)", "loop", "loop|length", "loop.cycle()", "loop is iterable", "loop.nope",
                                                                                               "loop(i)", "loop.previtem ~ loop.nextitem", "loop is callable", "loop is sequence"])]
        source = self.value(r.choice(["list", "nums", "str", "gen", "range", "view", "tuple"]), 1)
        self.loops += 1
        text = self.tag("for i in " + source) + "".join(self.output(p) + "," for p in parts) + (self.body(1) if r.random() < 0.3 else "") + self.tag("endfor")
        self.loops -= 1
        return text

    def recursive_loop(self):
        r = self.r
        if r.random() < 0.7:
            inside = r.choice(["{{ k.v }}", "{{ loop.depth }}:{{ k.v }}", "{{ loop.index }}", "{{ loop.depth0 ~ loop.last }}"])
            call = r.choice(["{{ loop(k.kids) }}", "{% if k.kids %}({{ loop(k.kids) }}){% endif %}", "{{ loop(k.kids)|upper }}", "{% set r %}{{ loop(k.kids) }}{% endset %}[{{ r }}]"])
            return "{% for k in [tree] recursive %}" + inside + call + r.choice(["", "{% else %}-"]) + "{% endfor %}"
        return self.tag("for k in %s%s recursive" % (self.value("nums", 1), r.choice(["", " if k > 1"]))) + "{{ k }}{% if k is number and k > 0 and k < 6 %}{{ loop([k - 1]) }}{% endif %}" + self.tag("endfor")

    def condition(self):
        r = self.r
        test = lambda: self.value(r.choice(["bool", "bool", "bool", "any", "missing"]), 2)
        text = self.tag("if " + test()) + self.body()
        for _ in range(r.choice([0, 0, 0, 1, 2])):
            text += self.tag("elif " + test()) + self.body()
        if r.random() < 0.5:
            text += self.tag("else") + self.body()
        return text + self.tag("endif")

    def macro(self):
        r = self.r
        name = "m" + self.fresh()
        names = [self.fresh() for _ in range(r.randint(0, 3))]
        defaults = r.randint(0, len(names))
        first = len(names) - defaults
        parameters = [n if i < first else n + "=" + self.value("scalar|str|int", 1) for i, n in enumerate(names)]
        special = r.choice(["", "", "", "{{ varargs }}", "{{ kwargs }}", "{{ varargs|length }}{{ kwargs|length }}", "{{ caller() }}", "{{ caller is defined }}", "{% if caller %}{{ caller('A') }}{% endif %}"])
        in_loop, self.loops = self.loops, 0
        self.in_macro += 1 if "caller()" in special else 0
        body = self.inner(lambda: "".join(self.output(n) for n in names if r.random() < 0.7) + special + self.body(), any2=names, str=names)
        self.in_macro -= 1 if "caller()" in special else 0
        self.loops = in_loop
        self.macros.append((name, first, len(names)))
        return self.tag("macro %s(%s)" % (name, ", ".join(parameters))) + body + self.tag("endmacro") + (self.macro_call() if r.random() < 0.7 else "")

    def macro_arguments(self, least, most):
        r = self.r
        n = r.randint(least, max(least, most)) if r.random() > self.errors else r.randint(0, most + 1)
        args = [self.value("scalar|str|int|list", 1) for _ in range(n)]
        if r.random() < 0.1:
            args.append(r.choice(["*[1]", "**{'k': 1}", "nope=1", "*xs", "caller=1", "**d"]))
        return "(" + ", ".join(args) + ")"

    def macro_call(self):
        if not self.macros:
            return self.text()
        name, least, most = self.r.choice(self.macros)
        return self.output(name + self.macro_arguments(least, most) + self.r.choice(["", "", "|upper", "|length", "|trim", " ~ 'x'"]))

    def call_block(self):
        r = self.r
        if not self.macros or r.random() < 0.5:
            name = "k" + self.fresh()
            self.macros.append((name, 0, 1))
            text = self.tag("macro %s(p=1)" % name) + "<{{ caller(%s) }}>" % r.choice(["", "", "p", "1, 2"]) + self.tag("endmacro")
        else:
            name, text = r.choice(self.macros)[0], ""
        parameters = r.choice(["", "", "(a1)", "(a1, a2=3)", "()"])
        return text + self.tag("call%s %s(%s)" % (parameters, name, r.choice(["", "", self.value("int", 0)]))) + ("{{ a1 }}" if "a1" in parameters else "") + self.body() + self.tag("endcall")

    def filter_block(self):
        filters = self.r.choice(["upper", "lower|title", "replace('a', 'b')", "trim", "indent(2)", "e", "length", "wordcount", "center(20)", "truncate(5)", "striptags", "title", "upper|replace('X', 'y')", "join('-')",
                                 "list", "first", "tojson", "urlize", "wordwrap(10)", "reverse", "capitalize", "default('x')", "nosuch"])
        return self.tag("filter " + filters) + self.body() + self.tag("endfilter")

    def with_block(self):
        r = self.r
        names = [self.fresh() for _ in range(r.randint(0, 2))]
        head = ", ".join(n + " = " + self.value("str|any|int", 1) for n in names)
        return self.tag(("with " + head).strip()) + self.inner(lambda: "".join(self.output(n) for n in names) + self.body(), any2=names) + self.tag("endwith")

    def autoescape(self):
        return self.tag("autoescape " + self.r.choice(["true", "false", "true", "b", "1", "s"])) + self.body(self.r.randint(1, 3)) + self.tag("endautoescape")

    def block(self):
        name = "b" + self.fresh()
        scoped = self.r.choice(["", "", "", " scoped", " required"] if self.r.random() < 0.3 else ["", " scoped"])
        text = self.tag("block " + name + scoped) + (self.body() if "required" not in scoped else "") + self.tag("endblock" + self.r.choice(["", " " + name]))
        self.blocks.append(name)
        return text + self.r.choice(["", "", "{{ self.%s() }}" % name, "{{ self.%s()|upper }}" % name, "{{ self.nope() }}" if self.r.random() < 0.2 else "", "{{ super() }}" if self.r.random() < 0.2 else ""])

    def generation(self):
        return self.tag("generation") + self.body(self.r.randint(1, 2)) + self.tag("endgeneration")

    def raw(self):
        return self.tag("raw") + self.r.choice(["{{ x }}", " {% if %} ", "\n raw \n", "{# c #}", ""]) + self.tag("endraw")

    def comment(self):
        r = self.r
        return "{#" + r.choice(["", "-", " "]) + r.choice([" c ", "\n", " {{ x }} ", "", " {% if %}"]) + r.choice(["", "-", " ", "+"]) + "#}"

    def jump(self):
        if not self.loops:
            return self.text()
        return self.tag("if " + self.value("bool", 1)) + self.tag(self.r.choice(["break", "continue"])) + self.tag("endif")

    def rare(self):
        r = self.r
        x = r.random()
        if x < 0.5:
            return self.text()
        if x < 0.65:
            return self.loaded()
        return r.choice([
            "{% include 'x' %}", "{% include 'x' ignore missing %}", "{% import 'x' as y %}", "{% from 'x' import y %}", "{% extends 'x' %}", "{% include ['a', s] with context %}", "{% from 'x' import a as b, c without context %}",
            "{{ raise_exception(%s) }}" % self.value("str", 1), "{% do xs.append(1) %}", "{% if false %}{% include 'x' %}{% endif %}", "{% if false %}{{ x|nosuch }}{% endif %}", "{{ 1 is nosuch }}", "{{ x|nosuch }}",
            "{% if false %}{{ raise_exception('no') }}{% endif %}", "{{ raise_exception('a', 'b') }}", "{% if false %}{{ 1 is nosuch }}{% endif %}", "{% set loop = 1 %}", "{% macro x(a, a) %}{% endmacro %}", "{{ dict(a=1, a=2) }}",
            "{% for loop in xs %}{% endfor %}", "{% set d.a = 1 %}", "{% set s.x, y = 1, 2 %}", "{% set none = 1 %}", "{% macro raise_exception(m) %}M{{ m }}{% endmacro %}{{ raise_exception('x') }}", "{% set range = 5 %}{{ range }}",
            "{{ range(200000) }}", "{{ range(100000)|length }}", "{{ xs.append(1) }}", "{{ d.update({}) }}", "{% import s as y with context %}", "{% trans %}x{% endtrans %}", "{% debug %}", "{% from 'x' import _a %}", "{{ 2 ** 200 }}", "{{ 10 ** 400 * 1.0 }}",
        ])

    def loaded(self):
        """A tag that asks for another template; there is no loader."""
        r = self.r
        name = r.choice(["'x'", "'a/b.jinja'", "s", "none", "['x', t]", "nope", "1", "[]", "'x' if b else s", "self", "''", "{}"])
        tag = r.choice(["extends %s", "extends %s", "extends %s", "include %s", "include %s ignore missing", "include %s without context", "import %s as y", "import %s as y with context",
                        "from %s import y", "from %s import y as z1, w", "from %s import y with context", "extends %s x", "import %s", "from %s import"]) % name
        return self.tag(tag) if r.random() < 0.5 else self.tag("if " + r.choice(["false", "b", "0", "nope"])) + self.tag(tag) + self.tag("endif") + self.text()

    # programs

    def program(self):
        r = self.r
        parts = []
        for _ in range(r.randint(1, 6)):
            parts.append(self.statement())
            if r.random() < 0.3:
                parts.append(self.text())
        text = "".join(parts)
        if r.random() < 0.1:
            text += r.choice(["\n", "\n\n", "\r\n", "\r", " \n"])
        if r.random() < 0.03:
            text = text.replace("\n", r.choice(["\r\n", "\r"]))
        return text


MUTANTS = ["{{", "}}", "{%", "%}", "{#", "#}", "-%}", "{%-", "(", ")", "[", "]", "{", "}", "|", ".", ",", ":", "'", '"', "=", "==", " in ", " is ", " not ", " if ", " else ", " and ", "~", "+", "-", "*", "**", "//", "\n",
           "{% endif %}", "{% endfor %}", "{% else %}", "{% elif x %}", "{% if x %}", "{% for i in x %}", "{% endmacro %}", "{% endset %}", "{% raw %}", "{% endraw %}", "{% break %}", "1", "0x", "1_", "1.", ".5", "1e", "é", "\\", "!", "$", "?", "@",
           "{% set x %}", "{% macro f(", "{% call f() %}", "{% block a %}", "{% endblock b %}", "{%", " ", ";", "&", "{% generation %}", "{% endgeneration %}", "{{ '", "\\x4", "\\N{DASH}", "\\u12", "{%- ", "loop", "none", "{% with %}", "{% endwith %}"]


def mutated(r, text):
    """The text with a few random changes."""
    for _ in range(r.choice([1, 1, 1, 2, 3])):
        a = r.randint(0, len(text))
        x = r.random()
        if x < 0.3:
            text = text[:a] + r.choice(MUTANTS) + text[a:]
        elif x < 0.6:
            text = text[:a] + text[a + r.randint(1, 4):]
        elif x < 0.7:
            text = text[:a]
        elif x < 0.8:
            b = r.randint(0, len(text))
            text = text[:a] + text[b:b + r.randint(1, 40)] + text[a:]
        elif x < 0.9:
            text = text[:a] + text[a + r.randint(1, 60):]
        else:
            # a change inside a tag
            starts = [i for i in range(len(text) - 1) if text[i] == "{" and text[i + 1] in "{%"]
            if starts:
                a = r.choice(starts) + r.randint(0, 20)
                text = text[:a] + r.choice(MUTANTS) + text[a:]
    return text


_corpus = None


def corpus():
    global _corpus
    if _corpus is None:
        _corpus = [open(p, encoding="utf-8", newline="").read() for p in sorted(glob.glob(os.path.join(CORPUS, "*.jinja")))]
        assert _corpus, CORPUS
    return _corpus


def program(seed, number):
    """(template, values) of one program."""
    r = random.Random("%d/%d" % (seed, number))
    values = V.bindings(r)
    x = r.random()
    if x < 0.05:
        text = mutated(r, r.choice(corpus()))
        return text, used(text, values)
    errors = r.choice([0.0, 0.0, 0.01, 0.01, 0.05, 0.3])
    templates = Templates(r, errors, r.choice([0.0, 0.1, 0.5]))
    text = templates.program()
    if x < 0.12:
        text = mutated(r, text)
    return text, used(text, values)


def used(text, values):
    """The variables that the text names, so that recorded programs stay small."""
    return {k: v for k, v in values.items() if re.search(r"(?<!\w)" + k + r"(?!\w)", text)}
