"""Makes testdata/tokenizers-more: golden rows of further tokenizers, from other seeds and other texts.

    python scripts/golden/build.py --files "$(scripts/fetch-tokenizers)" [--out testdata/tokenizers-more] [--seed more-1]

Needs tokenizers 0.22.2. Everything follows from the seed and the files.
"""
import argparse
import gzip
import hashlib
import json
import os
import random
import re
import sys

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RUST_BACKTRACE"] = "0"
import pipelines
import rows
import texts

REAL = """claude deepseek_v3 deepseek_v4 gemini gpt35turbo llama2 llama3_1 bge-small-en-v1.5 bge-small-zh oromo-bpe oromo-unigram oromo-wordpiece
aranizer-bpe-32k aranizer-tbpe-50k aranizer-sp-32k charylu-50k moonshine pix2tex
qwen3 gpt4o gptoss llama3 gemma3 all-minilm-l6-v2 mon""".split()


def dumps(o):
    return json.dumps(o, ensure_ascii=False, separators=(",", ":"))


class Writer:
    """One cases file; the same rows give the same bytes."""

    def __init__(self, path, tokenizers):
        self.file = gzip.GzipFile(filename="", mode="wb", fileobj=open(path, "wb"), mtime=0, compresslevel=9)
        self.tokenizers = tokenizers
        self.count = 0

    def add(self, name, op, **given):
        row = {"tokenizer": name, "op": op, **given}
        out = self.tokenizers.run(row)
        self.file.write((dumps({**row, **out}) + "\n").encode())
        self.count += 1
        return out

    def close(self):
        raw = self.file.fileobj
        self.file.close()
        raw.close()


def call_options(rng):
    given = {}
    if rng.random() < .8:
        length = rng.choice([0, 1, 2, 3, 5, 8, 13, 40])
        given["truncation"] = {"max_length": length, "stride": rng.choice([0, 0, 1, 2]) if length > 3 else 0, "strategy": rng.choice(["longest_first", "longest_first", "only_first", "only_second"]), "direction": rng.choice(["right", "left"])}
    if rng.random() < .6:
        given["padding"] = {"direction": rng.choice(["right", "left"]), "pad_id": rng.choice([0, 7]), "pad_type_id": rng.choice([0, 1]), "pad_token": rng.choice(["[PAD]", "<p>"]), "length": rng.choice([None, None, 6, 21]), "pad_to_multiple_of": rng.choice([None, None, 3, 16])}
    return given


def questions(rng, chars):
    out = []
    for _ in range(12):
        n, s = rng.randrange(chars + 2), rng.choice([0, 0, 1])
        out.append(rng.choice([["char_to_token", n, s], ["char_to_word", n, s], ["word_to_tokens", n % 7, s], ["word_to_chars", n % 7, s], ["token_to_chars", n % 20], ["token_to_word", n % 20], ["token_to_sequence", n % 20]]))
    return out


def look(w, name, save):
    w.add(name, save)
    w.add(name, "added_tokens")
    for flag in (False, True):
        w.add(name, "vocab_size", with_added_tokens=flag)
        w.add(name, "num_special_tokens_to_add", is_pair=flag)
    w.add(name, "vocab_hash", with_added_tokens=True)


def decoding(w, rng, name, encoded, size, n):
    for i in range(n):
        ids = rng.choice(encoded)[:40] if encoded else []
        if i % 3 == 1:
            ids = [rng.randrange(size + 3) for _ in range(rng.randint(0, 14))]
        elif i % 3 == 2:
            ids = rng.sample(ids, len(ids))[:14]
        skip = rng.random() < .5
        w.add(name, "decode", decode_ids=ids, skip_special_tokens=skip)
        if i % 2:
            w.add(name, "decode_stream", decode_ids=ids, skip_special_tokens=skip)
        if i % 4 == 3 and len(ids) > 3:
            w.add(name, "decode_stream", prompt_ids=ids[:3], decode_ids=ids[3:], skip_special_tokens=skip)


