package dev.jeton.templates.lint;

import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatTemplate;
import dev.jeton.templates.ChatTokenizer;
import dev.jeton.templates.TemplateException;
import dev.jeton.templates.TemplateLimits;
import dev.jeton.templates.internal.lang.Scanner;
import dev.jeton.templates.internal.lang.Segment;
import dev.jeton.templates.internal.lang.Source;
import dev.jeton.templates.internal.lang.Stmt;
import dev.jeton.templates.internal.parse.TemplateParser;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.tokenize.EncodeOptions;
import dev.jeton.tokenize.Tokenizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what goes wrong in chat templates: by reading the template, and by rendering small chats
 * with it. {@link LintRule} lists the rules.
 */
public final class TemplateLinter {
    /** What control tokens look like in known models. */
    private static final Pattern CONTROL =
            Pattern.compile(
                    "<\\|[\\w:.-]{2,40}\\|>|<｜[^｜<>\\s]{2,40}｜>|\\[/?[A-Z_]{3,30}]|</?s>"
                            + "|<(?:start|end)_of_turn>");

    private TemplateLinter() {}

    /** The findings in the order of the source; empty if there are none. */
    public static List<LintFinding> lint(String source) {
        return lint(source, TemplateLimits.defaults());
    }

    /** As {@link #lint(String)} with limits for the source and the small chats. */
    public static List<LintFinding> lint(String source, TemplateLimits limits) {
        Findings findings = new Findings(Source.of(source));
        check(source, limits, findings);
        return findings.sorted();
    }

    /**
     * The findings in the default template of a model, with the rules that need its tokenizer.
     *
     * @throws TemplateException if the model has no template
     */
    public static List<LintFinding> lint(ChatTokenizer model) {
        ChatTemplate template = model.template();
        String source = template.source();
        Findings findings = new Findings(Source.of(source));
        check(source, template.limits(), findings);
        checkTokens(source, model, findings);
        return findings.sorted();
    }

    private static void check(String source, TemplateLimits limits, Findings findings) {
        Source normalized = Source.of(source);
        try {
            if (source.length() <= limits.maxSourceChars()) {
                List<Segment> segments = Scanner.scan(normalized);
                List<Stmt> body = TemplateParser.parse(normalized, limits.maxNesting());
                Tree tree = new Tree(body);
                ExpressionRules expressions = new ExpressionRules(tree, findings);
                expressions.check();
                expressions.checkReach();
                LayoutRules.check(normalized, segments, findings);
                checkCompiled(source, limits, tree, findings);
                return;
            }
        } catch (PyError | StackOverflowError e) {
            // reported below, with its place
        }
        checkCompiled(source, limits, new Tree(List.of()), findings);
    }

    private static void checkCompiled(
            String source, TemplateLimits limits, Tree tree, Findings findings) {
        ChatTemplate template;
        try {
            template = ChatTemplate.parse(source, limits);
        } catch (TemplateException e) {
            if (!findings.has(LintRule.UNKNOWN_FILTER) && !findings.has(LintRule.UNKNOWN_TEST)) {
                findings.add(LintRule.SYNTAX, Math.max(1, e.line()), Math.max(1, e.column()), e);
            }
            return;
        }
        new NameRules(tree, findings).check(template.variables());
        new BehaviourRules(template, findings).check();
    }

    // Rules that need a tokenizer.

    private static void checkTokens(String source, ChatTokenizer model, Findings findings) {
        Tokenizer tokenizer = model.tokenizer();
        Set<String> seen = new LinkedHashSet<>();
        String text = Source.of(source).text();
        Matcher matcher = CONTROL.matcher(text);
        while (matcher.find()) {
            if (seen.add(matcher.group())) {
                int size = tokenizer.encode(matcher.group(), plain()).size();
                if (size != 1) {
                    findings.add(
                            LintRule.TOKEN_NOT_WHOLE,
                            matcher.start(),
                            "\"" + matcher.group() + "\" becomes " + size + " tokens");
                }
            }
        }
        int[] rendered = rendered(model);
        int[] added = tokenizer.encode("Hello").ids();
        int[] bare = tokenizer.encode("Hello", plain()).ids();
        if (added.length > bare.length && rendered.length > 0 && added[0] == rendered[0]) {
            findings.add(
                    LintRule.TOKENIZER_ADDS_BOS,
                    "the template and the tokenizer both begin with token " + added[0]);
        }
    }

    private static int[] rendered(ChatTokenizer model) {
        try {
            return model.applyChatTemplate(List.of(ChatMessage.user("Hello"))).ids();
        } catch (TemplateException e) {
            return new int[0]; // not a template for a user's question
        }
    }

    private static EncodeOptions plain() {
        return EncodeOptions.defaults().withSpecialTokens(false);
    }
}
