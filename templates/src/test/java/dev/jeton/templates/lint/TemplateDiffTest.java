package dev.jeton.templates.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.templates.ChatMessage;
import dev.jeton.templates.ChatTemplate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateDiffTest {
    private static final String LOOP =
            "{% for m in messages %}<{{ m.role }}>{{ m.content }}</s>{% endfor %}";
    private static final String PROMPT = "{% if add_generation_prompt %}<assistant>{% endif %}";

    private static List<TemplateDiff.Difference> diff(String left, String right) {
        return TemplateDiff.between(ChatTemplate.parse(left), ChatTemplate.parse(right), 5);
    }

    @Test
    void equalTemplatesDoNotDiffer() {
        assertEquals(List.of(), diff(LOOP + PROMPT, TemplateFormatter.format(LOOP + PROMPT)));
    }

    @Test
    void smallestChatIsShown() {
        List<TemplateDiff.Difference> found =
                diff(LOOP, LOOP.replace("{{ m.content }}", "{{ m.content | trim }}"));
        assertEquals(1, found.get(0).messages().size());
        assertEquals("<user> x\n</s>", found.get(0).left());
        assertEquals("<user>x</s>", found.get(0).right());
        assertTrue(found.stream().allMatch(d -> d.messages().size() <= 2), found.toString());
    }

    @Test
    void settingsAreTried() {
        List<TemplateDiff.Difference> found = diff(LOOP + PROMPT, LOOP);
        assertEquals(1, found.size());
        assertEquals(Map.of("add_generation_prompt", true), found.get(0).settings());
        assertEquals(List.of(ChatMessage.user("x")), found.get(0).messages());
    }

    @Test
    void variablesAreTried() {
        List<TemplateDiff.Difference> found =
                diff(LOOP + "{% if not enable_thinking %}/no{% endif %}", LOOP + "/no");
        assertEquals(Map.of("enable_thinking", true), found.get(0).settings());
    }

    @Test
    void errorsAreDifferences() {
        List<TemplateDiff.Difference> found =
                diff(
                        LOOP,
                        "{% if messages[0].role == 'system' %}{{ raise_exception('no') }}{% endif %}"
                                + LOOP);
        assertEquals("error: no", found.get(0).right());
        assertEquals("system", found.get(0).messages().get(0).role());
    }

    @Test
    void orderOfRolesIsTried() {
        List<TemplateDiff.Difference> found =
                diff(
                        LOOP,
                        LOOP.replace(
                                "</s>",
                                "</s>{% if loop.previtem and loop.previtem.role == m.role %}!"
                                        + "{% endif %}"));
        assertEquals(2, found.get(0).messages().size());
        assertEquals(found.get(0).messages().get(0).role(), found.get(0).messages().get(1).role());
    }
}
