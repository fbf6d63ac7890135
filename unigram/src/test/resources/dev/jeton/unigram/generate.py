"""What Hugging Face tokenizers gives for Unigram models.

    pip install tokenizers==0.22.2
    python generate.py                  # writes models.tsv.gz beside this file

The format is explained in GoldenModels.java of the tokenize module's tests.
"""
import gzip
import os
import random

import tokenizers
from tokenizers.models import Unigram


def x(text):
    return "x" + text.encode().hex()


def case(model, text):
    try:
        tokens = model.tokenize(text)
    except Exception:
        return f"case\t{x(text)}\t!"
    return "case\t%s\t%s\t%s" % (x(text), ",".join(str(t.id) for t in tokens), ",".join(f"{a}-{b}" for a, b in (t.offsets for t in tokens)))


def main():
    rng = random.Random("unigram-1")
    out = [f"#\ttokenizers {tokenizers.__version__}, generate.py"]
    alphabet = list("abcd") + ["é", "中", "😀", "▁"]

    def word(n, extra=()):
        return "".join(rng.choice(alphabet + list(extra)) for _ in range(n))

    for i in range(40):
        # Few different scores, also positive ones, so that ways tie and unknown text can win.
        score = rng.choice([lambda: -rng.randint(0, 4), lambda: rng.uniform(-12, 0), lambda: -rng.randint(1, 8) / 4, lambda: rng.uniform(-3, 30), lambda: rng.randint(0, 60)])
        pieces = {"<unk>"} | set(c for c in alphabet if rng.random() < .7) | set(word(rng.randint(2, 7)) for _ in range(rng.choice([4, 30, 150])))
        fallback = rng.random() < .5
        if fallback:
            pieces |= {f"<0x{b:02X}>" for b in range(256) if i % 4 or rng.random() < .95}
        vocab = [(p, score()) for p in sorted(pieces)]
        rng.shuffle(vocab)
        if rng.random() < .3:
            vocab += [(rng.choice(vocab)[0], score()) for _ in range(5)]
        unk = rng.choice([rng.randrange(len(vocab)), [p for p, _ in vocab].index("<unk>"), None if i % 3 == 0 else 0])
        model = Unigram(vocab, unk_id=unk, byte_fallback=fallback)
        out.append(f"model\tuni-{i}\tUnigram")
        out.append(f"option\tbyte_fallback\tb\t{str(fallback).lower()}")
        if unk is not None:
            out.append(f"option\tunk_id\ti\t{unk}")
        out += [f"piece\t{x(t)}\t{n!r}" for t, n in vocab]
        texts = [word(rng.randint(1, 16), "xyü" if rng.random() < .4 else "") for _ in range(150)]
        texts += ["<unk>", "a<unk>x", "x<unk>", "xx", "<0x41>", "a" * 300, "xyz" * 40, "\x00", "a\x00b"] + [p for p, _ in vocab[:10] if p]
        out += [case(model, t) for t in texts]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "models.tsv.gz")
    with open(path, "wb") as f, gzip.GzipFile(filename="", mode="wb", fileobj=f, mtime=0) as g:
        g.write(("\n".join(out) + "\n").encode())


main()
