"""Folders of pretrained tokenizers and what transformers' AutoTokenizer makes of them.

    pip install transformers==5.15.1 tokenizers==0.22.2
    python make.py          # writes folders/ and cases-folders.jsonl.gz beside this file

Small synthetic folders with vocab.txt, vocab.json + merges.txt or tokenizer.json, and all mixtures of
tokenizer_config.json, special_tokens_map.json, added_tokens.json and config.json. The rows are those of
testdata/tokenizers, made with the `tokenizers.Tokenizer` inside of the loaded tokenizer, so that truncation and
padding of a call play no part. Everything follows from the seed: two runs give the same bytes.
"""
import gzip
import json
import os
import random
import shutil
import sys

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "critical"
import tokenizers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDERS = os.path.join(HERE, "folders")
SEED = "pretrained-1"
WORDS = "the of and to in a is that for it was on with as by this from at or an be are one you have not".split()
TEXTS = ["the cat is on the mat", "Hello, WORLD! Ünïcode äöü", " two  spaces ", "中文 and 日本 text", "it's we'll I'M 12345",
         "<s>the</s> [CLS] is [MASK] <|endoftext|>", "<img> <x> <extra_id_0> tok1 <tok2>", "", "a\nb\r\n\n c", "née Café e\u0301", "[SEP]", "naïve<pad>"]


