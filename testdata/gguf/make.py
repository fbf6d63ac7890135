"""Makes the GGUF files of this folder from the small tokenizers of ../tokenizers*/micro.

    python make.py

Needs the package gguf. Prints the files for which llama.cpp has no kind of vocabulary.
"""

import glob
import json
import os

import vocab

HERE = os.path.dirname(os.path.abspath(__file__))
LARGEST = 60_000


def main():
    kept = []
    for path in sorted(glob.glob(os.path.join(HERE, "../tokenizers*/micro/*.json"))):
        with open(path, encoding="utf-8") as file:
            tokenizer = json.load(file)
        folder = os.path.basename(os.path.dirname(os.path.dirname(path)))
        name = folder + "--" + os.path.basename(path)[: -len(".json")] + ".gguf"
        out = os.path.join(HERE, name)
        try:
            vocab.write(tokenizer, out)
        except (vocab.NoKind, KeyError, IndexError, TypeError) as e:
            print(f"{name}: {e!r}")
            if os.path.exists(out):
                os.remove(out)
            continue
        if os.path.getsize(out) > LARGEST:
            os.remove(out)
            continue
        kept.append(name)
    print(len(kept), sum(os.path.getsize(os.path.join(HERE, k)) for k in kept))


main()
