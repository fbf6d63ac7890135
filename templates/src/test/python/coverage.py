"""Which parts of the language a program uses."""
import jinja2
from jinja2 import nodes

import language as L
import reference

NAMES = ({"filter " + n for n in L.FILTERS} | {"test " + n for n in L.TESTS} | {"test " + n for n in L.SYMBOL_TESTS} | {"global " + n for n in L.GLOBALS}
         | {"loop." + n for n in L.LOOP} | {"operator " + n for n in L.BINARY + L.COMPARE} | {"operator unary " + n for n in L.UNARY} | {"tag " + n for n in L.TAGS}
         | {"method " + n for table in L.METHODS.values() for n in table} | {"attribute " + n for n in L.ATTRIBUTES}
         | {"syntax " + n for n in ("slice", "conditional", "tuple", "list", "dict", "call *", "call **", "keyword", "comment", "strip -", "keep +", "unpack", "recursive", "namespace assignment", "for if",
                                    "for else", "set block", "set filter", "scoped block", "call arguments", "macro default", "self", "caller", "varargs", "kwargs", "raw", "attribute", "item", "print", "with")})
METHOD_NAMES = {n for table in L.METHODS.values() for n in table}
OPERATORS = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**", "And": "and", "Or": "or"}
COMPARE = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=", "in": "in", "notin": "not in"}
STATEMENTS = {nodes.For: "for", nodes.If: "if", nodes.Assign: "set", nodes.AssignBlock: "set", nodes.Macro: "macro", nodes.CallBlock: "call", nodes.FilterBlock: "filter", nodes.With: "with",
              nodes.ScopedEvalContextModifier: "autoescape", nodes.Block: "block", nodes.Break: "break", nodes.Continue: "continue", nodes.Include: "include", nodes.Import: "import",
              nodes.FromImport: "from", nodes.Extends: "extends"}
ENV = reference.environment()


def features(source):
    """The names of NAMES that occur in the template; those of the text alone where it is no valid template."""
    found = set()
    lexical(source, found)
    try:
        tree = ENV.parse(source)
    except jinja2.TemplateSyntaxError:
        return found & NAMES
    for node in tree.find_all(nodes.Node):
        visit(node, found)
    return found & NAMES


def lexical(source, found):
    try:
        tokens = list(ENV.lex(source))
    except jinja2.TemplateSyntaxError:
        return
    for at, (_, type, text) in enumerate(tokens):
        if type in ("comment", "raw_begin"):
            found.add("syntax " + type.replace("_begin", ""))
            if type == "raw_begin":
                found.add("tag raw")
        if type.endswith(("_begin", "_end")):
            found.add("syntax strip -" if "-" in text else "syntax keep +" if "+" in text else "")
        if type == "name" and text in ("else", "elif", "print", "generation"):
            before = [t for t in tokens[max(0, at - 2):at] if t[1] != "whitespace"]
            if before and before[-1][1] == "block_begin":
                found.add("tag " + text)


def visit(node, found):
    for kind, name in STATEMENTS.items():
        if isinstance(node, kind):
            found.add("tag " + name)
    name = type(node).__name__
    if name in OPERATORS:
        found.add("operator " + OPERATORS[name])
    elif name == "Concat":
        found.add("operator ~")
    elif name in ("Neg", "Pos", "Not"):
        found.add("operator unary " + {"Neg": "-", "Pos": "+", "Not": "not"}[name])
    elif name == "Operand":
        found.add("operator " + COMPARE[node.op])
    elif name == "Filter":
        found.add("filter " + node.name)
        if node.name == "map" and node.args and isinstance(node.args[0], nodes.Const):
            found.add("filter " + str(node.args[0].value))
        at = {"select": 0, "reject": 0, "selectattr": 1, "rejectattr": 1}.get(node.name)
        if at is not None and len(node.args) > at and isinstance(node.args[at], nodes.Const):
            found.add("test " + str(node.args[at].value))
    elif name == "Test":
        found.add("test " + node.name)
    elif name == "Getattr":
        found.add("syntax attribute")
        if node.attr in METHOD_NAMES:
            found.add("method " + node.attr)
        if node.attr in L.ATTRIBUTES:
            found.add("attribute " + node.attr)
        if isinstance(node.node, nodes.Name):
            if node.node.name == "loop":
                found.add("loop." + node.attr)
            if node.node.name == "self":
                found.add("syntax self")
    elif name == "Getitem":
        found.add("syntax item")
    elif name == "Name":
        if node.ctx == "load" and node.name in L.GLOBALS:
            found.add("global " + node.name)
        if node.name in ("caller", "varargs", "kwargs"):
            found.add("syntax " + node.name)
    elif name == "Call":
        for present, text in ((node.dyn_args, "call *"), (node.dyn_kwargs, "call **"), (node.kwargs, "keyword")):
            if present:
                found.add("syntax " + text)
    elif name == "For":
        for present, text in ((node.recursive, "recursive"), (node.test, "for if"), (node.else_, "for else"), (isinstance(node.target, nodes.Tuple), "unpack")):
            if present:
                found.add("syntax " + text)
    elif name == "AssignBlock":
        found.add("syntax set filter" if node.filter else "syntax set block")
    elif name == "Block" and node.scoped:
        found.add("syntax scoped block")
    elif name == "CallBlock" and node.args:
        found.add("syntax call arguments")
    elif name == "Macro" and node.defaults:
        found.add("syntax macro default")
    elif name == "Output":
        found.add("syntax print")
    found.add({"Slice": "syntax slice", "CondExpr": "syntax conditional", "Tuple": "syntax tuple", "List": "syntax list", "Dict": "syntax dict", "NSRef": "syntax namespace assignment",
               "With": "syntax with"}.get(name, ""))
