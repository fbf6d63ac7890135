package dev.jeton.tokenize.internal.pretrained;

import java.util.List;
import java.util.Map;

/** The special tokens that classes of transformers have without being told. */
final class Roles {
    static final Map<String, String> LLAMA =
            Map.of("unk_token", "<unk>", "bos_token", "<s>", "eos_token", "</s>");

    static final Map<String, String> GEMMA =
            Map.of(
                    "unk_token", "<unk>",
                    "bos_token", "<bos>",
                    "eos_token", "<eos>",
                    "pad_token", "<pad>",
                    "mask_token", "<mask>");

    static final Map<String, String> T5 =
            Map.of("eos_token", "</s>", "unk_token", "<unk>", "pad_token", "<pad>");

    static final Map<String, String> ROBERTA =
            Map.of(
                    "bos_token", "<s>",
                    "eos_token", "</s>",
                    "sep_token", "</s>",
                    "cls_token", "<s>",
                    "unk_token", "<unk>",
                    "pad_token", "<pad>",
                    "mask_token", "<mask>");

    static final Map<String, String> ALBERT =
            Map.of(
                    "bos_token", "[CLS]",
                    "eos_token", "[SEP]",
                    "unk_token", "<unk>",
                    "sep_token", "[SEP]",
                    "pad_token", "<pad>",
                    "cls_token", "[CLS]",
                    "mask_token", "[MASK]");

    static final Map<String, String> DEBERTA =
            Map.of(
                    "bos_token", "[CLS]",
                    "eos_token", "[SEP]",
                    "unk_token", "[UNK]",
                    "sep_token", "[SEP]",
                    "pad_token", "[PAD]",
                    "cls_token", "[CLS]",
                    "mask_token", "[MASK]");

    /** The sentinels of T5, {@code <extra_id_0>} and on. */
    static final int SENTINELS = 100;

    static final List<String> MBART_LANGUAGES =
            List.of(
                    "ar_AR", "cs_CZ", "de_DE", "en_XX", "es_XX", "et_EE", "fi_FI", "fr_XX", "gu_IN",
                    "hi_IN", "it_IT", "ja_XX", "kk_KZ", "ko_KR", "lt_LT", "lv_LV", "my_MM", "ne_NP",
                    "nl_XX", "ro_RO", "ru_RU", "si_LK", "tr_TR", "vi_VN", "zh_CN");

    private Roles() {}
}
