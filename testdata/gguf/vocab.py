"""Writes the vocabulary of a tokenizer.json as a GGUF file, as llama.cpp's converter does.

    python vocab.py tokenizer.json OUT.gguf

Needs the package gguf. Says so and exits with 2 where llama.cpp has no kind of vocabulary for the stages of the file.
"""

import json
import sys

import gguf

GPT2 = {"type": "ByteLevel", "add_prefix_space": False, "use_regex": True}
CL100K = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
    r"|\s+(?!\S)|\s+"
)
O200K = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


class NoKind(Exception):
    """llama.cpp has no vocabulary of this kind."""


def flat(stage, key):
    if stage is None:
        return []
    return [s for part in stage[key] for s in flat(part, key)] if stage["type"] == "Sequence" else [stage]


def pre_name(j):
    """The name for the pre-tokenizer. The converter finds it by a hash of a text's ids, which is for known models only."""
    cuts, normalizers = [], [s["type"] for s in flat(j["normalizer"], "normalizers")]
    for stage in flat(j["pre_tokenizer"], "pretokenizers"):
        if stage["type"] == "Split":
            keeps = stage["behavior"] == "Isolated" and not stage["invert"]
            keeps = keeps or (stage["behavior"] == "Removed" and stage["invert"])
            cuts.append(stage["pattern"]["Regex"] if keeps and "Regex" in stage["pattern"] else "?")
        elif stage["type"] == "Digits":
            cuts.append(r"\p{N}" if stage["individual_digits"] else "?")
        elif stage["type"] == "ByteLevel" and not stage["add_prefix_space"]:
            cuts += ["gpt2"] if stage.get("use_regex", True) else []
        else:
            cuts.append("?")
    ignore = j["model"].get("ignore_merges", False)
    three = len(cuts) == 3 and cuts[0] == r"\p{N}{1,3}" and cuts[1] == "[一-龥぀-ゟ゠-ヿ]+"
    if normalizers == ["NFC"]:
        name = {("gpt2",): "mpt", (CL100K.replace("{1,3}", ""),): "qwen2"}.get(tuple(cuts))
    elif normalizers:
        name = None
    elif three and cuts[2].startswith("[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|"):
        name = "deepseek-v3"
    else:
        name = {
            ("gpt2",): "gpt-2",
            (r"\p{N}", "gpt2"): "smollm",
            (CL100K,): "llama-bpe" if ignore else "dbrx",
            (O200K,): "gpt-4o",
            (CL100K.replace("{1,3}", ""),): "stablelm2",
        }.get(tuple(cuts))
    posts = [s["type"] for s in flat(j["post_processor"], "processors")]
    if name == "gpt-2" and "RobertaProcessing" in posts:
        name = "roberta-bpe"
    if name is None:
        raise NoKind(f"no name for the normalizers {normalizers} and the cuts {cuts}")
    return name


def tokens_and_types(j):
    """Tokens by id; ids without a token are unused."""
    vocab = j["model"]["vocab"]
    by_id = {i: t for i, (t, _) in enumerate(vocab)} if isinstance(vocab, list) else {i: t for t, i in vocab.items()}
    types = dict.fromkeys(by_id, gguf.TokenType.NORMAL)
    for added in j["added_tokens"]:
        flags = [f for f in ("single_word", "lstrip", "rstrip") if added[f]]
        if flags:
            raise NoKind(f"the added token {added['content']} has {flags}, which no key of a GGUF file holds")
        by_id[added["id"]] = added["content"]
        types[added["id"]] = gguf.TokenType.CONTROL if added["special"] else gguf.TokenType.USER_DEFINED
    size = max(by_id) + 1
    tokens = [by_id.get(i, f"[PAD{i}]") for i in range(size)]
    return tokens, [types.get(i, gguf.TokenType.UNUSED) for i in range(size)]


def around(j, writer, tokens):
    """What stands around a text: begin and end, as the post-processor says."""
    for stage in flat(j["post_processor"], "processors"):
        if stage["type"] == "TemplateProcessing":
            parts = stage["single"]
            first, last = parts[0].get("SpecialToken"), parts[-1].get("SpecialToken")
            ids = {k: v["ids"][0] for k, v in stage["special_tokens"].items()}
            writer.add_add_bos_token(first is not None)
            writer.add_add_eos_token(last is not None)
            if first:
                writer.add_bos_token_id(ids[first["id"]])
            if last:
                writer.add_eos_token_id(ids[last["id"]])
            return
        if stage["type"] in ("BertProcessing", "RobertaProcessing"):
            writer.add_add_bos_token(True)
            writer.add_add_eos_token(True)
            writer.add_bos_token_id(stage["cls"][1])
            writer.add_eos_token_id(stage["sep"][1])
            return
    writer.add_add_bos_token(False)
    writer.add_add_eos_token(False)


def quoted(token):
    return token.replace(" ", "\u0120")


def write_bytes_bpe(j, writer):
    tokens, types = tokens_and_types(j)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(pre_name(j))
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    pairs = [m.split(" ") if isinstance(m, str) else m for m in j["model"]["merges"]]
    writer.add_token_merges([" ".join(quoted(t) for t in pair) for pair in pairs])
    around(j, writer, tokens)


