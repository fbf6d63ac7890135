package dev.jeton.templates;

import dev.jeton.templates.TemplateException.Kind;
import dev.jeton.templates.internal.compile.Compiler;
import dev.jeton.templates.internal.compile.Program;
import dev.jeton.templates.internal.lang.Source;
import dev.jeton.templates.internal.parse.TemplateParser;
import dev.jeton.templates.internal.run.Globals;
import dev.jeton.templates.internal.run.Render;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.PyError;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A compiled chat template with the semantics of Jinja2 as transformers sets it up (an immutable
 * sandbox, {@code trim_blocks}, {@code lstrip_blocks}, loop controls, {@code generation}).
 * Immutable; share one instance between all threads.
 *
 * <p>Templates come with models and are not trusted: they reach nothing but the values given, and
 * {@link TemplateLimits} bounds what they may use.
 */
public final class ChatTemplate {
    private static final Pattern GENERATION = Pattern.compile("\\{%-?\\s*generation\\s*-?%\\}");

    private final String source;
    private final Source normalized;
    private final Program program;
    private final TemplateLimits limits;
    private volatile @Nullable TemplateCapabilities capabilities;

    private ChatTemplate(String source, Source normalized, Program program, TemplateLimits limits) {
        this.source = source;
        this.normalized = normalized;
        this.program = program;
        this.limits = limits;
    }

    /** Compiles a template with the default limits. */
    public static ChatTemplate parse(String source) {
        return parse(source, TemplateLimits.defaults());
    }

    /**
     * Compiles a template.
     *
     * @throws TemplateException of kind {@code SYNTAX} if the source is no valid template, of kind
     *     {@code RECURSION} or {@code SECURITY} if it exceeds a limit
     */
    public static ChatTemplate parse(String source, TemplateLimits limits) {
        if (source.length() > limits.maxSourceChars()) {
            throw new TemplateException(
                    Kind.SECURITY,
                    "the template has "
                            + source.length()
                            + " chars, more than "
                            + limits.maxSourceChars()
                            + " (TemplateLimits.maxSourceChars)");
        }
        Source normalized = Source.of(source);
        try {
            Program program =
                    new Budget(limits)
                            .spend(
                                    () ->
                                            Compiler.compile(
                                                    normalized,
                                                    TemplateParser.parse(
                                                            normalized, limits.maxNesting())));
            return new ChatTemplate(source, normalized, program, limits);
        } catch (PyError e) {
            throw located(e, normalized);
        } catch (StackOverflowError e) {
            throw tooDeep("the template is nested too deeply for the stack of this thread");
        }
    }

    private static TemplateException located(PyError e, Source source) {
        int at = e.position();
        return at < 0
                ? new TemplateException(e.kind(), e.text())
                : new TemplateException(
                        e.kind(),
                        e.text(),
                        source.line(at),
                        source.column(at),
                        source.snippet(at),
                        null);
    }

    private static TemplateException tooDeep(String reason) {
        return new TemplateException(Kind.RECURSION, reason);
    }

    /**
     * The ChatML form: {@code <|im_start|>role}, the content, {@code <|im_end|>}. Only for models
     * that were trained on it; it is never chosen by itself.
     */
    public static ChatTemplate chatMl() {
        return parse(
                "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' +"
                        + " message['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if"
                        + " add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}");
    }

    /** The source as given. */
    public String source() {
        return source;
    }

    /** Whether the template marks what the assistant writes: {@code {% generation %}}. */
    boolean hasGenerationBlocks() {
        return GENERATION.matcher(source).find();
    }

    /** The limits that this template runs under. */
    public TemplateLimits limits() {
        return limits;
    }

    /**
     * The variables that the template reads and does not set itself: what a caller may give. The
     * functions {@code raise_exception}, {@code range} and so on are not among them.
     */
    public Set<String> variables() {
        Set<String> variables = new TreeSet<>(program.variables());
        variables.removeAll(Globals.ALL.keySet());
        return variables;
    }

    /**
     * What the template can do. The first call renders some thirty small chats; the result is kept.
     */
    public TemplateCapabilities capabilities() {
        TemplateCapabilities found = capabilities;
        if (found == null) {
            found = CapabilityProbe.of(this);
            capabilities = found;
        }
        return found;
    }

    /**
     * Changes a chat so that this template can render it.
     *
     * @param tools the tools of the chat, may be empty
     * @param polyfills the changes that may be made; each is made only where the template lacks the
     *     capability
     * @throws IllegalArgumentException if a part is no text and has to become text
     */
    public PolyfilledChat polyfill(
            List<ChatMessage> messages, List<ToolDefinition> tools, Set<Polyfill> polyfills) {
        return PolyfilledChat.of(this, messages, tools, polyfills);
    }

    /**
     * Renders with these variables: maps, lists, strings, numbers, booleans and null.
     *
     * @throws TemplateException if the template fails
     */
    public String render(Map<String, ?> variables) {
        return render(variables, Clock.system(ZoneId.systemDefault())).text();
    }

    /**
     * Renders with these variables and this clock for {@code strftime_now}.
     *
     * @throws TemplateException if the template fails
     */
    public Rendering render(Map<String, ?> variables, Clock clock) {
        Render render = new Render(limits, clock);
        try {
            render.spend(
                    () -> {
                        program.run(render, variables);
                        return render;
                    });
        } catch (PyError e) {
            throw located(e, normalized);
        } catch (StackOverflowError e) {
            throw tooDeep("the template recurses too deeply for the stack of this thread");
        }
        return Rendering.of(render);
    }

    /**
     * Renders with these variables and ends inside the final message: transformers' {@code
     * continue_final_message}.
     *
     * @param field the field of the final message to go on with, usually {@code content}
     * @throws TemplateException if the template fails or the final message cannot be continued
     */
    public Rendering renderContinuing(Map<String, ?> variables, Clock clock, String field) {
        return ChatRendering.continuing(this, variables, clock, field);
    }

    /**
     * Renders a chat as transformers' {@code apply_chat_template} does.
     *
     * @param specialTokens the special tokens that the template may write, such as {@code
     *     bos_token}
     * @throws TemplateException if the template fails or the final message cannot be continued
     */
    public Rendering apply(
            List<ChatMessage> messages, ChatOptions options, Map<String, String> specialTokens) {
        PolyfilledChat chat = PolyfilledChat.of(this, messages, options);
        return ChatRendering.of(this, chat.messages(), chat.options(options), specialTokens, false);
    }
}
