"""What Hugging Face tokenizers gives for WordPiece and WordLevel models.

    pip install tokenizers==0.22.2
    python generate.py > /dev/null      # writes models.tsv.gz beside this file

The format is explained in GoldenModels.java of the tokenize module's tests.
"""
import gzip
import os
import random

import tokenizers
from tokenizers.models import WordLevel, WordPiece


def x(text):
    return "x" + text.encode().hex()


def case(model, text):
    try:
        tokens = model.tokenize(text)
    except Exception:
        return f"case\t{x(text)}\t!"
    data = text.encode()
    for t in tokens:
        assert 0 <= t.offsets[0] <= t.offsets[1] <= len(data)
    return "case\t%s\t%s\t%s" % (x(text), ",".join(str(t.id) for t in tokens), ",".join(f"{a}-{b}" for a, b in (t.offsets for t in tokens)))


def main():
    rng = random.Random("wordpiece-1")
    out = [f"#\ttokenizers {tokenizers.__version__}, generate.py"]
    alphabet = list("abcde") + ["é", "中", "😀", "#", "e\u0301"]

    def word(n):
        return "".join(rng.choice(alphabet) for _ in range(n))

    for i in range(24):
        prefix = rng.choice(["##", "##", "", "é", "a", "中#"])
        unk = rng.choice(["[UNK]", "[UNK]", "missing", "a"])
        limit = rng.choice([100, 100, 5, 1, 0, 3, 10**12])
        tokens = {"[UNK]"} | set(c for c in alphabet if rng.random() < .9) | set(prefix + c for c in alphabet if rng.random() < .9)
        tokens |= set(rng.choice(["", prefix]) + word(rng.randint(1, 6)) for _ in range(rng.choice([5, 40, 200])))
        order = sorted(tokens)
        rng.shuffle(order)
        ids = rng.sample(range(len(order) * 2), len(order))
        vocab = dict(zip(order, ids))
        model = WordPiece(vocab, unk_token=unk, max_input_chars_per_word=limit, continuing_subword_prefix=prefix)
        out.append(f"model\twp-{i}\tWordPiece")
        out += [f"option\tunk_token\ts\t{x(unk)}", f"option\tcontinuing_subword_prefix\ts\t{x(prefix)}", f"option\tmax_input_chars_per_word\ti\t{limit}"]
        out += [f"token\t{x(t)}\t{n}" for t, n in vocab.items()]
        texts = [word(rng.randint(1, 12)) for _ in range(120)] + order[:20] + ["a", "ab", "##a", "Z", "aZ", "a" * 99, "a" * 101, "\x00", "a\x00b"]
        out += [case(model, t) for t in texts]
    for i, unk in enumerate(["[UNK]", "missing"]):
        vocab = {"[UNK]": 0, "a": 1, "ab": 2, "é": 3, "a b": 5, "😀": 4}
        model = WordLevel(vocab, unk_token=unk)
        out.append(f"model\twl-{i}\tWordLevel")
        out.append(f"option\tunk_token\ts\t{x(unk)}")
        out += [f"token\t{x(t)}\t{n}" for t, n in vocab.items()]
        out += [case(model, t) for t in ["a", "ab", "abc", "é", "e\u0301", "a b", "😀", "[UNK]", " a", "\x00"]]
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "models.tsv.gz")
    with open(path, "wb") as f, gzip.GzipFile(filename="", mode="wb", fileobj=f, mtime=0) as g:
        g.write(("\n".join(out) + "\n").encode())


main()
