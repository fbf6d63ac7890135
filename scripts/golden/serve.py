"""The reference behind a pipe: a JSON list of rows a line in, the list of their outcomes a line out.

    python serve.py FOLDER FETCHED      FOLDER/micro/NAME.json, else FETCHED/NAME/tokenizer.json

The first line out names the version. {"keep": {NAME: JSON}} in place of a list names tokenizers in memory.
"""
import json
import os
import sys

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RUST_BACKTRACE"] = "0"
import rows


def main():
    folders = [f"{sys.argv[1]}/micro/%s.json", f"{sys.argv[2]}/%s/tokenizer.json"]
    made = {}

    def load(name):
        if name in made:
            return made[name]
        path = next(p for p in (f % name for f in folders) if os.path.exists(p))
        with open(path, encoding="utf-8", newline="") as f:
            return f.read()

    tokenizers = rows.Tokenizers(load, keep=3)
    out = sys.stdout.buffer
    # a panic of the Rust code writes to standard error: it is expected here, and the caller's pipe must not fill
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    out.write(json.dumps({"version": rows.VERSION}).encode() + b"\n")
    out.flush()
    for line in sys.stdin.buffer:
        given = json.loads(line)
        if isinstance(given, dict):
            made.clear()
            made.update(given["keep"])
            tokenizers.kept.clear()
            continue
        answer = [tokenizers.run(row) for row in given]
        out.write(json.dumps(answer, separators=(",", ":")).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
