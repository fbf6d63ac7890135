"""Folders with a SentencePiece model and a tokenizer class of transformers, and what AutoTokenizer makes of them.

    pip install transformers==5.15.1 tokenizers==0.22.2 sentencepiece==0.2.3 protobuf
    python make.py          # writes folders/ and cases-pieces.jsonl.gz beside this file

As ../pretrained/make.py, which makes the rows; here each folder has a small .model trained for it. Everything follows
from the seed: two runs give the same bytes.
"""
import gzip
import json
import os
import random
import shutil
import tempfile
import types

import sentencepiece

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDERS = os.path.join(HERE, "folders")
SEED = "pieces-1"
with open(os.path.join(HERE, "../pretrained/make.py"), encoding="utf-8") as f:
    source = f.read().replace("sys.exit(main())", "")
pretrained = types.ModuleType("pretrained")
pretrained.__file__ = os.path.join(HERE, "../pretrained/make.py")
exec(source, pretrained.__dict__)
pretrained.FOLDERS = FOLDERS

ORDERS = {  # where a kind of models has its special pieces
    "llama": {},
    "t5": {"pad_id": 0, "eos_id": 1, "unk_id": 2, "bos_id": -1},
    "albert": {"pad_id": 0, "unk_id": 1, "bos_id": -1, "eos_id": -1, "control_symbols": ["[CLS]", "[SEP]"], "user_defined_symbols": ["[MASK]", "tok1"]},
    "user": {"control_symbols": ["<ctl>"], "user_defined_symbols": ["<x>", "tok1"]},
}


def train(kind, model_type, rng, rules, **more):
    with tempfile.TemporaryDirectory() as folder:
        corpus, tsv = os.path.join(folder, "corpus"), os.path.join(folder, "rules.tsv")
        with open(corpus, "w", encoding="utf-8") as f:
            for _ in range(200):
                f.write(" ".join(rng.choice(pretrained.WORDS + ["cat", "mat", "Hello", "naïve"]) for _ in range(12)) + "\n")
            f.write("\n".join(t for t in pretrained.TEXTS if t.strip()) + "\n")
        with open(tsv, "w", encoding="utf-8") as f:
            f.write("FF21\t41\n09\t20\n0A\t20\n0D\t20\nA0\t20\nFB01\t66 69\n65 301\tE9\n")
        options = {**ORDERS[kind], **({"normalization_rule_tsv": tsv} if rules else {"normalization_rule_name": "identity"}), **more}
        sentencepiece.SentencePieceTrainer.train(input=corpus, model_prefix=os.path.join(folder, "m"), model_type=model_type, minloglevel=2,
                                                 character_coverage=1.0, hard_vocab_limit=False, num_threads=1, **options)
        with open(os.path.join(folder, "m.model"), "rb") as f:
            return f.read()


def write(name, file, model, config):
    folder = os.path.join(FOLDERS, name)
    os.makedirs(folder)
    with open(os.path.join(folder, file), "wb") as f:
        f.write(model)
    pretrained.write(name, tokenizer_config__json=config)


