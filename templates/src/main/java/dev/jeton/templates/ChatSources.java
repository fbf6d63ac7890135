package dev.jeton.templates;

import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Origins;
import dev.jeton.templates.internal.value.PyDict;
import dev.jeton.templates.internal.value.Text;
import dev.jeton.templates.internal.value.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The caller's values as a template sees them, with every string in them numbered, so that {@link
 * Origins} can say which string a character comes from.
 *
 * <p>Strings are counted in one walk over the values, keys of maps included: the messages first, in
 * order, then the other variables. The number alone is kept with the text; where a string stands is
 * found again by the same walk, so tracking costs nothing but a counter.
 */
final class ChatSources {
    private static final int NO_MESSAGE = TextSource.NO_MESSAGE;

    /** A string of the caller: where it stands, and whether it is the key there. */
    record Field(int message, String path, boolean key) {}

    private final List<String> names = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();
    private final int messageCount;

    /**
     * The number of the first string of each message and of each variable; the total at the end.
     */
    private int[] firsts = new int[8];

    private final int[] roles;
    private int next;

    private ChatSources(int messageCount) {
        this.messageCount = messageCount;
        this.roles = new int[messageCount];
    }

    /** Numbers the messages and puts them, tracked, into the variables of a template. */
    static ChatSources track(
            List<?> messages, List<String> others, Map<String, @Nullable Object> variables) {
        ChatSources sources = new ChatSources(messages.size());
        List<Object> wrapped = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            sources.roles[i] = sources.next + stringsBeforeRole(messages.get(i));
            wrapped.add(sources.add("", messages.get(i)));
        }
        variables.put("messages", wrapped);
        for (String name : others) {
            Object value = variables.get(name);
            if (value != null) {
                variables.put(name, sources.add(name, value));
            }
        }
        return sources;
    }

    private static int stringsBeforeRole(Object message) {
        Walk walk = new Walk(Integer.MAX_VALUE);
        if (message instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                walk.left -= entry.getKey() instanceof String ? 1 : 0;
                if ("role".equals(entry.getKey())) {
                    return Integer.MAX_VALUE - walk.left;
                }
                walk.in(entry.getValue(), "");
            }
        }
        return Integer.MIN_VALUE; // no string has a number like this
    }

    private Object add(String name, Object value) {
        names.add(name);
        values.add(value);
        Object wrapped = wrap(value);
        if (names.size() == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * firsts.length);
        }
        firsts[names.size()] = next;
        return wrapped;
    }

    private Object wrap(@Nullable Object value) {
        if (value instanceof String text) {
            int source = next++;
            return text.isEmpty()
                    ? text
                    : new Text(text, false, Origins.all(text.length(), source));
        }
        if (value instanceof Map<?, ?> map) {
            PyDict dict = new PyDict();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object key = wrap(entry.getKey());
                dict.put(key, wrap(entry.getValue()));
            }
            return dict;
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            for (Object item : list) {
                copy.add(wrap(item));
            }
            return copy;
        }
        return value == null ? None.NONE : Types.in(value);
    }

    /** The index of the message that a string is in, or {@link TextSource#NO_MESSAGE}. */
    int messageOf(int source) {
        int root = rootOf(source);
        return root < messageCount ? root : NO_MESSAGE;
    }

    /** Whether a string is the role of a message, which templates print into its header. */
    boolean isRole(int source) {
        int root = rootOf(source);
        return root < messageCount && roles[root] == source;
    }

    private int rootOf(int source) {
        int low = 0;
        int high = names.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (source < firsts[middle + 1]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Where a string stands. */
    Field field(int source) {
        int root = rootOf(source);
        Walk walk = new Walk(source - firsts[root]);
        return walk.in(values.get(root), names.get(root))
                .map(f -> new Field(messageOf(source), f.path(), f.key()))
                .orElseThrow(() -> new IllegalStateException("no string has number " + source));
    }

    /** Looks for the string that is {@code left} strings away. */
    private static final class Walk {
        private int left;

        Walk(int left) {
            this.left = left;
        }

        Optional<Field> in(@Nullable Object value, String path) {
            if (value instanceof String) {
                return left-- == 0
                        ? Optional.of(new Field(NO_MESSAGE, path, false))
                        : Optional.empty();
            }
            if (value instanceof Map<?, ?> map) {
                return inMap(map, path);
            }
            if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    Optional<Field> found = in(list.get(i), path + "[" + i + "]");
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            return Optional.empty();
        }

        private Optional<Field> inMap(Map<?, ?> map, String path) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                String inner = path.isEmpty() ? "" + entry.getKey() : path + "." + entry.getKey();
                if (entry.getKey() instanceof String && left-- == 0) {
                    return Optional.of(new Field(NO_MESSAGE, inner, true));
                }
                Optional<Field> found = in(entry.getValue(), inner);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
    }
}
