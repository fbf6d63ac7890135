package dev.jeton.templates;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the changes of {@link Polyfill}. The order matters: tools go into the system message, which
 * goes into a message of the user, which may be merged with the next one.
 */
final class ChatAdapter {
    private static final ChatTemplate JSON = ChatTemplate.parse("{{ value | tojson }}");
    private static final ChatTemplate INDENTED =
            ChatTemplate.parse("{{ value | tojson(indent=2) }}");

    /** Between texts that were messages of their own, as in Gemma's templates. */
    private static final String GAP = "\n\n";

    /**
     * The form of {@link Polyfill#TOOL_CALLS_AS_TEXT}, for templates that have none of their own.
     */
    private static final String CALL_FORM =
            "{\"tool_calls\": [{\"name\": \"tool_name\", \"arguments\": {\"arg1\": \"some_value\"}}]}";

    /** A message on its way. */
    private static final class Turn {
        final Map<String, @Nullable Object> fields;
        final int source;

        Turn(Map<String, @Nullable Object> fields, int source) {
            this.fields = fields;
            this.source = source;
        }

        boolean is(String role) {
            return role.equals(fields.get("role"));
        }

        @Nullable Object content() {
            return fields.get("content");
        }

        void prepend(String text) {
            fields.put("content", joined(text, content()));
        }
    }

    private final TemplateCapabilities capabilities;
    private final List<ToolDefinition> tools;
    private final Set<Polyfill> polyfills;
    private final Set<String> changes = new LinkedHashSet<>();

    ChatAdapter(
            TemplateCapabilities capabilities,
            List<ToolDefinition> tools,
            Set<Polyfill> polyfills) {
        this.capabilities = capabilities;
        this.tools = tools;
        this.polyfills = polyfills;
    }

    private boolean needs(Polyfill polyfill, Capability capability) {
        return polyfills.contains(polyfill) && !capabilities.has(capability);
    }

