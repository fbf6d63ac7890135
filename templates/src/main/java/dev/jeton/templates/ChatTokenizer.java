package dev.jeton.templates;

import dev.jeton.templates.TemplateException.Kind;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A tokenizer together with the chat templates of its model: messages to prompt ids. Immutable;
 * share one instance between all threads.
 *
 * <pre>{@code
 * var chat = ChatTokenizer.load(path);
 * int[] ids = chat.applyChatTemplate(messages).ids();
 * }</pre>
 */
public final class ChatTokenizer {
    private static final String TOOL_USE = "tool_use";

    /** Tokens that end a turn in the formats of known models, if the template writes them. */
    private static final List<String> TURN_ENDS =
            List.of(
                    "<|im_end|>",
                    "<|eot_id|>",
                    "<|eom_id|>",
                    "<end_of_turn>",
                    "<turn|>",
                    "<|end|>",
                    "<|return|>",
                    "<|call|>",
                    "<|END_OF_TURN_TOKEN|>",
                    "<|end_of_turn|>",
                    "<|end_of_text|>",
                    "<|endoftext|>");

    private final String name;
    private final Tokenizer tokenizer;
    private final Map<String, ChatTemplate> templates;
    private final Map<String, String> specialTokens;
    private final int[] stopTokenIds;

