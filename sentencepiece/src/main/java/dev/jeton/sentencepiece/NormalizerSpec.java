package dev.jeton.sentencepiece;

import dev.jeton.tokenize.internal.wire.WireReader;

/** How text is normalized, as the file says it. */
final class NormalizerSpec {
    String name = "";
    byte[] charsmap = new byte[0];
    boolean addDummyPrefix = true;
    boolean removeExtraWhitespaces = true;
    boolean escapeWhitespaces = true;

    static NormalizerSpec read(WireReader in, String path) {
        NormalizerSpec spec = new NormalizerSpec();
        while (in.next(path)) {
            switch (in.field()) {
                case 1 -> spec.name = Utf8Text.string(in.bytes(path + ".name"));
                case 2 -> spec.charsmap = in.bytes(path + ".precompiled_charsmap");
                case 3 -> spec.addDummyPrefix = in.flag(path + ".add_dummy_prefix");
                case 4 -> spec.removeExtraWhitespaces = in.flag(path + ".remove_extra_whitespaces");
                case 5 -> spec.escapeWhitespaces = in.flag(path + ".escape_whitespaces");
                default -> in.skip(path);
            }
        }
        return spec;
    }
}
