"""The reference behind a pipe: a JSON list of rows a line in, the list of their outcomes a line out.

    python serve.py FETCHED FOLDER...      FOLDER/micro/NAME.json, else FETCHED/NAME/tokenizer.json

The first line out names the version. {"pipeline": SEED} in place of a list makes a random pipeline: the answer is its
tokenizer.json, and rows with "tokenizer": SEED mean it. {"file": NAME, "json": TEXT} names a given file in memory.
"""
import json
import os
import random
import sys

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RUST_BACKTRACE"] = "0"
import pipelines
import rows


def main():
    folders = [*(f"{x}/micro/%s.json" for x in sys.argv[2:]), f"{sys.argv[1]}/%s/tokenizer.json"]
    made = {}

    def load(name):
        if name in made:
            return made[name]
        path = next(p for p in (f % name for f in folders) if os.path.exists(p))
        with open(path, encoding="utf-8", newline="") as f:
            return f.read()

    tokenizers = rows.Tokenizers(load, keep=2)
    out = sys.stdout.buffer

    def say(answer):
        out.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")
        out.flush()

    # a panic of the Rust code is written to standard error: it is expected here, and nobody reads it
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        pipelines.CHARSMAPS.update(pipelines.charsmaps())
    except ImportError:  # without sentencepiece there are no Precompiled normalizers
        pass
    say({"version": rows.VERSION})
    for line in sys.stdin.buffer:
        given = json.loads(line)
        if isinstance(given, list):
            say([tokenizers.run(row) for row in given])
            continue
        name = given.get("pipeline") or given["file"]
        made.clear()
        tokenizers.kept.pop(name, None)
        if "pipeline" in given:
            _, file = pipelines.pipeline(random.Random(name))
            made[name] = json.dumps(file, ensure_ascii=False)
        else:
            made[name] = given["json"]
        say(made[name])


if __name__ == "__main__":
    main()