def calls(w, rng, name, pool, n, off):
    for i in range(n):
        a, b = rng.choice(pool), rng.choice(pool)
        w.add(name, "encode", text=a, pair=b, add_special_tokens=i % 3 != 0, **off)
        w.add(name, "encode", text=a, pair=rng.choice([None, b]), **call_options(rng))
        ws = [rng.choice([*a.split(" "), "", " x", "don't"])[:20] for _ in range(rng.randint(0, 6))]
        w.add(name, "encode_pretokenized", words=ws, pair_words=rng.choice([None, b.split()[:4]]), add_special_tokens=i % 3 != 1, **(off if i % 2 else call_options(rng)))
        w.add(name, "encode_map", text=a[:50], pair=rng.choice([None, b[:20]]), queries=questions(rng, len(a[:50])), **off)
        w.add(name, "encoding_steps", text=a[:60], steps=[["truncate", {"length": rng.randint(0, 9), "stride": rng.choice([0, 0, 1, 2]), "direction": rng.choice(["left", "right"])}], ["pad", {"length": rng.randint(2, 12), "direction": rng.choice(["left", "right"]), "pad_id": 1, "pad_type_id": 1, "pad_token": "<p>"}]][:rng.randint(1, 2)], **off)
        w.add(name, "merge", texts=[a[:15], b[:15], ""][:rng.randint(1, 3)])
        w.add(name, "encode_batch", inputs=[a[:60], [a[:30], b[:30]], b[:60]][:rng.randint(1, 3)], **(off if i % 2 else call_options(rng)))
        w.add(name, "encode", text=a, encode_special_tokens=True, **off)


def vocabulary(w, rng, name, vocab, n):
    for t in [*rng.sample(sorted(vocab), min(n, len(vocab))), "", "nothing\u0000"]:
        w.add(name, "token_to_id", token=t)
    for i in [0, len(vocab) - 1, len(vocab), 10 ** 8, *(rng.randrange(len(vocab)) for _ in range(n))]:
        w.add(name, "id_to_token", id=i)


def small(w, seed, name, load):
    rng = random.Random(f"{seed}/rows/{name}")
    try:
        t, _, _ = w.tokenizers.get(name)
    except BaseException:
        w.add(name, "save")
        return
    look(w, name, "save")
    pieces = [a.content for a in t.get_added_tokens_decoder().values()] + rng.sample(sorted(t.get_vocab()), 12)
    pool = [texts.text(rng, pieces, 90) for _ in range(24)]
    encoded = [w.add(name, "encode", text=x).get("ids", []) for x in pool]
    if t.normalizer:
        for x in pool[:8]:
            w.add(name, "normalize", text=x)
    if t.pre_tokenizer:
        for x in pool[:8]:
            w.add(name, "pre_tokenize", text=x)
    if t.decoder:
        vocab = sorted(t.get_vocab())
        for _ in range(5):
            w.add(name, "decode_tokens", decode_tokens=[rng.choice([rng.choice(vocab), rng.choice(texts.MARKUP), " ", "é", "<0xC3>", "<0xA9>"]) for _ in range(rng.randint(0, 8))])
    calls(w, rng, name, [x[:40] for x in pool], 2, {})
    decoding(w, rng, name, [e for e in encoded if e], t.get_vocab_size(), 10)
    more = [{"content": rng.choice(["<new>", "zz", "É", pieces[0]]), "normalized": rng.random() < .5, "lstrip": rng.random() < .5, "rstrip": rng.random() < .5, "single_word": rng.random() < .3} for _ in range(2)]
    w.add(name, "modify", modify=[["add_tokens", more], ["add_special_tokens", ["<sp>", pieces[-1]]]], texts=["zz <new> É <sp>" + pieces[0], "plain" + pieces[-1]])
    vocabulary(w, rng, name, t.get_vocab(), 3)


def real(w, seed, name, lines):
    rng = random.Random(f"{seed}/rows/{name}")
    t, truncation, padding = w.tokenizers.get(name)
    off = {"truncation": None, "padding": None} if truncation or padding else {}
    look(w, name, "save_hash")
    added = [a.content for a in t.get_added_tokens_decoder().values()]
    pieces = (added[:40] + rng.sample(sorted(t.get_vocab()), 20)) if added else rng.sample(sorted(t.get_vocab()), 40)
    pool = [texts.text(rng, pieces) for _ in range(70)]
    encoded = [w.add(name, "encode", text=x, **off).get("ids", []) for x in pool]
    calls(w, rng, name, [x[:70] for x in pool], 6, off)
    for i in range(1, lines + 1):
        w.add(name, "encode_hash", text_ref=f"texts.jsonl.gz:{i}", **off)
    size = t.get_vocab_size()
    decoding(w, rng, name, [e for e in encoded if e], size, 40)
    for a in range(0, size, 4096):
        w.add(name, "decode_each_hash", range=[a, min(a + 4096, size)], skip_special_tokens=False)
    for a in [*range(0, 0x33400, 0x400), 0xE0000, 0xF0000, 0x10FC00]:
        if not 0xD800 <= a < 0xE000:
            w.add(name, "encode_hash", text_ref=f"cp:{a:04X}-{a + 0x400:04X}", **off)
    vocabulary(w, rng, name, t.get_vocab(), 20)


