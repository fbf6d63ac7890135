#!/usr/bin/env python3
"""Records what transformers' apply_chat_template(tokenize=True) gives for real tokenizers.

    pip install transformers==5.15.1 tokenizers==0.22.2 jinja2==3.1.6
    python3 testdata/chat-ids/make.py FOLDER

FOLDER is what scripts/fetch-tokenizers prints. Writes tokens.json and cases.jsonl.gz beside this script; the
README there tells their form. The clock is the one of testdata/chat-templates.
"""
import datetime
import gzip
import hashlib
import io
import json
import sys
import warnings
from pathlib import Path

import transformers
from transformers import AutoTokenizer
from transformers.utils import chat_template_utils, logging

HERE = Path(__file__).parent
TEMPLATES = HERE.parent / "chat-templates"
OWN = "-"
logging.set_verbosity_error()
warnings.simplefilter("ignore")

# Which templates each tokenizer is tried with; OWN is the one of its own files.
PAIRS = {
    "qwen3": [
        OWN,
        "Qwen-Qwen3-8B.jinja",
        "Qwen-Qwen2.5-7B-Instruct.jinja",
        "Qwen3-Coder.jinja",
        "qwen3_training.jinja",
        "qwen2_5_training.jinja",
        "qwen3_instruct_2507_training.jinja",
        "qwen3_5_nothink_training.jinja",
        "qwen3_vl_training.jinja",
        "chatml.axolotl.jinja",
    ],
    "llama3": [
        OWN,
        "meta-llama-Llama-3.1-8B-Instruct.jinja",
        "llama3_training.jinja",
        "tool_chat_template_llama3.2_pythonic.jinja",
    ],
    "gemma3": [
        OWN,
        "gemma3_training.jinja",
        "gemma_training.jinja",
        "tool_chat_template_gemma3_pythonic.jinja",
    ],
    "gptoss": ["llama3_training.jinja", "Qwen-Qwen3-8B.jinja"],
}
LONG = {"long_chat", "very_long_message", "long_tool_loop"}  # for the own template only


class FrozenClock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2026, 7, 4, 12, 0, 0)


def template_names():
    return sorted(p.name for p in (TEMPLATES / "templates").glob("*.jinja"))


def source_of(name):
    if name == OWN:
        return None
    with open(TEMPLATES / "templates" / name, encoding="utf-8", newline="") as f:
        return f.read()


def record(tokenizer, name, chat, gen):
    options = dict(
        tools=chat["tools"],
        documents=chat["documents"],
        chat_template=source_of(name),
        add_generation_prompt=gen,
        continue_final_message=chat["continue_final_message"],
        **chat["kwargs"],
    )
    source = options["chat_template"] or tokenizer.chat_template
    mask = "generation" in source and not chat["continue_final_message"]
    try:
        out = tokenizer.apply_chat_template(
            chat["messages"], tokenize=True, return_dict=True, return_assistant_tokens_mask=mask, **options
        )
    except Exception as e:  # noqa: BLE001 - what it is, is data
        return {"error": type(e).__name__}
    row = {"ids": list(out["input_ids"])}
    if mask and any(out["assistant_masks"]):
        row["mask"] = "".join(map(str, out["assistant_masks"]))
    return row


def main(folder):
    chat_template_utils.datetime = FrozenClock
    inputs = [json.loads(line) for line in open(TEMPLATES / "inputs.jsonl", encoding="utf-8")]
    known = set(template_names())
    tokens = {}
    rows = []
    for model, names in PAIRS.items():
        path = Path(folder) / model
        tokenizer = AutoTokenizer.from_pretrained(path)
        digest = hashlib.sha256((path / "tokenizer.json").read_bytes()).hexdigest()
        tokens[model] = {"sha256": digest, "special_tokens": tokenizer.special_tokens_map}
        for name in names:
            matching = [name] if name == OWN else sorted(k for k in known if k.startswith(name))
            if not matching:
                raise SystemExit(f"no template {name}")
            for template in matching[:1]:
                for chat in inputs:
                    if chat["id"] in LONG and template != names[0]:
                        continue
                    for gen in [False] if chat["continue_final_message"] else [False, True]:
                        row = {"model": model, "template": template, "input": chat["id"], "gen": gen}
                        row.update(record(tokenizer, template, chat, gen))
                        rows.append(row)
    head = {"made_with": f"transformers {transformers.__version__}", "rows": len(rows)}
    with open(HERE / "tokens.json", "w", encoding="utf-8") as f:
        json.dump(tokens, f, indent=1, sort_keys=True)
        f.write("\n")
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as out:
        for row in [head, *rows]:
            out.write((json.dumps(row, separators=(",", ":")) + "\n").encode())
    (HERE / "cases.jsonl.gz").write_bytes(buffer.getvalue())
    print(f"{len(rows)} rows, {sum('ids' in r for r in rows)} with ids, {sum('mask' in r for r in rows)} with masks")


main(sys.argv[1])
