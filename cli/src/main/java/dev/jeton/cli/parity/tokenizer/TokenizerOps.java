package dev.jeton.cli.parity.tokenizer;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ops of Hugging Face rows by name. */
final class TokenizerOps {
    private static final Map<String, TokenizerOp> OPS = new TreeMap<>();

    static {
        OPS.put("encode", EncodeOps::encode);
        OPS.put("encode_pretokenized", EncodeOps::encodePretokenized);
        OPS.put("encode_batch", EncodeOps::encodeBatch);
        OPS.put("encode_hash", EncodeOps::encodeHash);
        OPS.put("encode_map", EncodingOps::encodeMap);
        OPS.put("encoding_steps", EncodingOps::encodingSteps);
        OPS.put("merge", EncodingOps::merge);
        OPS.put("normalize", PartOps::normalize);
        OPS.put("normalize_hash", PartOps::normalizeHash);
        OPS.put("pre_tokenize", PartOps::preTokenize);
        OPS.put("pre_tokenize_hash", PartOps::preTokenizeHash);
        OPS.put("decode_tokens", PartOps::decodeTokens);
        OPS.put("decode", DecodeOps::decode);
        OPS.put("decode_batch", DecodeOps::decodeBatch);
        OPS.put("decode_stream", DecodeOps::decodeStream);
        OPS.put("decode_each_hash", DecodeOps::decodeEachHash);
        OPS.put("token_to_id", VocabularyOps::tokenToId);
        OPS.put("id_to_token", VocabularyOps::idToToken);
        OPS.put("vocab_size", VocabularyOps::vocabSize);
        OPS.put("vocab_hash", VocabularyOps::vocabHash);
        OPS.put("added_tokens", VocabularyOps::addedTokens);
        OPS.put("num_special_tokens_to_add", VocabularyOps::specialTokensToAdd);
        OPS.put("save", VocabularyOps::save);
        OPS.put("save_hash", VocabularyOps::saveHash);
        OPS.put("modify", ModifyOp::modify);
    }

    private TokenizerOps() {}

    /** The op of this name, or null if there is none. */
    static @Nullable TokenizerOp of(String name) {
        return OPS.get(name);
    }
}