def components(file):
    """type names and options, for the counts of a replay"""
    found = set()

    def walk(area, stage):
        if not isinstance(stage, dict):
            return
        kind = stage.get("type", "(untyped)")
        found.add(f"{area} {kind}")
        for key, value in stage.items():
            if isinstance(value, list) and key in ("normalizers", "pretokenizers", "processors", "decoders"):
                for one in value:
                    walk(area, one)
    for area in ("normalizer", "pre_tokenizer", "post_processor", "decoder", "model"):
        walk(area, file.get(area))
    return sorted(found)


class Manifest:
    """MANIFEST.tsv: the lines of what is made anew are replaced, the others stay."""

    HEAD = "kind\tname\tarea\tbytes\tsha256\tcomponents\n"

    def __init__(self, path):
        self.path = path
        self.lines = {}
        if os.path.exists(path):
            for line in open(path, encoding="utf-8").read().splitlines(keepends=True)[1:]:
                self.add(line)

    def add(self, line):
        self.lines[tuple(line.split("\t")[:2])] = line

    def write(self):
        with open(self.path, "w", encoding="utf-8") as f:
            f.writelines([self.HEAD, *(self.lines[k] for k in sorted(self.lines))])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--files", required=True, help="what scripts/fetch-tokenizers prints")
    p.add_argument("--out", default="testdata/tokenizers-more")
    p.add_argument("--seed", default="more-1")
    p.add_argument("--small", type=int, default=90, help="how many random tokenizers")
    p.add_argument("--texts", type=int, default=700, help="how many lines of texts.jsonl.gz")
    p.add_argument("--real", default=",".join(REAL), help="fetched tokenizers, by comma")
    p.add_argument("--only", default="small,real", help="small, real or both")
    a = p.parse_args()
    if rows.VERSION != "0.22.2":
        sys.exit(f"tokenizers is {rows.VERSION}; the golden rows are those of 0.22.2")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # panics of the Rust code, which are rows like any other
    os.makedirs(f"{a.out}/micro", exist_ok=True)

    def load(name):
        for path in (f"{a.out}/micro/{name}.json", f"{a.files}/{name}/tokenizer.json"):
            if os.path.exists(path):
                return open(path, encoding="utf-8", newline="").read()
        raise FileNotFoundError(name)

    rng = random.Random(f"{a.seed}/texts")
    lines = [texts.text(rng, (), 3000) for _ in range(a.texts)]
    lines += [c * rng.randint(3000, 9000) for c in ("x", " ", "\n", "é", "中", "😀", "ab", "'s", "\u0301", "9")]
    lines += [" ".join(texts.text(rng) for _ in range(150)) for _ in range(3)]
    tokenizers = rows.Tokenizers(load, lines)
    with open(f"{a.out}/texts.jsonl.gz", "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as f:
        f.write("".join(dumps({"text": x}) + "\n" for x in lines).encode())
    manifest = Manifest(f"{a.out}/MANIFEST.tsv")
    if "small" in a.only:
        for old in os.listdir(f"{a.out}/micro"):
            if re.match(r"[a-z]+-\d+\.json$", old):
                os.remove(f"{a.out}/micro/{old}")
        writers = {}
        for i in range(a.small):
            kind, file = pipelines.pipeline(random.Random(f"{a.seed}/pipeline/{i}"), sorted(pipelines.MODELS)[i % len(pipelines.MODELS)])
            name = f"{kind}-{i:03d}"
            data = dumps(file).encode()
            open(f"{a.out}/micro/{name}.json", "wb").write(data)
            manifest.add(f"micro\t{name}\t{kind}\t{len(data)}\t{hashlib.sha256(data).hexdigest()}\t{' | '.join(components(file))}\n")
            if kind not in writers:
                writers[kind] = Writer(f"{a.out}/cases-{kind}.jsonl.gz", tokenizers)
            small(writers[kind], a.seed, name, load)
        for kind, w in writers.items():
            w.close()
            print(kind, w.count, flush=True)
    if "real" in a.only:
        for name in a.real.split(","):
            data = open(f"{a.files}/{name}/tokenizer.json", "rb").read()
            manifest.add(f"real\t{name}\treal\t{len(data)}\t{hashlib.sha256(data).hexdigest()}\t{' | '.join(components(json.loads(data)))}\n")
            w = Writer(f"{a.out}/cases-real-{name}.jsonl.gz", tokenizers)
            real(w, a.seed, name, len(lines))
            w.close()
            print(name, w.count, flush=True)
    manifest.write()


if __name__ == "__main__":
    main()