def folders(rng):
    bpe = train("user", "bpe", rng, False, vocab_size=380, byte_fallback=True)
    bpe_rules = train("llama", "bpe", rng, True, vocab_size=130)
    plain = train("llama", "unigram", rng, True, vocab_size=100)
    user = train("user", "unigram", rng, True, vocab_size=110)
    t5 = train("t5", "unigram", rng, True, vocab_size=100)
    albert = train("albert", "unigram", rng, True, vocab_size=100)
    cases = [
        ("llama", "LlamaTokenizer", "tokenizer.model", bpe, [{}, {"legacy": True}, {"legacy": False}, {"add_prefix_space": False}, {"add_bos_token": True},
            {"add_bos_token": True, "add_eos_token": True, "legacy": True}, {"bos_token": "<b>", "add_bos_token": True}, {"pad_token": "<pad>", "unk_token": None},
            {"extra_special_tokens": ["<y>"]}, {"additional_special_tokens": ["tok1", "<z>"]}, {"add_prefix_space": None, "legacy": None}]),
        ("llama-rules", "LlamaTokenizerFast", "tokenizer.model", bpe_rules, [{}, {"add_eos_token": True}]),
        ("llama-unigram", "LlamaTokenizer", "tokenizer.model", plain, [{}]),
        ("gemma", "GemmaTokenizer", "tokenizer.model", bpe, [{}, {"add_bos_token": True}, {"bos_token": "<s>", "eos_token": "</s>", "add_eos_token": True}, {"unk_token": "<x>"}]),
        ("t5", "T5Tokenizer", "spiece.model", t5, [{}, {"extra_ids": 3}, {"extra_ids": 0}, {"eos_token": "<end>"}, {"additional_special_tokens": ["<x>", "<extra_id_0>"]}, {"add_eos_token": False}]),
        ("t5-plain", "T5TokenizerFast", "spiece.model", user, [{"extra_ids": 2}]),
        ("xlmr", "XLMRobertaTokenizer", "sentencepiece.bpe.model", plain, [{}, {"add_prefix_space": False}, {"mask_token": {"__type": "AddedToken", **pretrained.tok("<mask>", lstrip=True)}},
            {"cls_token": "[CLS]", "sep_token": "[SEP]"}, {"bos_token": "<b>", "pad_token": "[PAD]"}, {"add_bos_token": True}]),
        ("xlmr-user", "XLMRobertaTokenizer", "sentencepiece.bpe.model", user, [{}]),
        ("camembert", "CamembertTokenizer", "sentencepiece.bpe.model", plain, [{}, {"add_prefix_space": False}, {"mask_token": "<m>"}]),
        ("mbart", "MBartTokenizer", "sentencepiece.bpe.model", plain, [{}, {"src_lang": "de_DE"}, {"src_lang": "xx_XX"}, {"additional_special_tokens": ["<x>"]}, {"extra_special_tokens": None}]),
        ("nllb", "NllbTokenizer", "sentencepiece.bpe.model", bpe_rules, [{}, {"src_lang": "deu_Latn"}, {"legacy_behaviour": True}, {"additional_special_tokens": ["eng_Latn", "deu_Latn"], "src_lang": "deu_Latn"}]),
        ("albert", "AlbertTokenizer", "spiece.model", albert, [{}, {"keep_accents": True}, {"do_lower_case": False}, {"add_prefix_space": False}, {"add_bos_token": True}, {"cls_token": "<first>"}]),
        ("albert-plain", "AlbertTokenizer", "spiece.model", plain, [{}, {"cls_token": "<s>", "sep_token": "</s>"}]),
        ("deberta", "DebertaV2Tokenizer", "spm.model", albert, [{}, {"do_lower_case": True}, {"split_by_punct": True}, {"add_prefix_space": False}, {"unk_token": "<unk>"}, {"unk_token": "[SEP]"}, {"cls_token": None}]),
        ("no-rules", "XLMRobertaTokenizer", "sentencepiece.bpe.model", bpe, [{}]),
    ]
    for name, cls, file, model, configs in cases:
        for i, config in enumerate(configs):
            write(f"{name}-{i:02}", file, model, {"tokenizer_class": cls, **config})
    for i in range(24):
        name, cls, file, model, _ = rng.choice(cases[:-1])
        files = {}
        config = pretrained.random_configuration(rng, files, list(range(0, 6)) + list(range(95, 140)))
        config.pop("split_special_tokens", None)
        write(f"random-{i:02}", file, model, {"tokenizer_class": cls, **config})
        pretrained.write(f"random-{i:02}", **files)


def main():
    shutil.rmtree(FOLDERS, ignore_errors=True)
    rng = random.Random(SEED)
    folders(rng)
    with open(os.path.join(HERE, "cases-pieces.jsonl.gz"), "wb") as raw, gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as f:
        for name in sorted(os.listdir(FOLDERS)):
            for row in pretrained.rows(name, rng):
                f.write((json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n").encode())


main()
