"""Runs one row of golden data against the tokenizers package: input keys in, outcome keys out.

The format is that of testdata/tokenizers/README.md; tokenizers is the reference here, so whatever it gives, or raises,
is the outcome.
"""
import hashlib
import struct

import tokenizers
from tokenizers import AddedToken, Encoding, Tokenizer
from tokenizers.decoders import DecodeStream

CALL = ("truncation", "padding", "encode_special_tokens")


def shown(e):
    return {
        "ids": e.ids,
        "tokens": e.tokens,
        "offsets": [list(o) for o in e.offsets],
        "type_ids": e.type_ids,
        "attention_mask": e.attention_mask,
        "special_tokens_mask": e.special_tokens_mask,
        "word_ids": e.word_ids,
        "sequence_ids": e.sequence_ids,
        "overflowing": [shown(x) for x in e.overflowing],
    }


def digest(numbers):
    return hashlib.sha256(struct.pack(f"<{len(numbers)}i", *numbers)).hexdigest()


def block(ref):
    a, b = (int(x, 16) for x in ref[3:].split("-"))
    return "".join(f"a{chr(c)}b " for c in range(a, b) if not 0xD800 <= c <= 0xDFFF)


class Tokenizers:
    """Tokenizers by name, the latest ones kept; load gives the JSON text of a name."""

    def __init__(self, load, texts=None, keep=4):
        self.load, self.texts, self.keep = load, texts, keep
        self.kept = {}

    def get(self, name):
        if name not in self.kept:
            while len(self.kept) >= self.keep:
                self.kept.pop(next(iter(self.kept)))
            t = Tokenizer.from_str(self.load(name))
            self.kept[name] = (t, t.truncation, t.padding)
        return self.kept[name]

    def run(self, row):
        """The outcome of a row."""
        name = row["tokenizer"]
        try:
            t, truncation, padding = self.get(name)
        except Exception as e:
            return {"error": told(e)}
        except BaseException as e:
            return {"error": told(fatal(e))}
        changed = [k for k in CALL if k in row]
        try:
            configure(t, row)
            out = OPS[row["op"]](self, t, row)
        except BaseException as e:
            out = {"error": told(fatal(e))}
        if row["op"] == "modify" or "PanicException" in out.get("error", ""):
            self.kept.pop(name, None)
        elif changed:
            try:
                configure(t, {"truncation": truncation, "padding": padding})
                t.encode_special_tokens = False
            except ValueError:  # a file may say what a call may not
                self.kept.pop(name, None)
        return out

    def text_of(self, row):
        ref = row.get("text_ref")
        if ref is None:
            return row["text"]
        return block(ref) if ref.startswith("cp:") else self.texts[int(ref.rpartition(":")[2]) - 1]


def fatal(e):
    if isinstance(e, (KeyboardInterrupt, SystemExit, MemoryError)):
        raise e
    return e


def told(e):
    return f"{type(e).__name__}: {e}"


def configure(t, row):
    if "truncation" in row:
        if row["truncation"] is None:
            t.no_truncation()
        else:
            t.enable_truncation(**row["truncation"])
    if "padding" in row:
        if row["padding"] is None:
            t.no_padding()
        else:
            t.enable_padding(**row["padding"])
    if row.get("encode_special_tokens"):
        t.encode_special_tokens = True


def special(row):
    return row.get("add_special_tokens", True)


def encoded(t, row):
    return t.encode(row["text"], row.get("pair"), add_special_tokens=special(row))


def encode_hash(ts, t, row):
    e = t.encode(ts.text_of(row), add_special_tokens=special(row))
    return {"count": len(e.ids), "ids_sha256": digest(e.ids), "offsets_sha256": digest([n for o in e.offsets for n in o])}


def encode_map(ts, t, row):
    e = encoded(t, row)
    found = [getattr(e, q[0])(*q[1:]) for q in row["queries"]]
    return {"n_sequences": e.n_sequences, "results": [list(x) if isinstance(x, tuple) else x for x in found]}


def encoding_steps(ts, t, row):
    e = encoded(t, row)
    for name, arguments in row["steps"]:
        more = {k: v for k, v in arguments.items() if k != "length"}
        getattr(e, name)(arguments["length"], **more)
    return shown(e)


