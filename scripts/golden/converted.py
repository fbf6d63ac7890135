"""Checks with the reference libraries that they read what `jeton convert` writes, and makes golden rows of it.

    python scripts/golden/converted.py --jeton ./jeton --out testdata/converted

Needs tokenizers 0.22.2, sentencepiece 0.2.1 or later, tiktoken, gguf and mistral-common. Each source is a small tokenizer of testdata; the row has the
SHA-256 of each file written and, for each text, the ids that the library makes of it. They must be those of the source: by tokenizers where it is a
tokenizer.json, by mistral-common for a tekken.json. Ends with 1 and a list where one differs.
"""
import argparse
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile

import gguf
import sentencepiece
import tiktoken
import tiktoken.load
import tokenizers
from mistral_common.tokens.tokenizers.tekken import Tekkenizer

SOURCES = [
    ("tokenizers/micro/bpe-spm.json", "a.model"),
    ("tokenizers/micro/bpe-spm.json", "a.gguf"),
    ("tokenizers/micro/wordpiece-bert.json", "vocab.txt"),
    ("tokenizers/micro/wordpiece-bert.json", "a.gguf"),
    ("tokenizers/micro/bpe-bytelevel-ignoremerges=false.json", "vocab.json"),
    ("ranks/mistral/tekken-new.json", "a.tiktoken"),
    ("tokenizers/micro/post-bytelevel-trimoffsets=true-addprefixspace=false.json", "a.gguf"),
    ("ranks/mistral/tekken-new.json", "tekken.json"),
    ("ranks/mistral/tekken-new.json", "tokenizer.json"),
]
TEXTS = ["Hello there", "the river  runs", "naïve café 12345", "日本語 テキスト", "a\nb\r\n\tc", " leading", "trailing ", "", "don't we'll I'VE", "😀 ﬁ ½ _x_"]


def source_ids(path):
    """What the reference makes of the source, without what the post-processor adds, special tokens as text."""
    if "tekken" in path:
        tekken = Tekkenizer.from_file(path)
        return lambda text: tekken.encode(text, bos=False, eos=False)
    tokenizer = tokenizers.Tokenizer.from_file(path)
    return lambda text: tokenizer.encode(text, add_special_tokens=False).ids


def reader(source, folder, name):
    """What the library for the new format makes of it; None where a library reads it but does not encode."""
    path = os.path.join(folder, name)
    if name.endswith(".model"):
        model = sentencepiece.SentencePieceProcessor(model_file=path)
        return lambda text: model.encode(text)
    if name == "vocab.txt":
        config = json.load(open(os.path.join(folder, "tokenizer_config.json"), encoding="utf-8"))
        bert = tokenizers.BertWordPieceTokenizer(path, lowercase=config["do_lower_case"], strip_accents=config["strip_accents"], handle_chinese_chars=config["tokenize_chinese_chars"], unk_token=config["unk_token"])
        return lambda text: bert.encode(text, add_special_tokens=False).ids
    if name == "vocab.json":
        gpt2 = tokenizers.ByteLevelBPETokenizer(path, os.path.join(folder, "merges.txt"))
        return lambda text: gpt2.encode(text, add_special_tokens=False).ids
    if name.endswith(".tiktoken"):
        ranks = tiktoken.load.load_tiktoken_bpe(path)
        pattern = json.load(open(source, encoding="utf-8"))["config"]["pattern"]
        encoding = tiktoken.Encoding("x", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
        return encoding.encode_ordinary
    if name.startswith("tekken"):
        return source_ids(path)
    if name.endswith(".json"):
        return source_ids(path)
    fields = gguf.GGUFReader(path).fields
    assert fields["tokenizer.ggml.model"].contents() in ("llama", "bert", "gpt2", "t5")
    tokens = fields["tokenizer.ggml.tokens"].contents()
    assert len(tokens) == len(fields["tokenizer.ggml.token_type"].contents())
    original = tokenizers.Tokenizer.from_file(source)
    if fields["tokenizer.ggml.model"].contents() != "bert":
        assert all(original.id_to_token(i) in (t, None) for i, t in enumerate(tokens))
    return None


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--jeton", default="./jeton")
    arguments.add_argument("--data", default="testdata")
    arguments.add_argument("--out", default="testdata/converted")
    arguments = arguments.parse_args()
    rows, bad = [], []
    for source, name in SOURCES:
        path = os.path.join(arguments.data, source)
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([arguments.jeton, "convert", path, os.path.join(folder, name)], check=True, capture_output=True)
            hashes = {f: hashlib.sha256(open(os.path.join(folder, f), "rb").read()).hexdigest() for f in sorted(os.listdir(folder))}
            before, after = source_ids(path), reader(path, folder, name)
            ids = []
            for text in TEXTS:
                expected = before(text)
                found = expected if after is None else after(text)
                ids.append(expected)
                if found != expected:
                    bad.append(f"{source} as {name}: {text!r} is {found} rather than {expected}")
        rows.append({"source": source, "name": name, "sha256": hashes, "texts": TEXTS, "ids": ids})
    os.makedirs(arguments.out, exist_ok=True)
    with open(os.path.join(arguments.out, "cases.jsonl"), "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
    print("\n".join(bad) or f"{len(rows)} conversions, {len(rows) * len(TEXTS)} texts, all equal")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
