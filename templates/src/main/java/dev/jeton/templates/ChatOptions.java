package dev.jeton.templates;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a chat is rendered: the parameters of transformers' {@code apply_chat_template}. Immutable.
 *
 * <pre>{@code
 * ChatOptions options = ChatOptions.builder().addGenerationPrompt(true).variable("enable_thinking", false).build();
 * }</pre>
 */
public final class ChatOptions {
    private static final ChatOptions DEFAULTS = builder().build();

    /** What happens with a variable that the template never reads. */
    public enum UnknownVariables {
        /** It is listed in {@link ChatEncoding#warnings()}. */
        REPORT,
        /** It is refused with an {@link IllegalArgumentException}. */
        REFUSE,
        /** Nothing, as in transformers. */
        IGNORE
    }

    /** How the caller's text becomes tokens. */
    public enum CallerText {
        /** No added token matches in text of the caller, so it cannot forge a control token. */
        PLAIN,
        /** The rendered text is tokenised as one, as transformers does. */
        MATCH
    }

    private final boolean addGenerationPrompt;
    private final @Nullable List<ToolDefinition> tools;
    private final @Nullable List<Map<String, Object>> documents;
    private final @Nullable String continueField;
    private final Map<String, Object> variables;
    private final @Nullable String templateName;
    private final Clock clock;
    private final UnknownVariables unknownVariables;
    private final CallerText callerText;

    private ChatOptions(Builder b) {
        addGenerationPrompt = b.addGenerationPrompt;
        tools = b.tools == null ? null : List.copyOf(b.tools);
        documents = b.documents == null ? null : List.copyOf(b.documents);
        continueField = b.continueField;
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(b.variables));
        templateName = b.templateName;
        clock = b.clock;
        unknownVariables = b.unknownVariables;
        callerText = b.callerText;
    }

    /** No generation prompt, no tools, no documents, the system's clock. */
    public static ChatOptions defaults() {
        return DEFAULTS;
    }

    /** The defaults with the generation prompt: what a chat program wants. */
    public static ChatOptions forGeneration() {
        return builder().addGenerationPrompt(true).build();
    }

    /** A builder that starts with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether the text ends with the start of the assistant's answer; default false. */
    public boolean addGenerationPrompt() {
        return addGenerationPrompt;
    }

    /** The tools; empty means that the template sees {@code none}. */
    public Optional<List<ToolDefinition>> tools() {
        return Optional.ofNullable(tools);
    }

    /** The documents; empty means that the template sees {@code none}. */
    public Optional<List<Map<String, Object>>> documents() {
        return Optional.ofNullable(documents);
    }

    /** The field of the final message in which the text is to end. */
    public Optional<String> continueField() {
        return Optional.ofNullable(continueField);
    }

    /** Further variables, such as {@code enable_thinking}; values may be null. */
    public Map<String, Object> variables() {
        return variables;
    }

    /** The name of the template, for models with several. */
    public Optional<String> templateName() {
        return Optional.ofNullable(templateName);
    }

    /** The clock of {@code strftime_now}. */
    public Clock clock() {
        return clock;
    }

    /** What happens with variables that the template never reads. */
    public UnknownVariables unknownVariables() {
        return unknownVariables;
    }

    /** How the caller's text becomes tokens; default {@link CallerText#PLAIN}. */
    public CallerText callerText() {
        return callerText;
    }

    /** Collects options. */
    public static final class Builder {
        private boolean addGenerationPrompt;
        private @Nullable List<ToolDefinition> tools;
        private @Nullable List<Map<String, Object>> documents;
        private @Nullable String continueField;
        private final Map<String, Object> variables = new LinkedHashMap<>();
        private @Nullable String templateName;
        private Clock clock = Clock.system(ZoneId.systemDefault());
        private UnknownVariables unknownVariables = UnknownVariables.REPORT;
        private CallerText callerText = CallerText.PLAIN;

        private Builder() {}

        /** See {@link ChatOptions#addGenerationPrompt()}. */
        public Builder addGenerationPrompt(boolean value) {
            addGenerationPrompt = value;
            return this;
        }

        /** The tools that the model may call. */
        public Builder tools(List<ToolDefinition> value) {
            tools = new ArrayList<>(value);
            return this;
        }

        /** The documents for retrieval, each a map such as {@code {"title": ..., "text": ...}}. */
        public Builder documents(List<? extends Map<String, ?>> value) {
            List<Map<String, Object>> copies = new ArrayList<>();
            for (Map<String, ?> document : value) {
                copies.add(PlainValues.copyMap(document));
            }
            documents = copies;
            return this;
        }

        /**
         * Ends the text inside the content of the final message, so that the model goes on there.
         */
        public Builder continueFinalMessage(boolean value) {
            continueField = value ? "content" : null;
            return this;
        }

        /**
         * Ends the text inside this field of the final message, such as {@code reasoning_content}.
         */
        public Builder continueFinalMessage(String field) {
            continueField = field;
            return this;
        }

        /** A variable of the template; it wins over a special token of the same name. */
        @SuppressWarnings("NullAway") // null is a value of templates: none
        public Builder variable(String name, @Nullable Object value) {
            variables.put(name, PlainValues.copy(value));
            return this;
        }

        /** Several variables. */
        public Builder variables(Map<String, ?> values) {
            variables.putAll(PlainValues.copyMap(values));
            return this;
        }

        /** Picks one of several templates, such as {@code tool_use} or {@code rag}. */
        public Builder templateName(String name) {
            templateName = name;
            return this;
        }

        /** The clock of {@code strftime_now}; give a fixed one for reproducible prompts. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** See {@link ChatOptions#unknownVariables()}. */
        public Builder unknownVariables(UnknownVariables value) {
            unknownVariables = value;
            return this;
        }

        /** See {@link ChatOptions#callerText()}. */
        public Builder callerText(CallerText value) {
            callerText = value;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException if the final message is continued and a generation
         *     prompt is asked for
         */
        public ChatOptions build() {
            if (addGenerationPrompt && continueField != null) {
                throw new IllegalArgumentException(
                        "continueFinalMessage and addGenerationPrompt exclude each other: the first"
                                + " goes on with the last message, the second starts a new one");
            }
            return new ChatOptions(this);
        }
    }
}
