"""Makes conversions.tsv: what transformers 5 makes of SentencePiece models, class by class.

    pip install transformers==5.15.1 tokenizers==0.22.2 sentencepiece==0.2.3 protobuf
    python conversions.py ../../../../../../../testdata/tokenizers/sp [FOLDER FOR THE FILES] > conversions.tsv
"""

import hashlib
import json
import logging
import os
import shutil
import sys
import tempfile

logging.disable(logging.CRITICAL)
from transformers import GemmaTokenizer, LlamaTokenizer, T5Tokenizer, XLMRobertaTokenizer

FILES = ["tokenizer.model", "spiece.model", "sentencepiece.bpe.model"]
CASES = [
    ("LLAMA", LlamaTokenizer, ["bpe-identity-bytes"]),
    ("GEMMA", GemmaTokenizer, ["bpe-identity-bytes"]),
    ("T5", T5Tokenizer, ["unigram-nmt-nfkc", "unigram-rule-tsv"]),
    ("XLM_ROBERTA", XLMRobertaTokenizer, ["unigram-nmt-nfkc", "unigram-rule-tsv"]),
]

for style, cls, names in CASES:
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            for file in FILES:
                shutil.copy(os.path.join(sys.argv[1], name + ".model"), os.path.join(folder, file))
            with open(os.path.join(folder, "tokenizer_config.json"), "w") as f:
                json.dump({"tokenizer_class": cls.__name__}, f)
            text = cls.from_pretrained(folder).backend_tokenizer.to_str().encode()
        if len(sys.argv) > 2:
            with open(os.path.join(sys.argv[2], f"{name}.{style}.json"), "wb") as f:
                f.write(text)
        print(style, name, len(text), hashlib.sha256(text).hexdigest(), sep="\t")
