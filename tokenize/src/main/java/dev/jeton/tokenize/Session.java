package dev.jeton.tokenize;

import dev.jeton.tokenize.internal.added.LongestMatcher;
import dev.jeton.tokenize.internal.utf8.Utf8Buffer;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.ModelSession;
import dev.jeton.tokenize.pipeline.PieceCutter;
import org.jspecify.annotations.Nullable;

/** The scratch memory of one running call, kept for the next one. One thread at a time. */
final class Session {
    final Utf8Buffer text = new Utf8Buffer();
    final LongestMatcher.Matches matches = new LongestMatcher.Matches();
    final ModelSession model;

    /** Cuts text into pieces, where the pre-tokenizer only cuts. */
    final @Nullable PieceCutter cutter;

    /** Collects ids that are then copied or counted. */
    final IdBuffer ids = new IdBuffer(256);

    Session(ModelSession model, @Nullable PieceCutter cutter) {
        this.model = model;
        this.cutter = cutter;
    }
}