def write_sentencepiece_bpe(j, writer):
    model = j["model"]
    normalizers = flat(j["normalizer"], "normalizers")
    types_of = [n["type"] for n in normalizers]
    if types_of not in (["Prepend", "Replace"], ["Replace"]) or not model.get("byte_fallback"):
        raise NoKind(f"BPE after {types_of}, byte_fallback {model.get('byte_fallback')}")
    tokens, types = tokens_and_types(j)
    ids = {t: i for i, t in enumerate(tokens)}
    # The file has lost SentencePiece's scores, but its merges are in their order.
    scores = [-1e9] * len(tokens)
    rank, last = 0, None
    for merge in model["merges"]:
        whole = merge.replace(" ", "", 1) if isinstance(merge, str) else "".join(merge)
        if whole != last and scores[ids[whole]] == -1e9:
            scores[ids[whole]] = float(-rank)
            rank += 1
        last = whole
    for i, t in enumerate(tokens):
        if len(t) == 6 and t.startswith("<0x") and t.endswith(">"):
            types[i] = gguf.TokenType.BYTE
    types[ids[model["unk_token"]]] = gguf.TokenType.UNKNOWN
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_unk_token_id(ids[model["unk_token"]])
    writer.add_add_space_prefix(types_of[0] == "Prepend")
    around(j, writer, tokens)


def write_unigram(j, writer):
    import base64

    model = j["model"]
    stages = flat(j["normalizer"], "normalizers")
    kinds = [s["type"] for s in stages]
    cuts = flat(j["pre_tokenizer"], "pretokenizers")
    metaspace = [c for c in cuts if c["type"] == "Metaspace"]
    if any(k not in ("Precompiled", "Strip", "Replace") for k in kinds) or len(metaspace) != 1 or model.get("byte_fallback"):
        raise NoKind(f"Unigram after {kinds} and {[c['type'] for c in cuts]}")
    tokens, types = tokens_and_types(j)
    scores = [s for _, s in model["vocab"]]
    scores += [0.0] * (len(tokens) - len(scores))
    types[model["unk_id"]] = gguf.TokenType.UNKNOWN
    writer.add_tokenizer_model("t5")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(tokens)
    writer.add_token_scores(scores)
    writer.add_token_types(types)
    writer.add_unk_token_id(model["unk_id"])
    always = metaspace[0].get("prepend_scheme", "always") == "always" and metaspace[0].get("add_prefix_space", True)
    writer.add_add_space_prefix(always)
    writer.add_remove_extra_whitespaces(any(c["type"] == "WhitespaceSplit" for c in cuts) or "Replace" in kinds)
    for stage in stages:
        if stage["type"] == "Precompiled":
            writer.add_precompiled_charsmap(base64.b64decode(stage["precompiled_charsmap"]))
    around(j, writer, tokens)


def write_wordpiece(j, writer):
    normalizer = j["normalizer"]
    cuts = [s["type"] for s in flat(j["pre_tokenizer"], "pretokenizers")]
    if (normalizer or {}).get("type") != "BertNormalizer" or cuts != ["BertPreTokenizer"]:
        raise NoKind(f"WordPiece after {(normalizer or {}).get('type')} and {cuts}")
    tokens, types = tokens_and_types(j)
    marked = []
    for token, kind in zip(tokens, types):
        if kind == gguf.TokenType.CONTROL:
            marked.append(token)
        else:
            marked.append(token[2:] if token.startswith("##") else "\u2581" + token)
    # One text may come out twice: "##" itself, for instance, is no continuation.
    seen = {}
    for i, token in enumerate(marked):
        if token in seen or not token:
            marked[i], types[i] = f"[PAD{i}]", gguf.TokenType.UNUSED
        seen[marked[i]] = i
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("default")
    writer.add_token_list(marked)
    writer.add_token_types(types)
    writer.add_uint32("tokenizer.ggml.token_type_count", 2)
    ids = {t: i for i, t in enumerate(tokens)}
    writer.add_unk_token_id(ids[j["model"]["unk_token"]])
    writer.add_bos_token_id(ids["[CLS]"])
    writer.add_sep_token_id(ids["[SEP]"])
    writer.add_pad_token_id(ids["[PAD]"])
    writer.add_mask_token_id(ids["[MASK]"])
    writer.add_bool("tokenizer.ggml.normalizer.lowercase", normalizer["lowercase"])
    accents = normalizer["strip_accents"]
    writer.add_bool("tokenizer.ggml.normalizer.strip_accents", normalizer["lowercase"] if accents is None else accents)


def write(j, out):
    """Writes the file.

    Raises NoKind if llama.cpp has no kind of vocabulary for these stages.
    """
    writer = gguf.GGUFWriter(out, "bert" if "vocab" in j["model"] and j["model"].get("type") == "WordPiece" else "llama")
    # llama.cpp wants these before it looks at a vocabulary.
    writer.add_context_length(8)
    writer.add_embedding_length(8)
    writer.add_block_count(1)
    writer.add_feed_forward_length(8)
    writer.add_head_count(1)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_layer_norm_eps(1e-5)
    writer.add_causal_attention(False)
    kind = j["model"].get("type") or ("BPE" if "merges" in j["model"] else "WordPiece")
    cuts = flat(j["pre_tokenizer"], "pretokenizers")
    if kind == "BPE" and cuts and cuts[-1]["type"] == "ByteLevel":
        write_bytes_bpe(j, writer)
    elif kind == "BPE":
        write_sentencepiece_bpe(j, writer)
    elif kind == "Unigram":
        write_unigram(j, writer)
    elif kind == "WordPiece":
        write_wordpiece(j, writer)
    else:
        raise NoKind(kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        tokenizer = json.load(file)
    try:
        write(tokenizer, sys.argv[2])
    except NoKind as e:
        print(f"{sys.argv[1]}: {e}", file=sys.stderr)
        sys.exit(2)
