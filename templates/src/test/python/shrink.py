"""Makes differing programs small: deletes ranges of the template and parts of the values while Jinja2 and
Java still differ in the same way."""
import json
import re
import subprocess
import sys

import reference

PIECE = re.compile(r"\{[{%#][-+]?|[-+]?[}%#]\}|\s+|\w+|.", re.S)


class Java:
    def __init__(self, class_path, java="java"):
        self.process = subprocess.Popen([java, "-cp", class_path, "dev.jeton.templates.DifferentialReplay", "--serve"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def run(self, template, values):
        self.process.stdin.write(json.dumps({"t": template, "v": values}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def shape(text):
    """A message without its values."""
    return re.sub(r"'[^']*'|\"[^\"]*\"|[0-9]+|[^\x00-\x7f]", "*", text)[:60]


def signature(expected, actual):
    """How two results differ, or None; as DifferentialReplay.difference."""
    if expected is None:
        return None
    if "o" in expected:
        if "o" not in actual:
            return ("error", actual["e"], shape(actual["m"]))
        if expected["o"] != actual["o"]:
            return ("text",)
        return None if expected.get("s", []) == actual.get("s", []) else ("spans",)
    if "e" not in actual:
        return ("no error", expected["e"], shape(expected["m"]))
    if expected["e"] != actual["e"]:
        return ("kind", expected["e"], actual["e"], shape(expected["m"]))
    if expected["e"] == "raise_exception" and expected["m"] != actual["m"]:
        return ("message",)
    if expected["e"] == "syntax" and expected["l"] > 0 and expected["l"] != actual["l"]:
        return ("line", shape(expected["m"]))
    return None


class Shrinker:
    def __init__(self, java, template, values, wanted):
        self.java = java
        self.template = template
        self.values = values
        self.wanted = wanted
        self.tries = 0

    def differs(self, template, values):
        self.tries += 1
        if self.tries > 4000:
            return False
        return signature(reference.run(template, values), self.java.run(template, values)) == self.wanted

    def run(self):
        before = None
        while before != (self.template, json.dumps(self.values)) and self.tries < 4000:
            before = (self.template, json.dumps(self.values))
            self.pieces(PIECE.findall(self.template))
            self.keys()
            self.parts()
        self.pieces(list(self.template))
        self.keys()
        return self.template, self.values

    def pieces(self, pieces):
        """Delta debugging: ever smaller ranges are left out."""
        size = max(1, len(pieces) // 2)
        while True:
            at = 0
            while at < len(pieces):
                rest = pieces[:at] + pieces[at + size:]
                if self.differs("".join(rest), self.values):
                    pieces = rest
                else:
                    at += size
            if size == 1:
                break
            size //= 2
        self.template = "".join(pieces)

    def keys(self):
        for key in list(self.values):
            rest = {k: v for k, v in self.values.items() if k != key}
            if self.differs(self.template, rest):
                self.values = rest

    def parts(self):
        for key in list(self.values):
            changed = True
            while changed:
                changed = False
                for smaller in simpler(self.values[key]):
                    values = dict(self.values, **{key: smaller})
                    if self.differs(self.template, values):
                        self.values = values
                        changed = True
                        break


def simpler(value):
    if isinstance(value, list):
        for at in range(len(value)):
            yield value[:at] + value[at + 1:]
        for at, item in enumerate(value):
            for smaller in simpler(item):
                yield value[:at] + [smaller] + value[at + 1:]
    elif isinstance(value, dict):
        for key in value:
            yield {k: v for k, v in value.items() if k != key}
        for key, item in value.items():
            for smaller in simpler(item):
                yield dict(value, **{key: smaller})
    elif isinstance(value, str) and value:
        for size in sorted({len(value) // 2, len(value) // 4, 1} - {0}, reverse=True):
            for at in range(0, len(value), size):
                yield value[:at] + value[at + size:]


def run(class_path, files, out, each=1):
    """Shrinks one program of every kind of difference; appends them to the file out."""
    java = Java(class_path)
    kinds = {}
    for path in files:
        for line in open(path, encoding="utf-8"):
            program = json.loads(line)
            wanted = signature(reference.run(program["t"], program["v"]), java.run(program["t"], program["v"]))
            if wanted:
                kinds.setdefault(wanted, []).append(program)
    done = set()
    with open(out, "a", encoding="utf-8") as file:
        for wanted, found in sorted(kinds.items(), key=lambda x: -len(x[1])):
            print("%5d %s" % (len(found), wanted), file=sys.stderr)
            found.sort(key=lambda p: len(p["t"]))
            # Differing texts have many causes; other kinds mostly one.
            for program in found[:25 if wanted == ("text",) else 2]:
                template, values = Shrinker(java, program["t"], program["v"], wanted).run()
                key = (template, json.dumps(values))
                if key in done:
                    continue
                done.add(key)
                result = reference.run(template, values)
                file.write(json.dumps({"t": template, "v": values, "r": result}) + "\n")
                file.flush()
                print("   ", json.dumps(template, ensure_ascii=False), json.dumps(values, ensure_ascii=False), "\n      py  ", result, "\n      java", java.run(template, values), file=sys.stderr)
