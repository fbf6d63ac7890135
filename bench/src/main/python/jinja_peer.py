"""Jinja2 as transformers sets it up, measured on request: the other side of bench/templates.

    python jinja_peer.py CORPUS        (testdata/chat-templates)

Reads one request a line from standard input and answers each with one line of JSON:

    load TEMPLATE             renders every case that has a text and compares: {"cases": n, "wrong": n}
    render SAMPLES MILLIS     nanoseconds of processor time for all cases once, the median of SAMPLES
    compile SAMPLES MILLIS    the same for one env.from_string of the source
"""

import datetime
import gzip
import json
import statistics
import sys
import time
from pathlib import Path

import jinja2
from jinja2 import nodes
from jinja2.exceptions import TemplateError
from jinja2.ext import Extension, loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

NOW = datetime.datetime(2026, 7, 4, 12, 0, 0)
MARKER = "CONTINUE_FINAL_MESSAGE_TAG "


class Generation(Extension):
    """The block tag `generation`: a call block that returns its body."""

    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def environment():
    def raise_exception(message):
        raise TemplateError(message)

    def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
        return json.dumps(
            x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
        )

    # No cache: every from_string below compiles.
    env = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols]
    )
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = NOW.strftime
    return env


def lines(path):
    if not path.exists():
        path = path.with_name(path.name + ".gz")
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as file:
        yield from file


def read_cases(corpus):
    inputs = {}
    for line in lines(corpus / "inputs.jsonl"):
        row = json.loads(line)
        inputs[row["id"]] = row
    tokens = {}
    for line in list(lines(corpus / "MANIFEST.tsv"))[1:]:
        columns = line.rstrip("\n").split("\t")
        tokens[columns[0]] = json.loads(columns[5])
    cases = {}
    for line in lines(corpus / "cases.jsonl"):
        row = json.loads(line)
        if "expected" in row:
            given = inputs[row["input"]]
            variables = {key: given[key] for key in ("messages", "tools", "documents")}
            variables["add_generation_prompt"] = row["gen"]
            variables.update(tokens[row["template"]])
            variables.update(given["kwargs"])
            cases.setdefault(row["template"], []).append(
                (variables, given["continue_final_message"], row["expected"])
            )
    return cases


def render_continuing(template, variables):
    """continue_final_message: a marker behind the final text, and the cut where it stands."""
    messages = list(variables["messages"])
    last = dict(messages[-1])
    content = last["content"]
    if isinstance(content, str):
        final = content
        last["content"] = content + MARKER
    else:
        parts = list(content)
        at = max(i for i, part in enumerate(parts) if "text" in part)
        final = parts[at]["text"]
        parts[at] = {**parts[at], "text": final + MARKER}
        last["content"] = parts
    messages[-1] = last
    text = template.render({**variables, "messages": messages})
    if final.strip() not in text or MARKER.strip() not in text:
        raise ValueError("the final message is not in the text")
    at = text.rindex(MARKER.strip())
    return text[:at] if text[at : at + len(MARKER)] == MARKER else text[:at].rstrip()


def median_nanos(work, samples, millis):
    """The median time of one `work()`; a sample repeats it for at least `millis`."""
    start = time.process_time_ns()
    work()
    once = max(1, time.process_time_ns() - start)
    rounds = max(1, round(millis * 1e6 / once))
    times = []
    for _ in range(samples):
        start = time.process_time_ns()
        for _ in range(rounds):
            work()
        times.append((time.process_time_ns() - start) / rounds)
    return statistics.median(times)


def main():
    corpus = Path(sys.argv[1])
    cases = read_cases(corpus)
    env = environment()
    print(json.dumps({"python": sys.version.split()[0], "jinja2": jinja2.__version__}), flush=True)
    source, template, own = None, None, []

    def render_all():
        return [
            render_continuing(template, variables) if going_on else template.render(variables)
            for variables, going_on, _ in own
        ]

    for line in sys.stdin:
        request = line.split()
        if request[0] == "load":
            source = (corpus / "templates" / request[1]).read_bytes().decode("utf-8")
            template = env.from_string(source)
            own = cases.get(request[1], [])
            wrong = sum(text != case[2] for text, case in zip(render_all(), own))
            answer = {"cases": len(own), "wrong": wrong}
        else:
            work = render_all if request[0] == "render" else lambda: env.from_string(source)
            answer = {"nanos": median_nanos(work, int(request[1]), int(request[2]))}
            if request[0] == "render":
                answer["wrong"] = sum(text != case[2] for text, case in zip(render_all(), own))
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
