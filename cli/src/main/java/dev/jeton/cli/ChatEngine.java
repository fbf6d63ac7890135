package dev.jeton.cli;

import dev.jeton.generate.GenerateOptions;
import dev.jeton.generate.GenerationListener;
import dev.jeton.generate.GenerationStats;
import dev.jeton.generate.StopReason;
import dev.jeton.templates.ChatMessage;
import java.util.List;

/** What answers in a chat: a model, or something quicker in a test. */
interface ChatEngine extends AutoCloseable {
    /** An answer. */
    record Reply(String text, StopReason stopReason, GenerationStats stats) {}

    /** Answers the last message; the listener gets the text as it comes. */
    Reply answer(List<ChatMessage> messages, GenerateOptions options, GenerationListener listener);

    /** One line about what answers. */
    String describe();

    @Override
    void close();
}
