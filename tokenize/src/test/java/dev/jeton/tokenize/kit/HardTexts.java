package dev.jeton.tokenize.kit;

import java.util.List;
import java.util.Random;

/**
 * Random texts of the kinds that tokenizers stumble over: all scripts, marks, emoji, blanks and
 * control characters of every kind, numbers, contractions, long runs, unassigned code points, and
 * strings of the tokenizer at hand. No half surrogate pairs.
 */
public final class HardTexts {
    private static final List<String> WORDS =
            List.of(
                    "the",
                    "a",
                    "river",
                    "token",
                    "It",
                    "HELLO",
                    "didn't",
                    "we'LL",
                    "Straße",
                    "naïve",
                    "İstanbul",
                    "ΟΔΟΣ",
                    "привет",
                    "שָׁלוֹם",
                    "مرحبًا",
                    "नमस्ते",
                    "தமிழ்",
                    "ไทย",
                    "日本語",
                    "カナ",
                    "中文",
                    "한국어",
                    "ᄒᆞᆫ",
                    "ﬁne",
                    "ｆｕｌｌ",
                    "x1y2",
                    "snake_case",
                    "camelCase",
                    "a.b",
                    "https://e.org/?q=%20",
                    "C++",
                    "0xFF",
                    "½",
                    "Ⅷ",
                    "𝔘𝔫𝔦");
    private static final List<String> BLANKS =
            List.of(
                    " ", " ", " ", "  ", "\t", "\n", "\r\n", "\r", "\u000B", "\f", "\u001C",
                    "\u0085", "\u00A0", "\u1680", "\u2003", "\u200B", "\u2028", "\u202F", "\u3000",
                    "\uFEFF", "\u180E", "\u2060");
    private static final List<String> MARKS =
            List.of(
                    "\u0301", "\u0308", "\u0327", "\u0345", "\u0338", "\u05B8", "\u064E", "\u093F",
                    "\u094D", "\u0E31", "\u3099", "\u20DD", "\uFE0F", "\u200D", "\u200C");
    private static final List<String> SYMBOLS =
            List.of(
                    ".", ",", "!", "?", "'", "\"", "-", "--", "_", "#", "$", "%", "&", "(", ")",
                    "*", "+", "/", "\\", "<", ">", "=", "@", "[", "]", "^", "`", "{", "|", "}", "~",
                    "…", "—", "’", "“", "«", "。", "、", "！", "€", "™", "→", "▁", "·", "।", "؟");
    private static final List<String> EMOJI =
            List.of("😀", "👍🏽", "👩‍👩‍👧", "🏴‍☠️", "🇩🇪", "🇩", "❤️", "7️⃣", "🫩", "☕", "🏻");
    private static final List<String> MARKUP =
            List.of(
                    "<s>",
                    "</s>",
                    "<unk>",
                    "<pad>",
                    "<mask>",
                    "[CLS]",
                    "[SEP]",
                    "[UNK]",
                    "<|im_end|>",
                    "<|endoftext|>",
                    "<bos>",
                    "<0x0A>",
                    "##ing",
                    "Ġ",
                    "</w>",
                    "<",
                    "<|",
                    "[");
    private static final List<String> TAILS =
            List.of("'s", "'t", "'re", "'VE", "'m", "'ll", "'D", "’s", "'ſ", "'", "''");
    private static final String DIGITS = "0123456789٣९๓０①²Ⅸ一";

    private final Random random;
    private final List<String> own;

    /** Texts that also use strings of one tokenizer, such as its added tokens; may be empty. */
    public HardTexts(Random random, List<String> own) {
        this.random = random;
        this.own = List.copyOf(own);
    }

    /** The next text, of at most {@code longest} UTF-16 units. */
    public String next(int longest) {
        StringBuilder text = new StringBuilder();
        int chunks =
                random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(random.nextInt(4) == 0 ? 20 : 5);
        for (int i = 0; i < chunks && text.length() < longest; i++) {
            chunk(text);
            if (random.nextInt(3) == 0) {
                text.append(' ');
            }
        }
        int end = Math.min(longest, text.length());
        if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private void chunk(StringBuilder text) {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3 ->
                    text.append(pick(WORDS)).append(random.nextInt(4) == 0 ? pick(TAILS) : "");
            case 4 ->
                    text.append(
                            pick(BLANKS)
                                    .repeat(1 + random.nextInt(random.nextInt(6) == 0 ? 60 : 3)));
            case 5 -> marked(text);
            case 6, 7 -> text.append(pick(SYMBOLS).repeat(1 + random.nextInt(3)));
            case 8 -> text.append(pick(EMOJI));
            case 9 -> digits(text);
            case 10, 11 -> ownString(text);
            case 12 -> run(text, 0x80, 0x3000, 6);
            case 13 -> run(text, 0x20, 0xFFFF, 5);
            case 14 -> run(text, 0x10000, random.nextBoolean() ? 0x1FFFF : 0x10FFFF, 4);
            case 15 -> block(text);
            case 16 -> run(text, 0, random.nextBoolean() ? 0x1F : 0xAD, 4);
            case 17 ->
                    text.append(
                            pick(WORDS)
                                    .repeat(1 + random.nextInt(random.nextInt(9) == 0 ? 40 : 3)));
            case 18 -> text.append((char) ('a' + random.nextInt(26))).append(pick(TAILS));
            default -> letters(text);
        }
    }

    private String pick(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void marked(StringBuilder text) {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            text.append("eAoıか क한1".charAt(random.nextInt(9)));
            for (int n = random.nextInt(4); n > 0; n--) {
                text.append(pick(MARKS));
            }
        }
    }

    private void digits(StringBuilder text) {
        for (int i = 1 + random.nextInt(9); i > 0; i--) {
            int n = random.nextInt(4);
            text.append(
                    n == 0
                            ? DIGITS.charAt(random.nextInt(DIGITS.length()))
                            : n == 1
                                    ? ",. -/".charAt(random.nextInt(5))
                                    : (char) ('0' + random.nextInt(10)));
        }
    }

    private void ownString(StringBuilder text) {
        String s = own.isEmpty() || random.nextInt(5) == 0 ? pick(MARKUP) : pick(own);
        switch (random.nextInt(6)) {
            case 0 -> text.append(s).append(s);
            case 1 ->
                    text.append(s, 0, s.offsetByCodePoints(0, s.codePointCount(0, s.length()) / 2));
            case 2 -> text.append(s.toUpperCase(java.util.Locale.ROOT));
            case 3 -> text.append(' ').append(s).append(' ');
            default -> text.append(s);
        }
    }

    private void block(StringBuilder text) {
        int[][] areas = {
            {0x370, 0x2000},
            {0xA000, 0xABFF},
            {0xF900, 0xFFFF},
            {0x10000, 0x11FFF},
            {0x16000, 0x18FFF},
            {0x1D000, 0x1FBFF},
            {0x3000, 0x4000}
        };
        int[] area = areas[random.nextInt(areas.length)];
        int start = area[0] + random.nextInt(area[1] - area[0]);
        run(text, start, start + 40, 6);
    }

    private void run(StringBuilder text, int from, int to, int most) {
        for (int i = 1 + random.nextInt(most); i > 0; i--) {
            int c = from + random.nextInt(to - from + 1);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(Math.min(c, Character.MAX_CODE_POINT));
            }
        }
    }

    private void letters(StringBuilder text) {
        for (int i = 1 + random.nextInt(12); i > 0; i--) {
            text.append("etaoinshrdlucETAOI".charAt(random.nextInt(18)));
        }
    }
}
