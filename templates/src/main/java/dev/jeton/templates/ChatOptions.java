package dev.jeton.templates;

import dev.jeton.tokenize.EncodeOptions;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
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

    /** How short prompts are filled up, with the model's padding token. */
    public enum Fill {
        /** Not at all. */
        NONE,
        /** To the longest prompt of the batch. */
        LONGEST,
        /** To {@link ChatOptions#maxLength()}; not at all if no length is known. */
        MAX_LENGTH
    }

    /** What {@code apply_chat_template} gives a template itself. */
    private static final Set<String> RESERVED =
            Set.of("messages", "tools", "documents", "add_generation_prompt");

    private final boolean addGenerationPrompt;
    private final @Nullable List<ToolDefinition> tools;
    private final @Nullable List<Map<String, Object>> documents;
    private final @Nullable String continueField;
    private final Map<String, Object> variables;
    private final @Nullable String templateName;
    private final @Nullable ChatTemplate template;
    private final Clock clock;
    private final UnknownVariables unknownVariables;
    private final CallerText callerText;
    private final Set<String> allowedTokens;
    private final @Nullable Set<String> assistantTokens;
    private final Fill padding;
    private final boolean truncation;
    private final int maxLength;
    private final UnaryOperator<EncodeOptions> tokenizerOptions;
    private final Set<Polyfill> polyfills;

    private ChatOptions(Builder b) {
        addGenerationPrompt = b.addGenerationPrompt;
        tools = b.tools == null ? null : List.copyOf(b.tools);
        documents = b.documents == null ? null : List.copyOf(b.documents);
        continueField = b.continueField;
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(b.variables));
        templateName = b.templateName;
        template = b.template;
        clock = b.clock;
        unknownVariables = b.unknownVariables;
        callerText = b.callerText;
        allowedTokens = b.allowedTokens;
        assistantTokens = b.assistantTokens;
        padding = b.padding;
        truncation = b.truncation;
        maxLength = b.maxLength;
        tokenizerOptions = b.tokenizerOptions;
        polyfills = b.polyfills;
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

    /** A builder that starts with these options. */
    public Builder toBuilder() {
        Builder b = new Builder();
        b.addGenerationPrompt = addGenerationPrompt;
        b.tools = tools;
        b.documents = documents;
        b.continueField = continueField;
        b.variables.putAll(variables);
        b.templateName = templateName;
        b.template = template;
        b.clock = clock;
        b.unknownVariables = unknownVariables;
        b.callerText = callerText;
        b.allowedTokens = allowedTokens;
        b.assistantTokens = assistantTokens;
        b.padding = padding;
        b.truncation = truncation;
        b.maxLength = maxLength;
        b.tokenizerOptions = tokenizerOptions;
        b.polyfills = polyfills;
        return b;
    }

    /** The same where the template must not see the tools. */
    ChatOptions withoutTools() {
        Builder b = toBuilder();
        b.tools = null;
        return b.build();
    }

    /** The same with or without the generation prompt. */
    ChatOptions withGenerationPrompt(boolean add) {
        return toBuilder().addGenerationPrompt(add).build();
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

    /** A template to use in place of the model's. */
    public Optional<ChatTemplate> template() {
        return Optional.ofNullable(template);
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

    /** Added tokens that match in all of the caller's text; none by default. */
    public Set<String> allowedTokens() {
        return allowedTokens;
    }

    /**
     * Added tokens that match in messages of the assistant besides; empty means those that are not
     * special and that the template writes into such messages itself.
     */
    public Optional<Set<String>> assistantTokens() {
        return Optional.ofNullable(assistantTokens);
    }

    /** How short prompts are filled up; default {@link Fill#NONE}. */
    public Fill padding() {
        return padding;
    }

    /** Whether prompts longer than {@link #maxLength()} are cut; default false. */
    public boolean truncation() {
        return truncation;
    }

    /** The length in tokens for truncation and padding; empty means that of the model. */
    public OptionalInt maxLength() {
        return maxLength < 0 ? OptionalInt.empty() : OptionalInt.of(maxLength);
    }

    /** What is changed in the options of the tokenizer, last of all. */
    public UnaryOperator<EncodeOptions> tokenizerOptions() {
        return tokenizerOptions;
    }

    /** The changes that may be made to a chat for a template that cannot render it. */
    public Set<Polyfill> polyfills() {
        return polyfills;
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
        private @Nullable ChatTemplate template;
        private Set<String> allowedTokens = Set.of();
        private @Nullable Set<String> assistantTokens;
        private Fill padding = Fill.NONE;
        private boolean truncation;
        private int maxLength = -1;
        private UnaryOperator<EncodeOptions> tokenizerOptions = UnaryOperator.identity();
        private Set<Polyfill> polyfills = Set.of();

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

        /**
         * A variable of the template; it wins over a special token of the same name.
         *
         * @throws IllegalArgumentException if there is an option of its own for it, such as tools
         */
        @SuppressWarnings("NullAway") // null is a value of templates: none
        public Builder variable(String name, @Nullable Object value) {
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException(
                        "\""
                                + name
                                + "\" is no free variable of a chat template: it is set by the chat"
                                + " and its options.");
            }
            variables.put(name, PlainValues.copy(value));
            return this;
        }

        /** Several variables. */
        public Builder variables(Map<String, ?> values) {
            values.forEach(this::variable);
            return this;
        }

        /** Picks one of several templates, such as {@code tool_use} or {@code rag}. */
        public Builder templateName(String name) {
            templateName = name;
            return this;
        }

        /**
         * A template to use in place of the model's. Like any template it decides which control
         * tokens stand in the prompt: take none from where you would not take a model.
         */
        public Builder template(ChatTemplate value) {
            template = value;
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
         * Lets these added tokens match in all of the caller's text, such as the HTML tags that
         * Gemma has tokens for. Never name a token that a prompt is steered with.
         */
        public Builder allowTokens(Collection<String> tokens) {
            allowedTokens = Set.copyOf(tokens);
            return this;
        }

        /** See {@link ChatOptions#assistantTokens()}; an empty collection allows none. */
        public Builder assistantTokens(Collection<String> tokens) {
            assistantTokens = Set.copyOf(tokens);
            return this;
        }

        /** See {@link ChatOptions#padding()}. */
        public Builder padding(Fill value) {
            padding = value;
            return this;
        }

        /** See {@link ChatOptions#truncation()}. */
        public Builder truncation(boolean value) {
            truncation = value;
            return this;
        }

        /**
         * See {@link ChatOptions#maxLength()}.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxLength(int tokens) {
            if (tokens < 0) {
                throw new IllegalArgumentException(
                        "maxLength is " + tokens + ", must be 0 or more");
            }
            maxLength = tokens;
            return this;
        }

        /**
         * Changes the options of the tokenizer, for what has no option here: transformers' {@code
         * tokenizer_kwargs}. Special tokens are never added, and offsets stay UTF-16 units.
         *
         * <pre>{@code
         * options.tokenizerOptions(o -> o.withTruncation(Truncation.to(512).withStride(16)));
         * }</pre>
         */
        public Builder tokenizerOptions(UnaryOperator<EncodeOptions> change) {
            tokenizerOptions = change;
            return this;
        }

        /**
         * The changes that may be made for a template that lacks a capability; none by default.
         * What was changed is in {@link ChatEncoding#warnings()}, and the message numbers of the
         * encoding are then those of {@link PolyfilledChat#messages()}.
         */
        public Builder polyfills(Set<Polyfill> value) {
            polyfills = Set.copyOf(value);
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
                        "continue_final_message and add_generation_prompt are not compatible. Use"
                                + " continue_final_message when you want the model to continue the"
                                + " final message, and add_generation_prompt when you want to add"
                                + " a header that will prompt it to start a new assistant message"
                                + " instead.");
            }
            return new ChatOptions(this);
        }
    }
}
