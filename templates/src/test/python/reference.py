"""What a template does under Jinja2 as transformers sets it up (testdata/chat-templates/README.md).

run(template, values) gives a dict: "o" the text, or "e" the error's kind with "m" its message and "l" its
line, and "s" the generation spans; or None for what is no matter of semantics (memory addresses in the text,
out of memory or time).
"""
import datetime
import json
import re
import signal

import jinja2
import jinja2.ext
from jinja2 import nodes
from jinja2.exceptions import (SecurityError, TemplateAssertionError, TemplateError, TemplateSyntaxError,
                               UndefinedError)
from jinja2.sandbox import ImmutableSandboxedEnvironment

# Also reversed (by slices and filters) and with something between the characters (join, replace).
ADDRESS = re.compile(r"0x[0-9a-f]{6,}|[0-9a-f]{6,}x0|0(.{1,12}?)x(\1[0-9a-f]){6,}", re.I | re.S)
MAX_OUTPUT = 20_000
NOW = datetime.datetime(2026, 7, 4, 12, 0, 0)


class Raised(TemplateError):
    """Thrown by raise_exception."""


class OutOfTime(BaseException):
    """The program takes too long to be of use."""


def raise_exception(message):
    raise Raised(message)


def strftime_now(format):
    return NOW.strftime(format)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


class Generation(jinja2.ext.Extension):
    """The block {% generation %}; notes where its text lies in what was written outside buffers."""

    tags = {"generation"}

    def __init__(self, environment):
        super().__init__(environment)
        self.blocks = []
        self.spans = []

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_note"), [], [], body).set_lineno(line)

    @jinja2.pass_eval_context
    def _note(self, context, caller):
        text = caller()
        start = len("".join(self.blocks))
        self.spans.append([start, start + len(text)])
        return text


def environment():
    env = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = strftime_now
    return env


def kind(error):
    if isinstance(error, Raised):
        return "raise_exception"
    if isinstance(error, UndefinedError):
        return "undefined"
    if isinstance(error, (TemplateSyntaxError, TemplateAssertionError, SyntaxError)):
        return "syntax"
    if isinstance(error, SecurityError):
        return "security"
    if isinstance(error, RecursionError):
        return "recursion"
    if isinstance(error, TypeError):
        return "type"
    return "other"


def line(error):
    """The line in the template, 0 if none is known."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    if isinstance(error, SyntaxError):
        return 0
    at = 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            at = trace.tb_lineno
        trace = trace.tb_next
    return at


def has_address(text):
    """Whether a memory address was printed."""
    return bool(ADDRESS.search(text) or ADDRESS.search(re.sub("[^0-9A-Za-z]", "", text)))


def alarm(signum, frame):
    raise OutOfTime()


def run(source, values, seconds=0.5):
    env = environment()
    tracker = env.extensions[next(k for k in env.extensions if k.endswith("Generation"))]
    signal.signal(signal.SIGALRM, alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        try:
            template = env.from_string(source)
            for block in template.generate(**values):
                tracker.blocks.append(block)
            text = "".join(tracker.blocks)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except (OutOfTime, MemoryError):
        return None
    except Exception as e:
        message = str(e)
        if ADDRESS.search(message):
            message = ""
        return {"e": kind(e), "m": message[:200], "l": line(e), "t": type(e).__name__}
    if len(text) > MAX_OUTPUT or has_address(text):
        return None
    try:
        text.encode()
    except UnicodeEncodeError:
        return None
    return {"o": text, "s": tracker.spans} if tracker.spans else {"o": text}