    PolyfilledChat adapt(List<ChatMessage> messages) {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            turns.add(new Turn(new LinkedHashMap<>(messages.get(i).asMap()), i));
        }
        boolean described = !tools.isEmpty() && needs(Polyfill.TOOLS_IN_SYSTEM, Capability.TOOLS);
        if (described) {
            describeTools(turns);
        }
        turns.forEach(this::calls);
        turns.forEach(this::result);
        turns.forEach(this::emptyContent);
        if (needs(Polyfill.SYSTEM_INTO_USER, Capability.SYSTEM_ROLE)) {
            turns = foldSystem(turns);
        }
        if (needs(Polyfill.MERGED_TURNS, Capability.CONSECUTIVE_USERS)) {
            turns = mergeUsers(turns);
        }
        turns.forEach(this::contentForm);
        List<ChatMessage> adapted = new ArrayList<>();
        turns.forEach(turn -> adapted.add(ChatMessage.of(turn.fields)));
        return new PolyfilledChat(
                adapted,
                turns.stream().mapToInt(turn -> turn.source).toArray(),
                described,
                List.copyOf(changes));
    }

    private static String json(ChatTemplate template, Object value) {
        return template.render(Map.of("value", value));
    }

    /** The text before the content, with a gap where both are there. */
    private static Object joined(String text, @Nullable Object content) {
        if (content instanceof List<?> parts) {
            List<Object> longer = new ArrayList<>();
            longer.add(ContentPart.text(parts.isEmpty() ? text : text + GAP).asMap());
            longer.addAll(parts);
            return longer;
        }
        return content instanceof String own && !own.isEmpty() ? text + GAP + own : text;
    }

    // Tools.

    private void describeTools(List<Turn> turns) {
        List<Object> schemas = new ArrayList<>();
        tools.forEach(tool -> schemas.add(tool.asMap()));
        String text =
                "You can call these tools to answer the user's requests:"
                        + GAP
                        + json(INDENTED, schemas)
                        + GAP
                        + "Write a call in this form:"
                        + GAP
                        + callForm();
        changes.add("the template describes no tools: they were put into the system message");
        if (!turns.isEmpty() && turns.get(0).is("system")) {
            Turn system = turns.get(0);
            system.fields.put("content", textOf(system) + GAP + text);
            return;
        }
        Map<String, @Nullable Object> system = new LinkedHashMap<>();
        system.put("role", "system");
        system.put("content", text);
        turns.add(0, new Turn(system, -1));
    }

    private String callForm() {
        boolean asText = needs(Polyfill.TOOL_CALLS_AS_TEXT, Capability.TOOL_CALLS);
        return asText ? CALL_FORM : capabilities.toolCallExample().orElse(CALL_FORM);
    }

    private static String textOf(Turn turn) {
        return ChatMessage.of(turn.fields).text();
    }

    private void calls(Turn turn) {
        if (!(turn.fields.get("tool_calls") instanceof List<?> calls) || calls.isEmpty()) {
            return;
        }
        boolean asText = needs(Polyfill.TOOL_CALLS_AS_TEXT, Capability.TOOL_CALLS);
        boolean asObject =
                asText || needs(Polyfill.ARGUMENTS_AS_OBJECT, Capability.STRING_ARGUMENTS);
        boolean asString =
                !asText && needs(Polyfill.ARGUMENTS_AS_STRING, Capability.OBJECT_ARGUMENTS);
        List<Object> changed = new ArrayList<>();
        for (Object call : calls) {
            changed.add(call(call, asObject, asString));
        }
        turn.fields.put("tool_calls", changed);
        if (asText) {
            callsAsText(turn, changed);
        }
    }

    private Object call(Object call, boolean asObject, boolean asString) {
        if (!(call instanceof Map<?, ?> map)
                || !(map.get("function") instanceof Map<?, ?> function)) {
            return call;
        }
        Object arguments = function.get("arguments");
        Object changed = null;
        if (asObject && arguments instanceof String text) {
            changed = PlainJson.parse(text).filter(Map.class::isInstance).orElse(null);
        } else if (asString && arguments instanceof Map<?, ?> object) {
            changed = json(JSON, object);
        }
        if (changed == null) {
            return call;
        }
        changes.add(
                changed instanceof String
                        ? "the template takes no objects as arguments of calls: they became JSON text"
                        : "the template takes no text as arguments of calls: it was read as JSON");
        Map<Object, @Nullable Object> newFunction = new LinkedHashMap<>(function);
        newFunction.put("arguments", changed);
        Map<Object, @Nullable Object> newCall = new LinkedHashMap<>(map);
        newCall.put("function", newFunction);
        return newCall;
    }

    private void callsAsText(Turn turn, List<Object> calls) {
        List<Object> plain = new ArrayList<>();
        for (Object call : calls) {
            Map<?, ?> map = call instanceof Map<?, ?> m ? m : Map.of();
            Map<?, ?> function = map.get("function") instanceof Map<?, ?> f ? f : map;
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("name", function.get("name"));
            entry.put("arguments", function.get("arguments"));
            if (map.get("id") != null) {
                entry.put("id", map.get("id"));
            }
            plain.add(entry);
        }
        String text = json(JSON, Map.of("tool_calls", plain));
        String before = textOf(turn);
        turn.fields.remove("tool_calls");
        turn.fields.put("content", before.isEmpty() ? text : before + GAP + text);
        changes.add("the template writes no tool calls: they became JSON in the content");
    }

    private void result(Turn turn) {
        if (!turn.is("tool") || !needs(Polyfill.TOOL_RESULTS_AS_USER, Capability.TOOL_RESULTS)) {
            return;
        }
        Map<String, @Nullable Object> response = new LinkedHashMap<>();
        if (turn.fields.get("name") != null) {
            response.put("tool", turn.fields.get("name"));
        }
        response.put("content", textOf(turn));
        if (turn.fields.get("tool_call_id") != null) {
            response.put("tool_call_id", turn.fields.get("tool_call_id"));
        }
        turn.fields.clear();
        turn.fields.put("role", "user");
        turn.fields.put("content", json(JSON, Map.of("tool_response", response)));
        changes.add("the template writes no results of tools: they became messages of the user");
    }

    // Content.

    private void emptyContent(Turn turn) {
        if (turn.content() == null && needs(Polyfill.EMPTY_CONTENT, Capability.NULL_CONTENT)) {
            turn.fields.put("content", "");
            changes.add("the template needs content: missing content became an empty string");
        }
    }

    private void contentForm(Turn turn) {
        Object content = turn.content();
        if (content instanceof List<?> parts
                && needs(Polyfill.CONTENT_AS_STRING, Capability.TYPED_CONTENT)) {
            turn.fields.put("content", text(parts, turn.source));
            changes.add("the template reads no typed parts: their texts became one string");
        } else if (content instanceof String text
                && needs(Polyfill.CONTENT_AS_PARTS, Capability.STRING_CONTENT)
                && capabilities.has(Capability.TYPED_CONTENT)) {
            turn.fields.put("content", List.of(ContentPart.text(text).asMap()));
            changes.add("the template reads no strings: they became parts of text");
        }
    }

    private static String text(List<?> parts, int message) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            if (part instanceof Map<?, ?> map && map.get("text") instanceof String own) {
                text.append(own);
            } else if (part instanceof String own) {
                text.append(own);
            } else {
                Object type = part instanceof Map<?, ?> map ? map.get("type") : part;
                throw new IllegalArgumentException(
                        "messages["
                                + message
                                + "] has a part of the type \""
                                + type
                                + "\", but the chat template reads only text. Leave the part out,"
                                + " or use a model that reads it.");
            }
        }
        return text.toString();
    }

    // Turns.

    private List<Turn> foldSystem(List<Turn> turns) {
        List<Turn> folded = new ArrayList<>();
        @Nullable Turn pending = null;
        for (Turn turn : turns) {
            if (turn.is("system") || turn.is("developer")) {
                changes.add(
                        "the template has no system role: the system message was put before the"
                                + " user's");
                if (pending != null) {
                    turn.prepend(textOf(pending));
                }
                pending = turn;
                continue;
            }
            if (pending != null) {
                if (turn.is("user")) {
                    turn.prepend(textOf(pending));
                } else {
                    folded.add(asUser(pending));
                }
                pending = null;
            }
            folded.add(turn);
        }
        if (pending != null) {
            folded.add(asUser(pending));
        }
        return folded;
    }

    private static Turn asUser(Turn turn) {
        turn.fields.put("role", "user");
        return turn;
    }

    private List<Turn> mergeUsers(List<Turn> turns) {
        List<Turn> merged = new ArrayList<>();
        for (Turn turn : turns) {
            Turn last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last != null && last.is("user") && turn.is("user")) {
                if (last.content() instanceof List<?> parts) {
                    List<Object> all = new ArrayList<>(parts);
                    all.add(ContentPart.text(GAP).asMap());
                    all.addAll(
                            turn.content() instanceof List<?> more
                                    ? more
                                    : List.of(ContentPart.text(textOf(turn)).asMap()));
                    turn.fields.put("content", all);
                } else {
                    turn.prepend(textOf(last));
                }
                merged.remove(merged.size() - 1);
                changes.add("the template wants turns to alternate: the user's became one");
            }
            merged.add(turn);
        }
        return merged;
    }
}
