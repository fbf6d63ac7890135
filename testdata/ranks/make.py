"""Small rank files and tekken.json files, and what tiktoken and mistral-common give for them.

    pip install tiktoken==0.14.0 mistral-common==1.13.1
    python make.py DIR      # writes tiktoken/, mistral/ and the cases beside this file

DIR has OpenAI's rank files (in the jar of com.knuddels:jtokkit 1.1.0); the cases of the encodings on them that
testdata/tokenizers leaves out are made from them.

The rank files are random: tokens that no merge can make, tokens that two pairs make (so that ties decide), special
tokens with ids anywhere, one inside of another, patterns that leave text out. The rows are those of testdata/tokenizers.
Everything follows from the seed: two runs give the same bytes.
"""
import base64
import gzip
import json
import os
import random
import shutil
import sys

import tiktoken
from mistral_common.tokens.tokenizers.base import SpecialTokenPolicy
from mistral_common.tokens.tokenizers.tekken import Tekkenizer

HERE = os.path.dirname(os.path.abspath(__file__))
SEED = "ranks-1"
ALPHABET = list("aaabbbccxyz") + ["ab", "ba", "aba", " ", "  ", "\n", "\t", "é", "中", "😀", "'s", "'S", "1", "23", "456", "!", "<s>", "<|x|>"]
PATTERNS = {
    "words": r"\S+|\s+",
    "gaps": r"[a-c]+|\p{N}+",
    "letters": r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
    "counts": r"\p{L}{1,2}+\d?|(?:\s|\d){2,3}+|^!|.",
    "dots": r"(?s:..)|.$|(?s:.)",
    "gpt2-like": r"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s",
}


def text(rng, n):
    return "".join(rng.choice(ALPHABET) for _ in range(n))


def ranks(rng, n):
    order = [bytes([b]) for b in range(256)]
    rng.shuffle(order)
    seen = set(order)
    while len(order) < n:
        kind = rng.random()
        if kind < .6:  # two tokens that are there become one
            t = rng.choice(order[-200:] + [b"a", b"b", b"ab"]) + rng.choice(order[-200:] + [b"a", b"b", b"ba"])
        elif kind < .8:
            t = text(rng, rng.randint(1, 5)).encode()
        else:
            t = "".join(rng.choice("ab") for _ in range(rng.randint(2, 6))).encode()
        if t not in seen and len(t) < 24:
            seen.add(t)
            order.append(t)
    return order


def attempt(f):
    try:
        return f()
    except BaseException as e:
        if isinstance(e, (KeyboardInterrupt, SystemExit)):
            raise
        return {"error": f"{type(e).__name__}: {str(e).splitlines()[0] if str(e) else ''}"}


def tiktoken_rows(rng):
    for name, pattern in PATTERNS.items():
        order = ranks(rng, rng.choice([300, 500, 900]))
        ids = sorted(rng.sample(range(len(order) * 2), len(order))) if name in ("gaps", "counts") else list(range(len(order)))
        top = ids[-1] + 1
        special = {"<s>": top + 7, "<|x|>": top, "<|long<|x|>": top + 3, "é!": top + 1000}
        with open(f"{HERE}/tiktoken/{name}.tiktoken", "w") as f:
            f.writelines(f"{base64.b64encode(t).decode()} {r}\n" for t, r in zip(order, ids))
        with open(f"{HERE}/tiktoken/{name}.json", "w") as f:
            json.dump({"pattern": pattern, "special_tokens": special}, f, indent=1)
        e = tiktoken.Encoding(name, pat_str=pattern, mergeable_ranks=dict(zip(order, ids)), special_tokens=special)
        row = lambda op, **more: {"encoding": name, "op": op, **more}
        yield row("tk_info", pattern=e._pat_str, special_tokens=e._special_tokens, n_vocab=e.n_vocab, max_token_value=e.max_token_value)
        for i in range(150):
            t = text(rng, rng.randint(0, 14))
            ids_of = e.encode_ordinary(t)
            yield row("tk_encode_ordinary", text=t, ids=ids_of)
            if i % 3 == 0:
                r = attempt(lambda: e.decode_with_offsets(ids_of))
                yield row("tk_decode_with_offsets", ids=ids_of, **(dict(text=r[0], offsets=r[1]) if isinstance(r, tuple) else r))
            if i % 3 == 1:
                r = attempt(lambda: e.encode_with_unstable(t[:8], disallowed_special=()))
                yield row("tk_encode_with_unstable", text=t[:8], disallowed_special=[],
                          **(dict(stable=r[0], completions=sorted(r[1])[:200], completion_count=len(r[1])) if isinstance(r, tuple) else r))
            allowed = rng.choice(["all", [], ["<s>"], ["<|x|>", "é!"], ["nothing"]])
            dis = rng.choice(["all", [], ["<s>"], ["ab"], ["<|long<|x|>"]])
            t = "".join(rng.choice(["a", " ", "<s>", "<|x|>", "<|long", "é!", "é", "b", "!"]) for _ in range(rng.randint(0, 6)))
            if not ("<|long<|x|>" in t and allowed == ["<|x|>", "é!"]):  # which of the two is found first is left to chance
                r = attempt(lambda: e.encode(t, allowed_special=set(allowed) if isinstance(allowed, list) else allowed, disallowed_special=set(dis) if isinstance(dis, list) else dis))
                yield row("tk_encode", text=t, allowed_special=allowed, disallowed_special=dis, **({"ids": r} if isinstance(r, list) else r))
            ids_in = [rng.choice(ids + list(special.values()) + [top + 5000]) for _ in range(rng.randint(0, 6))]
            b = attempt(lambda: e.decode_bytes(ids_in))
            yield row("tk_decode", ids=ids_in, **({"bytes_hex": b.hex(), "text": e.decode(ids_in)} if isinstance(b, bytes) else b))


