"""Random tokenizer.json files: every kind of model and stage with random options, small enough to read.

`pipeline(rng)` gives (kind, dict). The same random.Random gives the same file.
"""
import base64

import patterns
import texts

SPLITS = ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]
SAMPLE = "".join(texts.FOREIGN) + texts.LATIN + texts.SYMBOLS + texts.NUMERALS + texts.COMPAT + " ▁Ġ"


def byte_alphabet():
    """The character that stands for each byte in a byte-level vocabulary."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    more = iter(range(256, 1024))
    return [chr(b) if b in kept else chr(next(more)) for b in range(256)]


BYTES = byte_alphabet()


def coin(rng, p=0.5):
    return rng.random() < p


def sample_text(rng):
    return " ".join(texts.text(rng) for _ in range(12)) + " " + texts.prose(rng)


# ---------------------------------------------------------------- models
def numbered(tokens):
    return {t: i for i, t in enumerate(dict.fromkeys(tokens))}


def grown(rng, alphabet, words, n, prefix="", suffix=""):
    """Random merges that do occur in the words, in random order of importance, with some that never apply."""
    vocab = dict.fromkeys(alphabet)
    merges = []
    parts = []
    for w in words:
        p = [(prefix if i else "") + c for i, c in enumerate(w)]
        if p:
            p[-1] += suffix
            parts.append([x for x in p if x in vocab])
    for _ in range(n):
        usable = [p for p in parts if len(p) > 1]
        if usable and coin(rng, .9):
            p = rng.choice(usable)
            i = rng.randrange(len(p) - 1)
            a, b = p[i], p[i + 1]
        else:
            a, b = rng.choice(list(vocab)), rng.choice(list(vocab))
            if prefix and not b.startswith(prefix):
                continue
        new = a + b[len(prefix):]
        if [a, b] in merges or len(new) > 12:
            continue
        merges.append([a, b])
        vocab[new] = None
        for p in parts:
            i = 0
            while i < len(p) - 1:
                if p[i] == a and p[i + 1] == b:
                    p[i:i + 2] = [new]
                i += 1
    return list(vocab), merges


def bpe_options(rng, **more):
    return {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None, "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False, **more}


def shuffled(rng, tokens):
    tokens = list(tokens)
    if coin(rng):
        rng.shuffle(tokens)
    return tokens


def character_bpe(rng):
    s = sample_text(rng)
    unk = rng.choice([None, "<unk>", "[UNK]"])
    prefix = rng.choice(["", "", "##", "@"])
    suffix = rng.choice(["", "", "</w>", "_"])
    chars = sorted(set(s))
    chars = rng.sample(chars, max(1, int(len(chars) * rng.choice([.3, .7, 1]))))
    alphabet = [p + c + e for c in chars for p in {"", prefix} for e in {"", suffix}]
    vocab, merges = grown(rng, alphabet, s.split(" "), rng.randint(0, 90), prefix, suffix)
    fallback = coin(rng, .3)
    if fallback:
        codes = [f"<0x{b:02X}>" for b in range(256)]
        if coin(rng, .3):
            codes = rng.sample(codes, 200)
        vocab += codes
    tokens = shuffled(rng, vocab)
    if unk and coin(rng, .95):
        tokens.insert(rng.choice([0, len(tokens)]), unk)
    return bpe_options(rng, unk_token=unk, continuing_subword_prefix=prefix or rng.choice([None, ""]), end_of_word_suffix=suffix or rng.choice([None, ""]), fuse_unk=coin(rng, .4), byte_fallback=fallback,
                       ignore_merges=coin(rng, .3), dropout=rng.choice([None, None, 0.0]), vocab=numbered(tokens), merges=merges)


def byte_bpe(rng):
    s = sample_text(rng)
    words = ["".join(BYTES[b] for b in (rng.choice(["", " "]) + w).encode()) for w in s.split(" ")]
    alphabet = BYTES if coin(rng, .85) else rng.sample(BYTES, 200)
    vocab, merges = grown(rng, alphabet, words, rng.randint(0, 150))
    if coin(rng, .2):
        vocab += [w for w in words[:8] if w]  # whole words that no merge makes: ignore_merges finds them
    return bpe_options(rng, ignore_merges=coin(rng, .5), unk_token=rng.choice([None, None, "<unk>"]), vocab=numbered([*shuffled(rng, vocab), "<unk>"]), merges=merges)


def sentence_bpe(rng):
    """As SentencePiece BPE files are converted: ▁ in the vocabulary, bytes as fallback."""
    s = sample_text(rng)
    words = ["▁" + w for w in s.split(" ")]
    chars = sorted({c for w in words for c in w})
    vocab, merges = grown(rng, rng.sample(chars, max(1, len(chars) * 2 // 3)) + ["▁"], words, rng.randint(20, 150))
    head = ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)]
    return bpe_options(rng, unk_token="<unk>", fuse_unk=coin(rng, .8), byte_fallback=coin(rng, .8), vocab=numbered(head + vocab), merges=merges)


def words_in(rng, least):
    out = []
    while len(out) < least:
        out += texts.text(rng).split() or ["x"]
    return out


def word_piece(rng):
    prefix = rng.choice(["##", "##", "", "-"])
    pieces = ["[UNK]"]
    for w in words_in(rng, 40) + texts.WORDS:
        for v in {w, w.lower()}:
            pieces += [v[:rng.randint(1, 6)], prefix + v[rng.randrange(len(v)):][:rng.randint(1, 5)]]
    pieces += [p + c for c in rng.sample(SAMPLE, 40) for p in ("", prefix)]
    return {"type": "WordPiece", "unk_token": "[UNK]" if coin(rng, .95) else "nope", "continuing_subword_prefix": prefix, "max_input_chars_per_word": rng.choice([100, 100, 12, 3, 0]), "vocab": numbered(shuffled(rng, pieces))}


def word_level(rng):
    return {"type": "WordLevel", "vocab": numbered(shuffled(rng, ["<unk>", *words_in(rng, 60), *texts.WORDS, " ", "▁", "."])), "unk_token": "<unk>"}


def unigram(rng):
    pieces = {}
    for w in words_in(rng, 50) + texts.WORDS:
        w = rng.choice(["▁", ""]) + w
        a = rng.randrange(len(w))
        p = w[a:a + rng.randint(1, 7)]
        # few different scores: ties must be decided as the reference does
        pieces[p] = rng.choice([-1.0, -2.0, -3.5, -3.5, -7.25, round(-12 * rng.random(), 4), 0.0, 1.5])
    for c in rng.sample(SAMPLE, 50):
        pieces.setdefault(c, round(-15 * rng.random(), 3))
    vocab = [["<unk>", 0.0], ["<s>", 0.0], ["</s>", 0.0], *([p, s] for p, s in pieces.items() if p not in ("<unk>",))]
    if coin(rng, .1):
        vocab.append(rng.choice(vocab[3:])[:])  # one piece twice
    fallback = coin(rng, .4)
    if fallback:
        vocab += [[f"<0x{b:02X}>", rng.choice([0.0, -5.0])] for b in range(256)]
    return {"type": "Unigram", "unk_id": 0 if coin(rng, .95) else None, "vocab": vocab, "byte_fallback": fallback}


MODELS = {"bpe": character_bpe, "bytes": byte_bpe, "sentence": sentence_bpe, "pieces": word_piece, "words": word_level, "unigram": unigram}


# ---------------------------------------------------------------- stages
def replacing(rng, content):
    if coin(rng, .6):
        pattern = {"String": rng.choice([" ", "  ", "a", "▁", ".", "\n", "é", "e\u0301", "the", "🏾", "", "\u3000"])}
    else:
        pattern = {"Regex": rng.choice([r" {2,}", r"\s+", r"\p{M}+", r"[aeiou]", r"(?<=\d)\d", r"^\s+|\s+$", r"\r\n?", r"(?i)ss|ß", r"\P{L}", r"x*", patterns.pattern(rng)])}
    return {"type": "Replace", "pattern": pattern, "content": content}


def normalizer(rng, depth=0):
    kinds = ["NFC", "NFD", "NFKC", "NFKD", "Nmt", "Lowercase", "StripAccents", "Strip", "Prepend", "Replace", "Replace", "BertNormalizer", "Precompiled", "ByteLevel", "Sequence", "Sequence"]
    kind = rng.choice(kinds)
    if kind == "Sequence" and depth < 2:
        return {"type": kind, "normalizers": [normalizer(rng, depth + 1) for _ in range(rng.randint(0, 3))]}
    if kind == "Strip":
        return {"type": kind, "strip_left": coin(rng), "strip_right": coin(rng)}
    if kind == "Prepend":
        return {"type": kind, "prepend": rng.choice(["▁", " ", "x", "é▁", "\u0301", "İ"])}
    if kind == "Replace":
        return replacing(rng, rng.choice(["", " ", "▁", "-", "é", "xyz", "$1", "\\1"]))
    if kind == "BertNormalizer":
        return {"type": kind, "clean_text": coin(rng), "handle_chinese_chars": coin(rng), "strip_accents": rng.choice([None, True, False]), "lowercase": coin(rng)}
    if kind == "Precompiled" and CHARSMAPS:
        return {"type": kind, "precompiled_charsmap": CHARSMAPS[rng.choice(sorted(CHARSMAPS))]}
    return {"type": "NFKC" if kind in ("Sequence", "Precompiled") else kind}


def metaspace(rng):
    return {"type": "Metaspace", "replacement": rng.choice(["▁", "▁", "▁", "_", "é"]), "prepend_scheme": rng.choice(["always", "never", "first"]), "split": coin(rng, .7)}


def byte_level(rng):
    return {"type": "ByteLevel", "add_prefix_space": coin(rng), "trim_offsets": coin(rng), "use_regex": coin(rng)}


def pre_tokenizer(rng, depth=0):
    kind = rng.choice(["ByteLevel", "Whitespace", "WhitespaceSplit", "BertPreTokenizer", "Metaspace", "Punctuation", "Digits", "UnicodeScripts", "CharDelimiterSplit", "FixedLength", "Split", "Split", "Split", "Sequence", "Sequence", "Sequence"])
    if kind == "Sequence":
        if depth < 2:
            return {"type": kind, "pretokenizers": [pre_tokenizer(rng, depth + 1) for _ in range(rng.randint(0, 3))]}
        kind = "Whitespace"
    if kind == "ByteLevel":
        return byte_level(rng)
    if kind == "Metaspace":
        return metaspace(rng)
    if kind == "Punctuation":
        return {"type": kind, "behavior": rng.choice(SPLITS)}
    if kind == "Digits":
        return {"type": kind, "individual_digits": coin(rng)}
    if kind == "CharDelimiterSplit":
        return {"type": kind, "delimiter": rng.choice(" -e▁\n中")}
    if kind == "FixedLength":
        return {"type": kind, "length": rng.choice([1, 2, 3, 7, 50])}
    if kind == "Split":
        if coin(rng, .25):
            pattern = {"String": rng.choice([" ", "\n", "a", "th", "'", "..", "é", "▁", "\u0301"])}
        else:
            pattern = {"Regex": rng.choice(patterns.KNOWN) if coin(rng, .5) else patterns.pattern(rng)}
        return {"type": kind, "pattern": pattern, "behavior": rng.choice(SPLITS), "invert": coin(rng, .3)}
    return {"type": kind}


def template(rng, special):
    def side(sequences):
        parts = [{"Sequence": {"id": s, "type_id": rng.choice([0, 0, 1, 2])}} for s in sequences]
        for _ in range(rng.choice([0, 1, 1, 2, 3])):
            name = rng.choice(sorted(special))
            parts.insert(rng.randint(0, len(parts)), {"SpecialToken": {"id": name, "type_id": rng.choice([0, 1])}})
        return parts
    single, pair = side(["A"]), side(["A", "B"] if coin(rng, .9) else ["B", "A"])
    named = {p["SpecialToken"]["id"] for p in single + pair if "SpecialToken" in p}
    tokens = {n: {"id": n, "ids": special[n], "tokens": [n] * len(special[n])} for n in sorted(named)}
    return {"type": "TemplateProcessing", "single": single, "pair": pair, "special_tokens": tokens}


def post_processor(rng, added, depth=0):
    kind = rng.choice(["none", "none", "ByteLevel", "Roberta", "Bert", "Template", "Template", "Sequence"])
    special = {a["content"]: [a["id"]] for a in added if a["special"]} or {"<s>": [1]}
    first, last = min(special), max(special)
    if kind == "Sequence" and depth == 0:
        return {"type": "Sequence", "processors": [p for p in (post_processor(rng, added, 1) for _ in range(2)) if p]}
    if kind == "ByteLevel":
        return byte_level(rng)
    if kind == "Roberta":
        return {"type": "RobertaProcessing", "sep": [last, special[last][0]], "cls": [first, special[first][0]], "trim_offsets": coin(rng), "add_prefix_space": coin(rng)}
    if kind == "Bert":
        return {"type": "BertProcessing", "sep": [last, special[last][0]], "cls": [first, special[first][0]]}
    if kind == "Template":
        return template(rng, {**special, "two": [0, 1]} if coin(rng, .15) else special)
    return None


def decoder(rng, depth=0):
    kind = rng.choice(["ByteLevel", "WordPiece", "Metaspace", "BPEDecoder", "CTC", "ByteFallback", "Fuse", "Strip", "Replace", "Sequence", "Sequence"])
    if kind == "Sequence":
        if depth < 1:
            return {"type": kind, "decoders": [decoder(rng, 1) for _ in range(rng.randint(0, 4))]}
        kind = "Fuse"
    if kind == "ByteLevel":
        return byte_level(rng)
    if kind == "WordPiece":
        return {"type": kind, "prefix": rng.choice(["##", "##", "", "-"]), "cleanup": coin(rng)}
    if kind == "Metaspace":
        return metaspace(rng)
    if kind == "BPEDecoder":
        return {"type": kind, "suffix": rng.choice(["</w>", "_", ""])}
    if kind == "CTC":
        return {"type": kind, "pad_token": "<pad>", "word_delimiter_token": rng.choice(["|", "▁"]), "cleanup": coin(rng)}
    if kind == "Strip":
        return {"type": kind, "content": rng.choice([" ", "▁", "a"]), "start": rng.choice([0, 1, 2]), "stop": rng.choice([0, 0, 1])}
    if kind == "Replace":
        return replacing(rng, rng.choice(["", " ", "x", "é"]))
    return {"type": kind}


USUAL_DECODER = {
    "bytes": lambda rng: byte_level(rng),
    "sentence": lambda rng: {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
    "pieces": lambda rng: {"type": "WordPiece", "prefix": "##", "cleanup": coin(rng)},
    "unigram": lambda rng: metaspace(rng),
}
USUAL_PRE_TOKENIZER = {
    "bytes": lambda rng: rng.choice([byte_level(rng), {"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex": rng.choice(patterns.KNOWN)}, "behavior": "Isolated", "invert": False}, {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": False}]}]),
    "sentence": lambda rng: rng.choice([None, metaspace(rng)]),
    "unigram": lambda rng: rng.choice([metaspace(rng), {"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, metaspace(rng)]}]),
}


def added_tokens(rng, vocab, size):
    contents = ["<s>", "</s>", "<pad>", "<mask>"] + rng.sample(["<A>", "<a>", "<a><b>", "Tok", "tok", "é", "e\u0301", "ﬁ", "the", "new york", "  ", "\n\n", " x", "x ", "中文", "😀", "İ", "ss", "ß", "''", "<|x|>", "1", "12", "ab", "b", "_", "\u0301", "▁", "##a"], rng.randint(0, 8))
    if coin(rng, .2) and vocab:
        contents.append(rng.choice(sorted(vocab)))
    if coin(rng, .1):
        contents.append(rng.choice(contents))
    free = size
    out = []
    for c in contents:
        i = vocab.get(c)
        if i is None:
            i, free = free, free + 1
        flags = {f: coin(rng, .35) for f in ("single_word", "lstrip", "rstrip", "normalized")}
        out.append({"id": i, "content": c, **flags, "special": c in ("<s>", "</s>") or coin(rng, .4)})
    rng.shuffle(out)
    return out


def truncation(rng):
    return {"direction": rng.choice(["Left", "Right"]), "max_length": rng.choice([0, 1, 2, 4, 9, 30]), "strategy": rng.choice(["LongestFirst", "LongestFirst", "OnlyFirst", "OnlySecond"]), "stride": rng.choice([0, 0, 0, 1, 3])}


def padding(rng):
    return {"strategy": rng.choice(["BatchLongest", {"Fixed": rng.choice([0, 5, 16])}]), "direction": rng.choice(["Left", "Right"]), "pad_to_multiple_of": rng.choice([None, None, 0, 1, 4]), "pad_id": rng.choice([0, 2, 9999]), "pad_type_id": rng.choice([0, 3]), "pad_token": rng.choice(["<pad>", "", "é"])}


def pipeline(rng, kind=None):
    kind = kind or rng.choice(sorted(MODELS))
    model = MODELS[kind](rng)
    vocab = {p: i for i, (p, _) in enumerate(model["vocab"])} if kind == "unigram" else model["vocab"]
    added = added_tokens(rng, vocab, len(model["vocab"]))
    usual = coin(rng, .4)
    pre = USUAL_PRE_TOKENIZER.get(kind, pre_tokenizer)(rng) if usual else (pre_tokenizer(rng) if coin(rng, .85) else None)
    dec = USUAL_DECODER.get(kind, decoder)(rng) if usual else (decoder(rng) if coin(rng, .8) else None)
    return kind, {
        "version": "1.0",
        "truncation": truncation(rng) if coin(rng, .12) else None,
        "padding": padding(rng) if coin(rng, .12) else None,
        "added_tokens": added,
        "normalizer": normalizer(rng) if coin(rng, .6) else None,
        "pre_tokenizer": pre,
        "post_processor": post_processor(rng, added),
        "decoder": dec,
        "model": model,
    }


# ---------------------------------------------------------------- charsmaps
def charsmaps():
    """The rules that sentencepiece compiles into its models."""
    import io
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2
    out = {}
    for rule in ("nmt_nfkc", "nmt_nfkc_cf", "nfkc", "nfkc_cf"):
        f = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(["x y z"] * 5), model_writer=f, model_type="char", vocab_size=8, hard_vocab_limit=False, normalization_rule_name=rule, minloglevel=2)
        m = sentencepiece_model_pb2.ModelProto()
        m.ParseFromString(f.getvalue())
        out[rule] = base64.b64encode(m.normalizer_spec.precompiled_charsmap).decode()
    return out


CHARSMAPS = {}