def write(name, **files):
    folder = os.path.join(FOLDERS, name)
    os.makedirs(folder, exist_ok=True)
    for file, value in files.items():
        file = file.replace("__", ".")
        with open(os.path.join(folder, file), "w", encoding="utf-8", newline="") as f:
            f.write(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def bert_vocab(rng, special=("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"), end="\n"):
    tokens = list(special) + list("abcdefghijklmnopqrstuvwxyzABCHWIO0123456789.,!'<>|[]/_中日ü")
    tokens += ["##" + c for c in "abcdefghijklmnopqrstuvwxyz0123456789ü"] + WORDS + ["cat", "mat", "##ing", "caf", "##e", "Hello"]
    return end.join(tokens) + end


def bpe_files(rng, specials=(), size=330):
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.train_from_iterator([" ".join(rng.choice(WORDS) for _ in range(20)) for _ in range(60)] + TEXTS,
                          trainers.BpeTrainer(vocab_size=size, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=list(specials)))
    j = json.loads(t.to_str())["model"]
    merges = "#version: 0.2\n" + "".join(" ".join(m) + "\n" for m in j["merges"])
    return j["vocab"], merges


def full_json(rng, post="none", added=(), normalizer=None):
    vocab, merges = bpe_files(rng, ["<unk>", "<s>", "</s>"])
    t = Tokenizer(models.BPE(vocab, [tuple(m.split(" ")) for m in merges.splitlines()[1:]]))
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.decoder = decoders.ByteLevel()
    if normalizer:
        t.normalizer = normalizer
    if post == "template":
        t.post_processor = processors.TemplateProcessing(single="<s> $A", pair="<s> $A </s> $B:1", special_tokens=[("<s>", 1), ("</s>", 2)])
    elif post == "bytelevel":
        t.post_processor = processors.ByteLevel(trim_offsets=False)
    for a in added:
        t.add_tokens([a])
    return t.to_str()


def tok(content, **flags):
    return {"content": content, **{k: False for k in ("lstrip", "normalized", "rstrip", "single_word")}, "special": True, **flags}


def random_token(rng):
    return tok(rng.choice(["<img>", "<x>", "tok1", "<tok2>", "<s>", "</s>", "the", "<pad>", "[MASK]", "Café"]),
               **{k: rng.random() < .4 for k in ("lstrip", "normalized", "rstrip", "single_word", "special")})


def without_special(t):
    return {k: v for k, v in t.items() if k != "special"}


def random_configuration(rng, files, ids):
    """config, map and added tokens in all mixtures"""
    config = {}
    if rng.random() < .5:
        config["added_tokens_decoder"] = {str(i): random_token(rng) for i in sorted(rng.sample(ids, rng.randint(0, 4)))}
    for key in ("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token", "image_token"):
        r = rng.random()
        if r < .2:
            config[key] = rng.choice(["<s>", "</s>", "<img>", "[MASK]", "<new_%s>" % key])
        elif r < .3:
            config[key] = {"__type": "AddedToken", **tok(rng.choice(["<s>", "<x>", "<obj>"]), lstrip=rng.random() < .5, special=rng.random() < .7)}
        elif r < .35:
            config[key] = None
    r = rng.random()
    if r < .3:
        config["additional_special_tokens"] = [rng.choice(["<x>", "<img>", "tok1"]), "<extra>"]
    elif r < .5:
        config["extra_special_tokens"] = rng.choice([["<x>", "<y>"], {"audio_token": "<aud>", "boi_token": "<img>"}])
    if rng.random() < .3:
        config["add_bos_token"] = rng.random() < .7
    if rng.random() < .3:
        config["add_eos_token"] = rng.random() < .7
    if rng.random() < .2:
        config["split_special_tokens"] = True
    if rng.random() < .6:
        m = {}
        for key in rng.sample(["bos_token", "eos_token", "unk_token", "pad_token", "mask_token"], rng.randint(0, 3)):
            m[key] = rng.choice(["<s>", "</s>", "<map_%s>" % key, without_special(tok("<mapped>", lstrip=True))])
        if rng.random() < .4:
            m["additional_special_tokens"] = ["<map_extra>", "<x>"]
        files["special_tokens_map__json"] = m
    if rng.random() < .5:
        names = rng.sample(["tok1", "<tok2>", "<x>", "<s>", "<img>"], rng.randint(1, 3))
        files["added_tokens__json"] = {n: i for n, i in zip(names, rng.sample(ids, len(names)))}
    return config


def folders(rng):
    write("bert", vocab__txt=bert_vocab(rng), tokenizer_config__json={"tokenizer_class": "BertTokenizer"})
    write("bert-fast-class", vocab__txt=bert_vocab(rng), tokenizer_config__json={"tokenizer_class": "BertTokenizerFast", "do_lower_case": False})
    write("bert-crlf", vocab__txt=bert_vocab(rng, end="\r\n"), tokenizer_config__json={"tokenizer_class": "BertTokenizer", "strip_accents": False})
    write("bert-doubled", vocab__txt=bert_vocab(rng) + "the\n \n\nlast", tokenizer_config__json={"tokenizer_class": "BertTokenizer", "strip_accents": True, "do_lower_case": False})
    write("bert-chinese", vocab__txt=bert_vocab(rng), tokenizer_config__json={"tokenizer_class": "BertTokenizer", "tokenize_chinese_chars": False})
    write("bert-model-type", vocab__txt=bert_vocab(rng), config__json={"model_type": "bert"})
    write("bert-distil", vocab__txt=bert_vocab(rng), config__json={"model_type": "distilbert"}, tokenizer_config__json={"do_lower_case": False})
    write("bert-other-names", vocab__txt=bert_vocab(rng, ("<pad>", "<unk>", "<s>", "</s>", "<mask>")),
          tokenizer_config__json={"tokenizer_class": "BertTokenizer", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>", "cls_token": "<s>", "mask_token": "<mask>"})
    write("bert-unknown-names", vocab__txt=bert_vocab(rng), tokenizer_config__json={"tokenizer_class": "BertTokenizer", "cls_token": "<first>"})
    for name, cls in (("gpt2", "GPT2Tokenizer"), ("roberta", "RobertaTokenizer"), ("qwen2", "Qwen2Tokenizer"), ("bart", "BartTokenizer")):
        vocab, merges = bpe_files(rng, ["<s>", "<pad>", "</s>", "<unk>", "<mask>", "<|endoftext|>"])
        write(name, vocab__json=vocab, merges__txt=merges, tokenizer_config__json={"tokenizer_class": cls})
        write(name + "-space", vocab__json=vocab, merges__txt=merges, tokenizer_config__json={"tokenizer_class": cls, "add_prefix_space": True, "trim_offsets": False})
        write(name + "-bos", vocab__json=vocab, merges__txt=merges, tokenizer_config__json={"tokenizer_class": cls, "add_bos_token": True, "add_eos_token": True, "bos_token": "<s>"})
    write("gpt2-model-type", vocab__json=vocab, merges__txt=merges, config__json={"model_type": "gpt2"})
    for i in range(40):
        files = {}
        post = rng.choice(["none", "template", "bytelevel"])
        added = [tokenizers.AddedToken(**random_token(rng)) for _ in range(rng.randint(0, 4))]
        config = random_configuration(rng, files, list(range(325, 345)) + [0, 1, 2])
        if rng.random() < .85:
            files["tokenizer_config__json"] = {"tokenizer_class": rng.choice(["PreTrainedTokenizerFast", "TokenizersBackend", "NoSuchTokenizer"]), **config}
        else:
            files["config__json"] = {"model_type": "llama_none"} if rng.random() < .3 else {"tokenizer_class": "PreTrainedTokenizerFast"}
        write(f"json-{i:02}", tokenizer__json=full_json(rng, post, added, rng.choice([None, normalizers.Lowercase()])), **files)
    for i in range(12):
        files = {}
        config = random_configuration(rng, files, list(range(0, 5)) + list(range(150, 160)))
        write(f"bert-{i:02}", vocab__txt=bert_vocab(rng), tokenizer_config__json={"tokenizer_class": "BertTokenizer", **config}, **files)
    for i in range(18):
        files = {}
        vocab, merges = bpe_files(rng, rng.choice([[], ["<s>", "</s>"], ["<|endoftext|>"], ["<s>", "<pad>", "</s>", "<unk>", "<mask>"]]))
        config = random_configuration(rng, files, list(range(0, 5)) + list(range(328, 340)))
        write(f"bpe-{i:02}", vocab__json=vocab, merges__txt=merges, tokenizer_config__json={"tokenizer_class": rng.choice(["GPT2Tokenizer", "RobertaTokenizer", "Qwen2Tokenizer"]), **config}, **files)


def encoding(e):
    return {"ids": e.ids, "tokens": e.tokens, "offsets": e.offsets, "type_ids": e.type_ids, "attention_mask": e.attention_mask,
            "special_tokens_mask": e.special_tokens_mask, "word_ids": e.word_ids, "sequence_ids": e.sequence_ids, "overflowing": [encoding(o) for o in e.overflowing]}


def attempt(f):
    try:
        return f()
    except BaseException as e:
        if isinstance(e, (KeyboardInterrupt, SystemExit)):
            raise
        return {"error": f"{type(e).__name__}: {str(e).splitlines()[0] if str(e) else ''}"}


def rows(name, rng):
    loaded = attempt(lambda: AutoTokenizer.from_pretrained(os.path.join(FOLDERS, name)))
    if isinstance(loaded, dict):
        yield {"tokenizer": name, "op": "save", **loaded}
        return
    t = loaded._tokenizer
    yield {"tokenizer": name, "op": "save", "json": t.to_str()}
    flags = lambda a: {k: getattr(a, k) for k in ("content", "single_word", "lstrip", "rstrip", "normalized", "special")}
    yield {"tokenizer": name, "op": "added_tokens", "added": {str(i): flags(a) for i, a in sorted(t.get_added_tokens_decoder().items())}}
    yield {"tokenizer": name, "op": "vocab_size", "with_added_tokens": True, "size": t.get_vocab_size(True)}
    for i, text in enumerate(TEXTS):
        options = {} if t.encode_special_tokens is False else {"encode_special_tokens": True}
        yield {"tokenizer": name, "op": "encode", "text": text, **attempt(lambda: encoding(t.encode(text)))} if not options else \
              {"tokenizer": name, "op": "encode", "text": text, **options, **attempt(lambda: encoding(t.encode(text)))}
        if i % 4 == 0:
            pair = rng.choice(TEXTS)
            yield {"tokenizer": name, "op": "encode", "text": text, "pair": pair, **options, **attempt(lambda: encoding(t.encode(text, pair)))}
        if i % 3 == 0:
            ids = attempt(lambda: t.encode(text).ids)
            if isinstance(ids, list):
                yield {"tokenizer": name, "op": "decode", "decode_ids": ids, "skip_special_tokens": bool(i % 2), "text": t.decode(ids, skip_special_tokens=bool(i % 2))}


def main():
    shutil.rmtree(FOLDERS, ignore_errors=True)
    rng = random.Random(SEED)
    folders(rng)
    with open(os.path.join(HERE, "cases-folders.jsonl.gz"), "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as f:
        for name in sorted(os.listdir(FOLDERS)):
            for row in rows(name, rng):
                f.write((json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode())


sys.exit(main())
