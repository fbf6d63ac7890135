package dev.jeton.generate;

/** Why a generation ended. */
public enum StopReason {
    /** The model produced an end-of-turn token. */
    END_TOKEN,
    /** The text reached one of the stop strings. */
    STOP_STRING,
    /** {@link GenerateOptions#maxNewTokens()} tokens were made. */
    MAX_NEW_TOKENS,
    /** The context of the model is full. */
    CONTEXT_FULL,
    /** The listener, or an interrupt of the thread, cancelled it. */
    CANCELLED
}
