package dev.jeton.templates;

import dev.jeton.templates.TemplateException.Kind;
import dev.jeton.templates.internal.parse.TemplateParser;
import dev.jeton.tokenize.Tokenizer;
import dev.jeton.tokenize.hub.Hub;
import dev.jeton.tokenize.hub.HubOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

    private final String name;
    private final Tokenizer tokenizer;
    private final Map<String, ChatTemplate> templates;
    private final ModelTokens tokens;
    private final StopTokens stopTokens;
    private final ChatEncoder encoder;

    private ChatTokenizer(
            String name,
            Tokenizer tokenizer,
            Map<String, ChatTemplate> templates,
            ModelTokens tokens,
            Set<Integer> stopIds) {
        this.name = name;
        this.tokenizer = tokenizer;
        this.templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
        this.tokens = tokens;
        this.stopTokens =
                new StopTokens(tokenizer, this.templates.values(), tokens.variables(), stopIds);
        this.encoder = new ChatEncoder(tokenizer, tokens, stopTokens);
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
        TemplateParser.prepare(); // while the tokenizer is read
        ModelFiles files = ModelFiles.read(path);
        Map<String, ChatTemplate> templates = new LinkedHashMap<>();
        files.templates()
                .forEach((key, source) -> templates.put(key, ChatTemplate.parse(source, limits)));
        return new ChatTokenizer(
                path.toString(), files.tokenizer(), templates, files.tokens(), files.stopIds());
    }

    /**
     * Loads tokenizer and chat templates of a repository on the Hugging Face hub, fetched into the
     * cache that Python uses unless they are there.
     *
     * @param id the repository, such as {@code org/name}
     * @throws dev.jeton.tokenize.hub.HubException if it cannot be had
     * @throws dev.jeton.tokenize.TokenizerException if its files are broken
     * @throws TemplateException if a template is broken
     */
    public static ChatTokenizer fromPretrained(String id) {
        return fromPretrained(id, HubOptions.defaults());
    }

    /** Loads as {@link #fromPretrained(String)} does, with a revision, a token and so on. */
    public static ChatTokenizer fromPretrained(String id, HubOptions options) {
        return load(Hub.of(options).tokenizerFolder(id));
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
                ModelTokens.of(specialTokens),
                stops);
    }

    /** The same tokenizer and special tokens with another default template. */
    public ChatTokenizer withTemplate(ChatTemplate template) {
        Map<String, ChatTemplate> changed = new LinkedHashMap<>(templates);
        changed.put(ModelFiles.DEFAULT, template);
        Set<Integer> stops = new LinkedHashSet<>();
        for (int id : stopTokens.ids()) {
            stops.add(id);
        }
        return new ChatTokenizer(name, tokenizer, changed, tokens, stops);
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
        if (options.template().isPresent()) {
            return options.template().get();
        }
        String wanted =
                options.templateName()
                        .orElse(
                                options.tools().isPresent() && templates.containsKey(TOOL_USE)
                                        ? TOOL_USE
                                        : ModelFiles.DEFAULT);
        ChatTemplate template = templates.get(wanted);
        if (template == null) {
            throw noTemplate(wanted, options.templateName().isPresent());
        }
        return template;
    }

    private TemplateException noTemplate(String wanted, boolean named) {
        if (templates.isEmpty()) {
            return new TemplateException(
                    Kind.OTHER,
                    "Cannot use chat template functions because tokenizer.chat_template is not set"
                            + " and no template argument was passed! "
                            + name
                            + " has no chat template. Give one with ChatTokenizer.withTemplate;"
                            + " ChatTemplate.chatMl() is a common form, if the model knows it.");
        }
        if (named) {
            return new TemplateException(
                    Kind.OTHER,
                    name
                            + " has no chat template \""
                            + wanted
                            + "\". Known templates: "
                            + String.join(", ", templates.keySet())
                            + " (ChatOptions.templateName).");
        }
        String names =
                templates.keySet().stream()
                        .sorted()
                        .map(known -> "'" + known + "'")
                        .collect(Collectors.joining(", ", "[", "]"));
        return new TemplateException(
                Kind.OTHER,
                "This model has multiple chat templates with no default specified! Please either"
                        + " pass a chat template or the name of the template you wish to use to the"
                        + " `chat_template` argument. Available template names are "
                        + names
                        + ".");
    }

    /**
     * Writes the templates where transformers looks for them: {@code chat_template.jinja} and
     * {@code additional_chat_templates/NAME.jinja}. Files that are there are replaced.
     *
     * @throws IllegalArgumentException if the name of a template would lead out of the folder
     */
    public void saveTemplates(Path folder) throws IOException {
        TemplateFiles.write(folder, templates);
    }

    /** The special tokens that the template sees, such as {@code bos_token}. */
    public Map<String, String> specialTokens() {
        return tokens.variables();
    }

    /**
     * A copy of the ids at which an answer ends: {@code eos_token}, {@code eos_token_id} of the
     * generation and model configuration, the end-of-turn ids of GGUF metadata, the known
     * end-of-turn tokens that the templates write, and the special token that a template writes
     * behind an answer. The first call renders each template once.
     */
    public int[] stopTokenIds() {
        return stopTokens.ids().clone();
    }

    /**
     * The added tokens that match in messages of the assistant by default: those that are not
     * special and that the template writes there itself, such as {@code <think>}.
     */
    public Set<String> assistantTokens() {
        return encoder.assistantTokens(template());
    }

    /**
     * The text of a chat.
     *
     * @throws TemplateException if the template fails
     * @throws IllegalArgumentException if there are no messages
     */
    public String render(List<ChatMessage> messages, ChatOptions options) {
        ChatTemplate template = template(options);
        ChatEncoder.checkNotEmpty(messages);
        return template.apply(messages, options, tokens.variables()).text();
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
     * exceptions are white space, and in messages of the assistant {@link #assistantTokens()}.
     *
     * @throws TemplateException if the template fails
     * @throws IllegalArgumentException if there are no messages, if a variable is unknown and
     *     {@link ChatOptions.UnknownVariables#REFUSE} is asked for, or if padding is and the model
     *     has no padding token
     */
    public ChatEncoding applyChatTemplate(List<ChatMessage> messages, ChatOptions options) {
        Prompt prompt = prompt(messages, options);
        return new ChatEncoding(prompt, prompt.encodeIds());
    }

    Prompt prompt(List<ChatMessage> messages, ChatOptions options) {
        return encoder.prompt(template(options), messages, options);
    }

    /**
     * A chat that grows message by message and encodes only what is new.
     *
     * @throws IllegalArgumentException if the options cut or pad
     */
    public ChatSession newSession(ChatOptions options) {
        return new ChatSession(this, options);
    }

    /**
     * The ids of several chats, cut and padded as one batch.
     *
     * @throws TemplateException if the template fails for one of them
     * @throws IllegalArgumentException as {@link #applyChatTemplate(List, ChatOptions)}; and if
     *     there are no chats
     */
    public List<ChatEncoding> applyChatTemplateBatch(
            List<? extends List<ChatMessage>> chats, ChatOptions options) {
        ChatTemplate template = template(options);
        ChatEncoder.checkNotEmpty(chats);
        List<Prompt> prompts = new ArrayList<>(chats.size());
        for (List<ChatMessage> messages : chats) {
            prompts.add(encoder.prompt(template, messages, options));
        }
        return Prompt.encodeAll(prompts);
    }

    /** How many ids {@link #applyChatTemplate(List, ChatOptions)} gives, tools and all included. */
    public int count(List<ChatMessage> messages, ChatOptions options) {
        return prompt(messages, options).count();
    }
}
