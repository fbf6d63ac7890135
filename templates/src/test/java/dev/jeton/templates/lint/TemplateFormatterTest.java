package dev.jeton.templates.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jeton.templates.ChatTemplate;
import dev.jeton.templates.Rendering;
import dev.jeton.templates.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateFormatterTest {
    private static final Path FOLDER = Path.of("..", "testdata", "chat-templates");
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-07-04T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void oneLineIsLaidOut() {
        assertEquals(
                """
                {% for m in messages %}
                    {% if m.role == 'user' %}
                        {{- '<u>' + m.content }}
                    {%- else %}
                        {{- m.content }}
                    {%- endif %}
                {% endfor %}
                """,
                TemplateFormatter.format(
                        "{%for m in messages%}{%if m.role=='user'%}{{'<u>'+m.content}}{%else%}"
                                + "{{m.content}}{%endif%}{%endfor%}"));
    }

    @Test
    void insideOfTagsHasOneForm() {
        assertEquals(
                "{{ f(a, b=1)[1:-2].c | join(', ') if not (x or -y) else {'k': [1, z]}['k'] ~ 'q' }}\n",
                TemplateFormatter.format(
                        "{{f( a,b = 1 ) [ 1 : -2 ] . c|join( ', ' )if not(x or - y)else{'k' :[1,z]}"
                                + "['k']~'q'}}"));
        assertEquals(
                "{% set x, y = f(*a, **b), -1 %}\n{{ x is divisibleby(3) and y not in [] }}\n",
                TemplateFormatter.format(
                        "{%set x,y=f( * a,** b),-1%}\n{{x is divisibleby( 3 )and y not in[ ]}}"));
    }

    @Test
    void printedTextStays() {
        String source = "<s>\n  text {{ x }}\n\n{% if y %}a{% endif %}\n  {{ z }}\n";
        assertEquals(source, TemplateFormatter.format(source));
    }

    @Test
    void braceAtTheEndOfATextStaysApart() {
        String source = "{%- if x -%}\nitems:{ {{- y -}} }\n{%- endif -%}";
        String formatted = TemplateFormatter.format(source);
        assertEquals(render(source), render(formatted));
    }

    private static String render(String source) {
        return ChatTemplate.parse(source).render(Map.of("x", true, "y", "Y"));
    }

    @Test
    void commentsAndRawKeepTheirText() {
        assertEquals(
                "{# a comment #}\n{% raw %} {{ x }}\n {% endraw %}\n",
                TemplateFormatter.format("{#a comment#}\n{% raw %} {{ x }}\n {% endraw %}"));
    }

    @Test
    void linesInsideATagStay() {
        assertEquals(
                "{% set x = {\n    'a': 1,\n    'b': 2\n} %}\n",
                TemplateFormatter.format("{% set x={\n'a':1,\n   'b':2\n} %}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "text",
                "text\n\n",
                "{{ x }}{{ y }}",
                "{{ x -}}   {{- y }}",
                "a {%+ if x +%}\n b{% endif %}",
                "  {%- if x %} {% endif %}",
                "{% if x %}\n\n{% endif %}\n\n",
                "{{ '}}' }}{{ \"%}\" }}",
                "{% set a %}\n  {{ x }}\n{% endset %}{{ a }}",
                "{{ 1 .real }}{{ -1|abs }}{{ x.0 }}",
                "\r\n{% if x %}\r\n{{ y }}\r\n{% endif %}\r\n",
                "{{ x }}\n{#- c -#}\n{{ y }}",
                "{%- raw -%}  x  {%- endraw -%}  y"
            })
    void strangeSourcesRenderTheSame(String source) {
        String formatted = TemplateFormatter.format(source);
        assertEquals(outcome(source), outcome(formatted));
        assertEquals(formatted, TemplateFormatter.format(formatted));
    }

    private static String outcome(String source) {
        try {
            return render(source);
        } catch (TemplateException e) {
            return e.reason();
        }
    }

    @Test
    void brokenTemplatesAreRefused() {
        assertThrows(TemplateException.class, () -> TemplateFormatter.format("{% if %}"));
    }

    /** Every template of the corpus, over every input: the text, the error and the spans. */
    @Test
    void corpusRendersTheSameBeforeAndAfter() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<Map<String, Object>> inputs = new ArrayList<>();
        for (String line : Files.readAllLines(FOLDER.resolve("inputs.jsonl"))) {
            JsonNode input = json.readTree(line);
            Map<String, Object> variables = new HashMap<>();
            for (String name : List.of("messages", "tools", "documents")) {
                variables.put(name, json.convertValue(input.get(name), Object.class));
            }
            variables.put("add_generation_prompt", inputs.size() % 2 == 0);
            for (String token : List.of("bos_token", "eos_token", "pad_token", "unk_token")) {
                variables.put(token, "<" + token + ">");
            }
            input.get("kwargs")
                    .properties()
                    .forEach(
                            e ->
                                    variables.put(
                                            e.getKey(),
                                            json.convertValue(e.getValue(), Object.class)));
            inputs.add(variables);
        }
        List<Path> files;
        try (Stream<Path> list = Files.list(FOLDER.resolve("templates"))) {
            files = list.sorted().toList();
        }
        List<String> failures =
                files.parallelStream()
                        .map(file -> compare(file, inputs))
                        .filter(f -> !f.isEmpty())
                        .toList();
        assertEquals(List.of(), failures);
        assertEquals(169, files.size());
    }

    private static String compare(Path file, List<Map<String, Object>> inputs) {
        try {
            String source = Files.readString(file);
            String formatted = TemplateFormatter.format(source);
            if (!formatted.equals(TemplateFormatter.format(formatted))) {
                return file + " is formatted twice";
            }
            ChatTemplate before = ChatTemplate.parse(source);
            ChatTemplate after = ChatTemplate.parse(formatted);
            for (Map<String, Object> input : inputs) {
                if (!outcome(before, input).equals(outcome(after, input))) {
                    return file + " renders another text";
                }
            }
            return "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String outcome(ChatTemplate template, Map<String, Object> input) {
        try {
            Rendering rendering = template.render(input, CLOCK);
            return rendering.text() + rendering.generationSpans();
        } catch (TemplateException e) {
            return e.kind() + " " + e.reason();
        }
    }
}
