"""What another version of tokenizers gives for golden rows: one line for each row that differs.

    python compare.py --to differs.jsonl --files FETCHED testdata/tokenizers testdata/tokenizers-more [--only 'cases-[b-w]*']

Run it with the other version installed. Rows of other libraries (op sp_*, tk_*, mistral_*) are left out.
"""
import argparse
import collections
import fnmatch
import glob
import gzip
import json
import os

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RUST_BACKTRACE"] = "0"
import rows

INPUT = set("tokenizer op class pair add_special_tokens truncation padding encode_special_tokens text_ref inputs words pair_words decode_ids skip_special_tokens prompt_ids token id with_added_tokens is_pair decode_tokens steps range modify texts queries".split())


def lines(path):
    opened = gzip.open if path.endswith(".gz") else open
    with opened(path, "rt", encoding="utf-8", newline="\n") as f:
        for n, x in enumerate(f, 1):
            yield n, json.loads(x)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folders", nargs="+")
    p.add_argument("--files", required=True)
    p.add_argument("--to", required=True)
    p.add_argument("--only", default="cases-*")
    a = p.parse_args()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    count, differ, kinds = 0, 0, collections.Counter()
    with open(a.to, "w", encoding="utf-8") as out:
        for folder in a.folders:
            def load(name):
                for path in (f"{folder}/micro/{name}.json", f"{a.files}/{name}/tokenizer.json"):
                    if os.path.exists(path):
                        return open(path, encoding="utf-8", newline="").read()
                raise FileNotFoundError(name)
            texts = [x["text"] for _, x in lines(f"{folder}/texts.jsonl.gz")]
            tokenizers = rows.Tokenizers(load, texts)
            for path in sorted(glob.glob(f"{folder}/cases-*.jsonl*")):
                name = os.path.basename(path)
                if not fnmatch.fnmatch(name, a.only) or name.startswith(("cases-sp", "cases-tiktoken", "cases-mistral")):
                    continue
                for n, row in lines(path):
                    if row["op"] not in rows.OPS:
                        continue
                    gives_text = row["op"] in ("decode", "decode_tokens")
                    given = {k: v for k, v in row.items() if k in INPUT or (k == "text" and not gives_text)}
                    want = {k: v for k, v in row.items() if k not in given}
                    got = json.loads(json.dumps(tokenizers.run(given)))
                    count += 1
                    # the wording of an error is not compared
                    same = got == want or ("error" in got and "error" in want)
                    if not same:
                        differ += 1
                        keys = sorted(k for k in {*want, *got} if want.get(k) != got.get(k))
                        kinds[(name, row["op"], *keys)] += 1
                        out.write(json.dumps({"folder": os.path.basename(folder), "file": name, "line": n, "given": given, "differs": keys, "reference": {k: want.get(k) for k in keys}, rows.VERSION: {k: got.get(k) for k in keys}}, ensure_ascii=False) + "\n")
    for kind, n in sorted(kinds.items()):
        print(n, *kind)
    print(f"{rows.VERSION}: {count} rows, {differ} differ")


if __name__ == "__main__":
    main()
