"""Writes undeclared.jsonl: what jinja2.meta.find_undeclared_variables finds in each template.

    python make_undeclared.py CORPUS_FOLDER > undeclared.jsonl

The environment is transformers': an immutable sandbox with trim_blocks, lstrip_blocks, loop controls
and the tag `generation`; `raise_exception` and `strftime_now` are globals. The first line names the
versions. A template of the corpus is given by its file name, the others by their source.
"""

import json
import pathlib
import sys

import jinja2
import jinja2.ext
import jinja2.meta
import jinja2.nodes
import jinja2.sandbox

SOURCES = [
    "{{ a }}{% set a = 1 %}",
    "{% set a = 1 %}{{ a }}",
    "{% set a = a %}",
    "{% set a, b = b, c %}",
    "{% if x %}{% set a = 1 %}{% endif %}{{ a }}",
    "{% if x %}{% set a = 1 %}{% else %}{% set a = 2 %}{% endif %}{{ a }}",
    "{% if x %}{{ a }}{% elif y %}{% set a = 1 %}{% endif %}{{ a }}",
    "{% for m in ms %}{{ m }}{{ loop.index }}{% endfor %}{{ m }}{{ loop }}",
    "{% for m in ms if m.ok %}{% else %}{{ m }}{% endfor %}",
    "{% for m in ms %}{% set s = m %}{{ s }}{% endfor %}{{ s }}",
    "{% for k, v in d.items() %}{{ k }}{{ v }}{{ w }}{% endfor %}",
    "{% for a in b recursive %}{{ loop(a) }}{% endfor %}",
    "{% macro f(x, y=z) %}{{ x }}{{ y }}{{ g }}{% endmacro %}{{ f(1) }}{{ x }}",
    "{{ f(1) }}{% macro f(x) %}{{ f(x) }}{% endmacro %}",
    "{% macro f() %}{{ caller() }}{{ varargs }}{{ kwargs }}{% endmacro %}",
    "{{ caller }}{{ varargs }}{{ kwargs }}{{ self }}{{ super }}",
    "{% call(x) f() %}{{ x }}{{ y }}{% endcall %}",
    "{% with a = b, c = a %}{{ a }}{{ c }}{% endwith %}{{ c }}",
    "{% filter upper %}{{ a }}{% endfilter %}",
    "{% filter replace(a, b) %}x{% endfilter %}",
    "{% set x %}{{ a }}{% endset %}{{ x }}",
    "{% block b %}{{ a }}{% set c = 1 %}{{ c }}{% endblock %}{{ c }}",
    "{% set a = 1 %}{% block b scoped %}{{ a }}{% endblock %}",
    "{% set ns = namespace(x=y) %}{% set ns.x = z %}{{ ns.x }}",
    "{% set ns.x = 1 %}",
    "{{ range(n) }}{{ dict(a=b) }}{{ cycler(c) }}{{ joiner(d) }}{{ lipsum(e) }}{{ namespace(f=g) }}",
    "{{ raise_exception(m) }}{{ strftime_now(f) }}",
    "{% set range = 1 %}{{ range }}",
    "{{ a is defined }}{{ b is divisibleby(c) }}",
    "{{ a | default(b) }}{{ c | map(attribute=d) | join(e) }}",
    "{{ a.b.c }}{{ a['x'][y] }}{{ z[p:q:r] }}",
    "{{ f(a, *b, k=c, **d) }}",
    "{{ a if b else c }}{{ d if e }}",
    "{{ [a, (b, c), {d: e}] }}{{ -f }}{{ not g }}",
    "{{ a ~ b ~ 'x' }}{{ 1 < c < d }}{{ e in f }}",
    "{% generation %}{{ a }}{% set b = 1 %}{% endgeneration %}{{ b }}",
    "{% for m in ms %}{% if m %}{% break %}{% endif %}{% continue %}{% endfor %}",
    "{% raw %}{{ a }}{% endraw %}{# {{ b }} #}{{ c }}",
    "{% autoescape a %}{{ b }}{% endautoescape %}",
    "{% for x in y %}{% for z in x %}{{ loop.depth }}{{ w }}{% endfor %}{{ z }}{% endfor %}",
    "{% macro f(a) %}{% set b = a %}{% for c in b %}{{ c }}{{ d }}{% endfor %}{% endmacro %}",
    "{% set messages = messages[1:] %}{{ messages }}",
    "{% if tools is not defined %}{% set tools = none %}{% endif %}{{ tools }}",
    "{{ true }}{{ True }}{{ none }}{{ None }}{{ false }}",
    "{% for m in m %}{{ m }}{% endfor %}",
    "{% print a, b %}",
    "",
]


class Generation(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("run"), [], [], body).set_lineno(line)

    def run(self, caller):
        return caller()


def environment():
    env = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols]
    )
    env.globals["raise_exception"] = None
    env.globals["strftime_now"] = None
    return env


def find(env, source):
    return sorted(jinja2.meta.find_undeclared_variables(env.parse(source)))


def main():
    env = environment()
    print(json.dumps({"jinja2": jinja2.__version__}))
    for path in sorted(pathlib.Path(sys.argv[1], "templates").glob("*.jinja")):
        source = path.read_bytes().decode()
        try:
            print(json.dumps({"template": path.name, "variables": find(env, source)}))
        except jinja2.TemplateSyntaxError:
            print(json.dumps({"template": path.name, "syntax": True}))
    for source in SOURCES:
        print(json.dumps({"source": source, "variables": find(env, source)}))


main()