def merge(ts, t, row):
    es = [t.encode(x, add_special_tokens=False) for x in row["texts"]]
    return {"not_growing": shown(Encoding.merge(es, False)), "growing": shown(Encoding.merge(es, True))}


def stream(ts, t, row):
    more = {"ids": row["prompt_ids"]} if "prompt_ids" in row else {}
    s = DecodeStream(skip_special_tokens=row["skip_special_tokens"], **more)
    chunks = []
    for i in row["decode_ids"]:
        try:
            chunks.append(s.step(t, i))
        except BaseException as e:
            return {"chunks": chunks, "error": told(fatal(e))}
    return {"chunks": chunks}


def decode_each(ts, t, row):
    h = hashlib.sha256()
    for i in range(*row["range"]):
        h.update(t.decode([i], skip_special_tokens=row["skip_special_tokens"]).encode() + b"\0")
    return {"sha256": h.hexdigest()}


def added(t):
    flags = ("content", "single_word", "lstrip", "rstrip", "normalized", "special")
    return {str(i): {f: getattr(a, f) for f in flags} for i, a in sorted(t.get_added_tokens_decoder().items())}


def modify(ts, t, row):
    counts = []
    for call, tokens in row["modify"]:
        made = [AddedToken(**x) if isinstance(x, dict) else x for x in tokens]
        counts.append(getattr(t, call)(made))
    es = [t.encode(x) for x in row["texts"]]
    return {
        "counts": counts,
        "size": t.get_vocab_size(True),
        "added": added(t),
        "encodings": [shown(e) for e in es],
        "decoded": [[t.decode(e.ids, skip_special_tokens=s) for s in (False, True)] for e in es],
    }


def vocab_hash(ts, t, row):
    v = sorted((i, s) for s, i in t.get_vocab(row["with_added_tokens"]).items())
    return {"size": len(v), "sha256": hashlib.sha256("".join(f"{i}\t{s}\0" for i, s in v).encode()).hexdigest()}


def save_hash(ts, t, row):
    s = t.to_str().encode()
    return {"bytes": len(s), "sha256": hashlib.sha256(s).hexdigest()}


def both(x):
    return tuple(x) if isinstance(x, list) else x


OPS = {
    "encode": lambda ts, t, r: shown(encoded(t, r)),
    "encode_pretokenized": lambda ts, t, r: shown(t.encode(r["words"], r.get("pair_words"), is_pretokenized=True, add_special_tokens=special(r))),
    "encode_batch": lambda ts, t, r: {"encodings": [shown(e) for e in t.encode_batch([both(x) for x in r["inputs"]], add_special_tokens=special(r))]},
    "encode_hash": encode_hash,
    "encode_map": encode_map,
    "encoding_steps": encoding_steps,
    "merge": merge,
    "normalize": lambda ts, t, r: {"normalized": t.normalizer.normalize_str(r["text"]) if t.normalizer else r["text"]},
    "pre_tokenize": lambda ts, t, r: {"pieces": [[p, list(o)] for p, o in t.pre_tokenizer.pre_tokenize_str(r["text"])]},
    "decode": lambda ts, t, r: {"text": t.decode(r["decode_ids"], skip_special_tokens=r["skip_special_tokens"])},
    "decode_batch": lambda ts, t, r: {"texts_out": t.decode_batch(r["decode_ids"], skip_special_tokens=r["skip_special_tokens"])},
    "decode_tokens": lambda ts, t, r: {"text": t.decoder.decode(r["decode_tokens"])},
    "decode_stream": stream,
    "decode_each_hash": decode_each,
    "token_to_id": lambda ts, t, r: {"result": t.token_to_id(r["token"])},
    "id_to_token": lambda ts, t, r: {"result": t.id_to_token(r["id"])},
    "vocab_size": lambda ts, t, r: {"size": t.get_vocab_size(r["with_added_tokens"])},
    "vocab_hash": vocab_hash,
    "added_tokens": lambda ts, t, r: {"added": added(t)},
    "num_special_tokens_to_add": lambda ts, t, r: {"result": t.num_special_tokens_to_add(r["is_pair"])},
    "save": lambda ts, t, r: {"json": t.to_str()},
    "save_hash": save_hash,
    "modify": modify,
}
VERSION = tokenizers.__version__