    private ChatTokenizer(
            String name,
            Tokenizer tokenizer,
            Map<String, ChatTemplate> templates,
            Map<String, String> specialTokens,
            Set<Integer> stopIds) {
        this.name = name;
        this.tokenizer = tokenizer;
        this.templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
        this.specialTokens = Collections.unmodifiableMap(new LinkedHashMap<>(specialTokens));
        Set<Integer> all = new LinkedHashSet<>(stopIds);
        for (ChatTemplate template : templates.values()) {
            for (String token : TURN_ENDS) {
                if (template.source().contains(token)) {
                    tokenizer.idOf(token).ifPresent(all::add);
                }
            }
        }
        this.stopTokenIds = all.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Loads a model folder (with {@code tokenizer.json}), a {@code tokenizer.json} with its
     * neighbours, or a GGUF file.
     *
     * <p>Templates are taken from {@code chat_template.jinja}, else from {@code
     * tokenizer_config.json} (one, or several with names), and from {@code
     * additional_chat_templates/}; in a GGUF file from {@code tokenizer.chat_template}. A model
     * without any can be loaded, but only rendered with a template given by {@link #withTemplate}.
     *
     * @throws dev.jeton.tokenize.TokenizerException if a file is missing or broken
     * @throws TemplateException if a template is broken
     */
    public static ChatTokenizer load(Path path) {
        return load(path, TemplateLimits.defaults());
    }

    /** Loads as {@link #load(Path)} with limits for the templates, which come with the model. */
    public static ChatTokenizer load(Path path, TemplateLimits limits) {
        ModelFiles files = ModelFiles.read(path);
        Map<String, ChatTemplate> templates = new LinkedHashMap<>();
        files.templates()
                .forEach((key, source) -> templates.put(key, ChatTemplate.parse(source, limits)));
        return new ChatTokenizer(
                path.toString(),
                files.tokenizer(),
                templates,
                files.specialTokens(),
                files.stopIds());
    }

    /** Joins a tokenizer and a template; there are no special tokens as variables. */
    public static ChatTokenizer of(Tokenizer tokenizer, ChatTemplate template) {
        return of(tokenizer, template, Map.of());
    }

    /** Joins a tokenizer, a template, and the special tokens that the template sees. */
    public static ChatTokenizer of(
            Tokenizer tokenizer, ChatTemplate template, Map<String, String> specialTokens) {
        Set<Integer> stops = new LinkedHashSet<>();
        String end = specialTokens.getOrDefault("eos_token", "");
        tokenizer.idOf(end).ifPresent(stops::add);
        return new ChatTokenizer(
                "the tokenizer",
                tokenizer,
                Map.of(ModelFiles.DEFAULT, template),
                specialTokens,
                stops);
    }

    /** The same tokenizer and special tokens with another default template. */
    public ChatTokenizer withTemplate(ChatTemplate template) {
        Map<String, ChatTemplate> changed = new LinkedHashMap<>(templates);
        changed.put(ModelFiles.DEFAULT, template);
        Set<Integer> stops = new LinkedHashSet<>();
        for (int id : stopTokenIds) {
            stops.add(id);
        }
        return new ChatTokenizer(name, tokenizer, changed, specialTokens, stops);
    }

    /** The tokenizer. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Whether the model has any template. */
    public boolean hasTemplate() {
        return !templates.isEmpty();
    }

    /** The names of the templates; {@code default} is the usual one. */
    public Set<String> templateNames() {
        return templates.keySet();
    }

    /**
     * The template that a chat without tools is rendered with.
     *
     * @throws TemplateException if the model has none
     */
    public ChatTemplate template() {
        return template(ChatOptions.defaults());
    }

    /** The template by name, else {@code tool_use} where tools are given, else {@code default}. */
    private ChatTemplate template(ChatOptions options) {
        if (templates.isEmpty()) {
            throw new TemplateException(
                    Kind.OTHER,
                    name
                            + " has no chat template. Give one with ChatTokenizer.withTemplate;"
                            + " ChatTemplate.chatMl() is a common form, if the model knows it.");
        }
        String wanted =
                options.templateName()
                        .orElse(
                                options.tools().isPresent() && templates.containsKey(TOOL_USE)
                                        ? TOOL_USE
                                        : ModelFiles.DEFAULT);
        ChatTemplate template = templates.get(wanted);
        if (template == null) {
            throw new TemplateException(
                    Kind.OTHER,
                    name
                            + " has no chat template \""
                            + wanted
                            + "\". Known templates: "
                            + String.join(", ", templates.keySet())
                            + " (ChatOptions.templateName).");
        }
        return template;
    }

    /** The special tokens that the template sees, such as {@code bos_token}. */
    public Map<String, String> specialTokens() {
        return specialTokens;
    }

    /**
     * A copy of the ids at which an answer ends: {@code eos_token}, {@code eos_token_id} of the
     * generation and model configuration, the end-of-turn ids of GGUF metadata, and the end-of-turn
     * tokens that the template writes.
     */
    public int[] stopTokenIds() {
        return stopTokenIds.clone();
    }

    /** The text of a chat. */
    public String render(List<ChatMessage> messages, ChatOptions options) {
        return template(options).apply(messages, options, specialTokens).text();
    }

    /** The ids of a chat, with the default options: no generation prompt. */
    public ChatEncoding applyChatTemplate(List<ChatMessage> messages) {
        return applyChatTemplate(messages, ChatOptions.defaults());
    }

    /**
     * The ids of a chat. Special tokens are in it once, as the template writes them: the tokenizer
     * adds none.
     *
     * <p>By default no token of the tokenizer's list of added tokens matches in text of the caller
     * ({@link ChatOptions.CallerText#PLAIN}), so a message cannot forge the end of its turn. The
     * exception are tokens that are not special and that the template itself writes, such as {@code
     * <think>}, in messages of the assistant.
     *
     * @throws TemplateException if the template fails
     * @throws IllegalArgumentException if a variable is unknown and {@link
     *     ChatOptions.UnknownVariables#REFUSE} is asked for
     */
    public ChatEncoding applyChatTemplate(List<ChatMessage> messages, ChatOptions options) {
        ChatTemplate template = template(options);
        List<String> warnings = unknownVariables(template, options);
        boolean plain = options.callerText() == ChatOptions.CallerText.PLAIN;
        Rendering rendering =
                plain
                        ? ChatRendering.tracked(template, messages, options, specialTokens)
                        : template.apply(messages, options, specialTokens);
        EncodeOptions encode =
                EncodeOptions.defaults().withSpecialTokens(false).withoutTruncation();
        if (plain) {
            int[] ranges =
                    CallerRanges.plain(
                            rendering, messages, template.source(), tokenizer.addedTokens());
            encode = encode.withPlainRanges(ranges);
        }
        return new ChatEncoding(
                rendering.text(), tokenizer.encode(rendering.text(), encode), warnings);
    }

    private List<String> unknownVariables(ChatTemplate template, ChatOptions options) {
        if (options.unknownVariables() == ChatOptions.UnknownVariables.IGNORE) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        Set<String> known = template.variables();
        for (String variable : new TreeSet<>(options.variables().keySet())) {
            if (known.contains(variable)) {
                continue;
            }
            Set<String> possible = new TreeSet<>(known);
            possible.removeAll(Set.of("messages", "tools", "documents", "add_generation_prompt"));
            possible.removeAll(specialTokens.keySet());
            String warning =
                    "the chat template never reads the variable \""
                            + variable
                            + "\". It reads: "
                            + (possible.isEmpty() ? "none" : String.join(", ", possible))
                            + ".";
            if (options.unknownVariables() == ChatOptions.UnknownVariables.REFUSE) {
                throw new IllegalArgumentException(warning);
            }
            warnings.add(warning);
        }
        return warnings;
    }
}
