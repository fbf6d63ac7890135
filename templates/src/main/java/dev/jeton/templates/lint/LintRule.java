package dev.jeton.templates.lint;

import java.util.Locale;
import java.util.Optional;

/**
 * The rules of {@link TemplateLinter}. The id of a rule never changes. Each has a template that
 * breaks it and one that does not; tests run both.
 */
public enum LintRule {
    /** The template does not compile. */
    SYNTAX(
            Severity.ERROR,
            "The template does not compile.",
            "Correct the place that the message names.",
            "{% if messages %}{{ messages[0].content }}",
            "{% if messages %}{{ messages[0].content }}{% endif %}"),
    /** A filter that Jinja2 does not have. */
    UNKNOWN_FILTER(
            Severity.ERROR,
            "A filter does not exist; the template fails where it is reached.",
            "Use a filter of the list in docs/templates.md.",
            "{% for m in messages %}{{ m.content | strip }}{% endfor %}",
            "{% for m in messages %}{{ m.content | trim }}{% endfor %}"),
    /** A test that Jinja2 does not have. */
    UNKNOWN_TEST(
            Severity.ERROR,
            "A test does not exist; the template fails where it is reached.",
            "Use a test of the list in docs/templates.md.",
            "{% for m in messages if m.content is list %}{{ m.role }}{% endfor %}",
            "{% for m in messages if m.content is sequence %}{{ m.role }}{% endfor %}"),
    /** A method that no value has. */
    UNKNOWN_METHOD(
            Severity.ERROR,
            "No string, list or map of Python has this method; the call fails.",
            "Use a method of Python, or a filter.",
            "{% for m in messages %}{{ m.content.trim() }}{% endfor %}",
            "{% for m in messages %}{{ m.content.strip() }}{% endfor %}"),
    /** A method that changes a value. */
    MUTATING_METHOD(
            Severity.ERROR,
            "The sandbox refuses methods that change a list or a map.",
            "Build a new value: {% set list = list + [item] %}.",
            "{% set l = [] %}{% for m in messages %}{% if l.append(m.role) %}{% endif %}{% endfor %}",
            "{% set ns = namespace(l=[]) %}{% for m in messages %}{% set ns.l = ns.l + [m.role] %}"
                    + "{% endfor %}{{ ns.l }}"),
    /** An attribute of Python's inside. */
    PRIVATE_ATTRIBUTE(
            Severity.ERROR,
            "The sandbox refuses attributes that begin with two underscores.",
            "Read values by their keys only.",
            "{% for m in messages %}{{ m.__class__ }}{% endfor %}",
            "{% for m in messages %}{{ m.content }}{% endfor %}"),
    /** A tag that loads another template. */
    LOADED_TEMPLATE(
            Severity.ERROR,
            "A chat template stands alone: there is nothing to include, import or extend.",
            "Write the text into this template, or into a macro.",
            "{% include 'header.jinja' %}{{ messages }}",
            "{% macro header() %}# Chat{% endmacro %}{{ header() }}{{ messages }}"),
    /** The chat is never read. */
    MESSAGES_UNUSED(
            Severity.ERROR,
            "The template never reads messages.",
            "Loop over messages.",
            "{{ bos_token }}Hello",
            "{{ bos_token }}{% for m in messages %}{{ m.content }}{% endfor %}"),
    /** A variable that nobody sets. */
    UNDECLARED_VARIABLE(
            Severity.WARNING,
            "A variable is read that neither the template nor transformers sets.",
            "Correct the name, or guard it: {% if name is defined %}, name | default('').",
            "{% for m in message %}{{ m.content }}{% endfor %}{{ messages }}",
            "{% for m in messages %}{{ m.content }}{{ suffix | default('') }}{% endfor %}"),
    /** A variable that nobody reads. */
    UNUSED_VARIABLE(
            Severity.WARNING,
            "A variable is set and never read.",
            "Remove the set tag, or correct the name where it should be read.",
            "{% set system = messages[0].content %}{% for m in messages %}{{ m.content }}{% endfor %}",
            "{% set first = messages[0].content %}{{ first }}"),
    /** A macro that nobody calls. */
    UNUSED_MACRO(
            Severity.WARNING,
            "A macro is never called.",
            "Remove it, or correct the name where it should be called.",
            "{% macro turn(m) %}{{ m.content }}{% endmacro %}{{ messages }}",
            "{% macro turn(m) %}{{ m.content }}{% endmacro %}{% for m in messages %}{{ turn(m) }}"
                    + "{% endfor %}"),
    /** A variable that is set in a loop. */
    LOST_ASSIGNMENT(
            Severity.WARNING,
            "A variable of the outside is set in a loop; the value is lost with each turn.",
            "Use {% set ns = namespace(x=...) %} and {% set ns.x = ... %}.",
            "{% set seen = false %}{% for m in messages %}{% set seen = true %}{% endfor %}{{ seen }}",
            "{% set ns = namespace(seen=false) %}{% for m in messages %}{% set ns.seen = true %}"
                    + "{% endfor %}{{ ns.seen }}"),
    /** A test that is always true. */
    ALWAYS_DEFINED(
            Severity.WARNING,
            "transformers always defines tools and documents; without a value they are none.",
            "Test the value: {% if tools %}, or {% if tools is not none %}.",
            "{% if tools is defined %}{{ tools | tojson }}{% endif %}{{ messages }}",
            "{% if tools %}{{ tools | tojson }}{% endif %}{{ messages }}"),
    /** Statements that are never reached. */
    UNREACHABLE(
            Severity.WARNING,
            "Statements behind break, continue or raise_exception are never reached.",
            "Remove them, or move them before it.",
            "{% for m in messages %}{% break %}{{ m.content }}{% endfor %}",
            "{% for m in messages %}{{ m.content }}{% break %}{% endfor %}"),
    /** A condition that stands there twice. */
    DUPLICATE_BRANCH(
            Severity.WARNING,
            "The same condition stands twice in one chain; the second branch is never taken.",
            "Correct the condition, or remove the branch.",
            "{% for m in messages %}{% if m.role == 'user' %}a{% elif m.role == 'user' %}b{% endif %}"
                    + "{% endfor %}",
            "{% for m in messages %}{% if m.role == 'user' %}a{% elif m.role == 'tool' %}b{% endif %}"
                    + "{% endfor %}"),
    /** A text that is given is used as a format. */
    CONTENT_AS_FORMAT(
            Severity.WARNING,
            "A value is used as a format: braces and percent signs in it are read, not printed.",
            "Put the format into the template: '%s' | format(value), or join with ~.",
            "{% for m in messages %}{{ m.content.format(m.role) }}{% endfor %}",
            "{% for m in messages %}{{ '{}: {}'.format(m.role, m.content) }}{% endfor %}"),
    /** HTML escapes in a prompt. */
    HTML_ESCAPE(
            Severity.WARNING,
            "HTML escapes change the text that the model reads.",
            "Print the value as it is; caller text is never run as a template.",
            "{% for m in messages %}{{ m.content | e }}{% endfor %}",
            "{% for m in messages %}{{ m.content }}{% endfor %}"),
    /** Indentation that is printed. */
    PRINTED_INDENTATION(
            Severity.WARNING,
            "The indentation before an expression is printed: lstrip_blocks is for tags only.",
            "Write {{- ... }}, or move the expression to the start of its line.",
            "{% for m in messages %}\n    {{ m.content }}\n{% endfor %}",
            "{% for m in messages %}\n    {{- m.content }}\n{% endfor %}"),
    /** Empty lines that are printed. */
    PRINTED_BLANK_LINE(
            Severity.WARNING,
            "An empty line between tags is printed: trim_blocks drops one line break only.",
            "Write {%- ... %}, or remove the line.",
            "{% set x = messages %}\n\n{% for m in x %}{{ m.content }}{% endfor %}",
            "{% set x = messages %}\n{% for m in x %}{{ m.content }}{% endfor %}"),
    /** No start of an answer. */
    MISSING_GENERATION_PROMPT(
            Severity.WARNING,
            "add_generation_prompt changes nothing: the model is not told to answer.",
            "End with {% if add_generation_prompt %}...{% endif %}.",
            "{% for m in messages %}<{{ m.role }}>{{ m.content }}</s>{% endfor %}",
            "{% for m in messages %}<{{ m.role }}>{{ m.content }}</s>{% endfor %}"
                    + "{% if add_generation_prompt %}<assistant>{% endif %}"),
    /** A start of an answer that is not the one of answers. */
    GENERATION_PROMPT_MISMATCH(
            Severity.NOTE,
            "An answer in the chat does not begin with what add_generation_prompt adds.",
            "Write the same characters in both places, white space included.",
            "{% for m in messages %}<{{ m.role }}>\n{{ m.content }}</s>{% endfor %}"
                    + "{% if add_generation_prompt %}<assistant> {% endif %}",
            "{% for m in messages %}<{{ m.role }}>\n{{ m.content }}</s>{% endfor %}"
                    + "{% if add_generation_prompt %}<assistant>\n{% endif %}"),
    /** Nothing ends an answer. */
    MISSING_TURN_END(
            Severity.WARNING,
            "Nothing follows an answer: a model trained on this never learns to stop.",
            "End each answer with eos_token or the token that ends a turn.",
            "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}"
                    + "{% if add_generation_prompt %}<assistant>{% endif %}",
            "{% for m in messages %}<{{ m.role }}>{{ m.content }}{{ eos_token }}{% endfor %}"
                    + "{% if add_generation_prompt %}<assistant>{% endif %}"),
    /** The mark of the assistant's text ends too early. */
    GENERATION_WITHOUT_END(
            Severity.WARNING,
            "The token that ends an answer stands behind the generation block: it is not trained.",
            "Move it before {% endgeneration %}.",
            "{% for m in messages %}{% generation %}{{ m.content }}{% endgeneration %}{{ eos_token }}"
                    + "{% endfor %}",
            "{% for m in messages %}{% generation %}{{ m.content }}{{ eos_token }}{% endgeneration %}"
                    + "{% endfor %}"),
    /** A message that disappears. */
    DROPPED_MESSAGE(
            Severity.WARNING,
            "A message disappears from the prompt without an error.",
            "Write it, or refuse it: {{ raise_exception('...') }} in an else branch.",
            "{% for m in messages %}{% if m.role == 'user' %}{{ m.content }}{% elif m.role =="
                    + " 'assistant' %}{{ m.content }}</s>{% endif %}{% endfor %}",
            "{% for m in messages %}{% if m.role in ['system', 'user', 'assistant'] %}"
                    + "{{ m.content }}</s>{% else %}{{ raise_exception('unknown role') }}{% endif %}"
                    + "{% endfor %}"),
    /** A special token that stands there twice. */
    DUPLICATE_TOKEN(
            Severity.WARNING,
            "bos_token is written more than once, or eos_token twice in a row.",
            "Write bos_token before the loop, and eos_token once for each answer.",
            "{% for m in messages %}{{ bos_token }}{{ m.content }}{{ eos_token }}{% endfor %}",
            "{{ bos_token }}{% for m in messages %}{{ m.content }}{{ eos_token }}{% endfor %}"),
    /** A token that may be missing. */
    TOKEN_MAY_BE_MISSING(
            Severity.NOTE,
            "A special token is added to a text; with a tokenizer that has none, this fails.",
            "Print it alone: {{ bos_token }}{{ ... }}, or join with ~.",
            "{% for m in messages %}{{ bos_token + m.content }}{% endfor %}",
            "{{ bos_token }}{% for m in messages %}{{ m.content }}{% endfor %}"),
    /** Thoughts that are opened and never closed. */
    UNCLOSED_THINK(
            Severity.WARNING,
            "A finished answer opens <think> and does not close it.",
            "Write </think> before the content.",
            "{% for m in messages %}{% if m.role == 'assistant' %}<think>{% endif %}{{ m.content }}"
                    + "</s>{% endfor %}",
            "{% for m in messages %}{% if m.role == 'assistant' %}<think></think>{% endif %}"
                    + "{{ m.content }}</s>{% endfor %}"),
    /** Content is trimmed in some roles. */
    INCONSISTENT_TRIM(
            Severity.NOTE,
            "White space around content is stripped for one role and kept for another.",
            "Strip it for all roles, or for none.",
            "{% for m in messages %}{{ m.content | trim if m.role == 'user' else m.content }}</s>"
                    + "{% endfor %}",
            "{% for m in messages %}{{ m.content | trim }}</s>{% endfor %}"),
    /** Arguments that are escaped twice. */
    ESCAPED_ARGUMENTS(
            Severity.NOTE,
            "Arguments of calls that are JSON text, as OpenAI's API gives them, are escaped twice.",
            "{{ a if a is string else a | tojson }} takes both forms.",
            "{% for m in messages %}{{ m.content }}</s>{% for c in m.tool_calls or [] %}"
                    + "{{ c.function | tojson }}{% endfor %}{% endfor %}",
            "{% for m in messages %}{{ m.content }}</s>{% for c in m.tool_calls or [] %}"
                    + "{{ c.function.name }}{% set a = c.function.arguments %}"
                    + "{{ a if a is string else a | tojson }}{% endfor %}{% endfor %}"),
    /** A text that changes from day to day. */
    CLOCK(
            Severity.NOTE,
            "strftime_now makes the prompt change with the day; caches and tests miss it.",
            "Let the caller give it: {% if date_string is not defined %}...{% endif %}.",
            "{{ strftime_now('%d %b %Y') }}{{ messages }}",
            "{% if date_string is not defined %}{% set date_string = strftime_now('%d %b %Y') %}"
                    + "{% endif %}{{ date_string }}{{ messages }}"),
    /** A filter that other engines lack. */
    NONPORTABLE_FILTER(
            Severity.NOTE,
            "llama.cpp's engine or @huggingface/jinja lacks this filter.",
            "Use a filter or method that all have, if the template is to run there.",
            "{{ messages | map(attribute='role') | unique | join(', ') }}",
            "{{ messages | map(attribute='role') | join(', ') }}"),
    /** A test that other engines lack. */
    NONPORTABLE_TEST(
            Severity.NOTE,
            "llama.cpp's engine or @huggingface/jinja lacks this test.",
            "Use an operator: == for sameas, in for the test in.",
            "{% if messages[0].role is sameas 'user' %}{{ messages }}{% endif %}",
            "{% if messages[0].role == 'user' %}{{ messages }}{% endif %}"),
    /** A tag or operator that other engines lack. */
    NONPORTABLE_SYNTAX(
            Severity.NOTE,
            "llama.cpp's engine or @huggingface/jinja lacks this tag or operator.",
            "Use set for with, a macro for block, * for **.",
            "{% with x = messages %}{{ x }}{% endwith %}",
            "{% set x = messages %}{{ x }}"),
    /** A control token that the tokenizer does not know. */
    TOKEN_NOT_WHOLE(
            Severity.WARNING,
            "A control text of the template is not one token of the tokenizer.",
            "Add the token to the tokenizer, or write the one that the model was trained with.",
            "",
            ""),
    /** The tokenizer adds the first token too. */
    TOKENIZER_ADDS_BOS(
            Severity.NOTE,
            "The template writes the first token, and the tokenizer adds it as well.",
            "Encode rendered text without special tokens, as applyChatTemplate does.",
            "",
            "");

    /** How much it matters. */
    public enum Severity {
        /** The template fails, or cannot do its task. */
        ERROR,
        /** The text is most likely not what was meant. */
        WARNING,
        /** Worth to know; often meant. */
        NOTE;

        /** The name in lower case. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Severity severity;
    private final String summary;
    private final String cure;
    private final String failing;
    private final String passing;

    LintRule(Severity severity, String summary, String cure, String failing, String passing) {
        this.severity = severity;
        this.summary = summary;
        this.cure = cure;
        this.failing = failing;
        this.passing = passing;
    }

    /** The name that output and options use, such as {@code unused-macro}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How much it matters. */
    public Severity severity() {
        return severity;
    }

    /** What is wrong. */
    public String summary() {
        return summary;
    }

    /** What to do. */
    public String cure() {
        return cure;
    }

    /** A template that breaks the rule; none for rules that need a tokenizer. */
    public Optional<String> failing() {
        return failing.isEmpty() ? Optional.empty() : Optional.of(failing);
    }

    /** A template that keeps the rule; none for rules that need a tokenizer. */
    public Optional<String> passing() {
        return passing.isEmpty() ? Optional.empty() : Optional.of(passing);
    }
}
