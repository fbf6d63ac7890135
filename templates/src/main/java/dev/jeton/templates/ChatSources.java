package dev.jeton.templates;

import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Origins;
import dev.jeton.templates.internal.value.Text;
import dev.jeton.templates.internal.value.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The caller's values as a template sees them, with every string in them numbered, so that {@link
 * Origins} can say which string a character comes from.
 *
 * <p>A string gets its number when the template first reads it: {@link TrackedMap} and {@link
 * TrackedList} stand before the caller's maps and lists. So tracking costs what a template reads,
 * not what it is given. One rendering writes here; afterwards nothing changes.
 */
final class ChatSources {
    private static final int NO_MESSAGE = TextSource.NO_MESSAGE;

    /** A string of the caller: where it stands, and whether it is the key there. */
    record Field(int message, String path, boolean key) {}

    /** Where a map or a list stands: in {@code home} (null for the two roots), at {@code step}. */
    static final class Place {
        private final @Nullable Place home;
        private final Object step;
        private final int message;

        private Place(@Nullable Place home, Object step, int message) {
            this.home = home;
            this.step = step;
            this.message = message;
        }
    }

    /** The last step to a string that is a key itself. */
    private record Key(String name) {}

    private final Place messages = new Place(null, "", NO_MESSAGE);
    private final Place variables = new Place(null, "", NO_MESSAGE);

    /** For each number, what the string stands in, and its key or index there. */
    private Place[] homes = new Place[16];

    private Object[] steps = new Object[16];
    private int count;

    private ChatSources() {}

    /** Puts the messages and some other variables, tracked, into the variables of a template. */
    static ChatSources track(
            List<?> messages, List<String> others, Map<String, @Nullable Object> variables) {
        ChatSources sources = new ChatSources();
        variables.put("messages", new TrackedList(sources, sources.messages, messages));
        for (String name : others) {
            Object value = variables.get(name);
            if (value != null) {
                variables.put(name, sources.tracked(value, sources.variables, name));
            }
        }
        return sources;
    }

    /** A value in the form of the engine; {@code home} and {@code step} say where it stands. */
    Object tracked(@Nullable Object value, Place home, Object step) {
        if (value instanceof String text) {
            return text(text, home, step);
        }
        if (value instanceof Map<?, ?> map) {
            return new TrackedMap(this, place(home, step), map);
        }
        if (value instanceof List<?> list) {
            return new TrackedList(this, place(home, step), list);
        }
        return value == null ? None.NONE : Types.in(value);
    }

    /** A key of the map at {@code home}. */
    Object trackedKey(Object key, Place home) {
        return key instanceof String name ? text(name, home, new Key(name)) : Types.in(key);
    }

    private Place place(Place home, Object step) {
        return new Place(home, step, home == messages ? (Integer) step : home.message);
    }

    private Object text(String text, Place home, Object step) {
        if (text.isEmpty()) {
            return text;
        }
        if (count == homes.length) {
            homes = Arrays.copyOf(homes, 2 * count);
            steps = Arrays.copyOf(steps, 2 * count);
        }
        homes[count] = home;
        steps[count] = step;
        return new Text(text, false, Origins.all(text.length(), count++));
    }

    /** The index of the message that a string is in, or {@link TextSource#NO_MESSAGE}. */
    int messageOf(int source) {
        return homes[source].message;
    }

    /** Whether a string is the role of a message, which templates print into its header. */
    boolean isRole(int source) {
        return homes[source].home == messages && steps[source].equals("role");
    }

    /** Where a string stands. */
    Field field(int source) {
        Place home = homes[source];
        boolean key = steps[source] instanceof Key;
        Object step = steps[source] instanceof Key own ? own.name() : steps[source];
        return new Field(home.message, path(home, step), key);
    }

    private String path(Place home, Object step) {
        Place outer = home.home;
        String way = outer == null || outer == messages ? "" : path(outer, home.step);
        return step instanceof Integer
                ? way + "[" + step + "]"
                : way.isEmpty() ? step.toString() : way + "." + step;
    }
}