def openai_rows(rng, folder):
    from tiktoken_ext import openai_public as oai

    def load(path, *_, **__):
        with open(f"{folder}/{path.rsplit('/', 1)[-1]}", "rb") as f:
            return {base64.b64decode(t): int(r) for t, r in (x.split() for x in f.read().splitlines() if x)}

    oai.load_tiktoken_bpe = load
    # published as two files, with the tokens and ranks of r50k_base
    oai.data_gym_to_mergeable_bpe_ranks = lambda *_, **__: load("r50k_base.tiktoken")
    extra = ["The quick brown fox, isn't it?", "def f(x):\n    return x ** 2\n\n", "        indented\n\n   ", "Größe 12345 ½ 中文😀", "I'LL we'Ve", "\t\t\r\n x  \n"]
    for name in ("gpt2", "r50k_base", "p50k_base", "p50k_edit", "o200k_harmony"):
        e = tiktoken.Encoding(**oai.ENCODING_CONSTRUCTORS[name]())
        specials = sorted(e.special_tokens_set)
        row = lambda op, **more: {"encoding": name, "op": op, **more}
        yield row("tk_info", pattern=e._pat_str, special_tokens=e._special_tokens, n_vocab=e.n_vocab, max_token_value=e.max_token_value)
        for i in range(80):
            t = "".join(rng.choice(extra + [" ", "x", text(rng, 5)]) for _ in range(rng.randint(1, 3)))
            ids = e.encode_ordinary(t)
            yield row("tk_encode_ordinary", text=t, ids=ids)
            t = rng.choice(["", " ", "x"]) + rng.choice(specials) + rng.choice(extra + specials)
            allowed = rng.choice(["all", [], rng.sample(specials, 1)])
            dis = rng.choice(["all", [], rng.sample(specials, 1)])
            r = attempt(lambda: e.encode(t, allowed_special=set(allowed) if isinstance(allowed, list) else allowed, disallowed_special=set(dis) if isinstance(dis, list) else dis))
            yield row("tk_encode", text=t, allowed_special=allowed, disallowed_special=dis, **({"ids": r} if isinstance(r, list) else r))
            ids = [rng.choice([rng.randrange(e.n_vocab + 3), e._special_tokens[rng.choice(specials)]]) for _ in range(rng.randint(0, 5))]
            b = attempt(lambda: e.decode_bytes(ids))
            yield row("tk_decode", ids=ids, **({"bytes_hex": b.hex(), "text": e.decode(ids)} if isinstance(b, bytes) else b))


def tekken_rows(rng):
    for name, version, named, count, size in (("tekken-old.json", "v3", None, 30, 500), ("tekken-new.json", "v11", 12, 20, 400), ("tekken-cut.json", "v7", 5, 5, 300)):
        order = [bytes([b]) for b in range(256)] + [t for t in ranks(rng, 600) if len(t) > 1]
        special = None if named is None else [{"rank": i, "token_str": s, "is_control": True} for i, s in enumerate(["<unk>", "<s>", "</s>", "<pad>", "[INST]"] + [f"[T{i}]" for i in range(named - 5)])]
        data = {"config": {"pattern": PATTERNS["letters"], "num_vocab_tokens": len(order), "default_vocab_size": size, "default_num_special_tokens": count, "version": version},
                "vocab": [{"rank": i, "token_bytes": base64.b64encode(t).decode(), "token_str": None} for i, t in enumerate(order)]}
        if special is not None:
            data["special_tokens"] = special
        path = f"{HERE}/mistral/{name}"
        with open(path, "w") as f:
            json.dump(data, f)
        m = Tekkenizer.from_file(path)
        yield {"file": name, "op": "mistral_info", "size": m.n_words, "bos": m.bos_id, "eos": m.eos_id, "pad": m.pad_id, "unk": m.unk_id, "version": m.version.value, "special": m.num_special_tokens}
        for i in range(60):
            t = text(rng, rng.randint(0, 14)) + rng.choice(["", "[INST]", "</s>"])
            bos, eos = rng.random() < .5, rng.random() < .5
            ids = m.encode(t, bos, eos)
            yield {"file": name, "op": "mistral_encode", "text": t, "bos": bos, "eos": eos, "ids": ids,
                   "decoded_keep": m.decode(ids, SpecialTokenPolicy.KEEP), "decoded_ignore": m.decode(ids, SpecialTokenPolicy.IGNORE)}
            ids = [rng.randrange(m.n_words) for _ in range(rng.randint(0, 5))]
            yield {"file": name, "op": "mistral_decode", "ids": ids, "decoded_ignore": m.decode(ids, SpecialTokenPolicy.IGNORE),
                   "decoded_raise": attempt(lambda: m.decode(ids, SpecialTokenPolicy.RAISE))}


def write(name, rows):
    with open(f"{HERE}/{name}.jsonl.gz", "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as f:
        for row in rows:
            f.write((json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode())


def main():
    for folder in ("tiktoken", "mistral"):
        shutil.rmtree(f"{HERE}/{folder}", ignore_errors=True)
        os.makedirs(f"{HERE}/{folder}")
    write("cases-tiktoken", tiktoken_rows(random.Random(SEED + "/tiktoken")))
    write("cases-openai", openai_rows(random.Random(SEED + "/openai"), sys.argv[1]))
    write("cases-mistral", tekken_rows(random.Random(SEED + "/tekken")))


sys.exit(main())
