package dev.jeton.templates;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiled templates by their source: for a server that is given the source with each request. Who
 * has one model keeps its {@link ChatTemplate} or {@link ChatTokenizer} instead.
 *
 * <pre>{@code
 * TemplateCache cache = TemplateCache.ofSize(100);
 * String prompt = cache.get(source).render(variables);
 * }</pre>
 *
 * <p>Threads may share it. A template is compiled once, also where many threads ask for it at the
 * same time, and threads that ask for another one do not wait for that. The templates that were
 * used last are kept; both their number and the length of their sources are bounded. A source that
 * does not compile is not kept. A look-up compares the whole source once.
 */
public final class TemplateCache {
    private static final long DEFAULT_SOURCE_CHARS = 16L << 20;

    private final int maxTemplates;
    private final long maxSourceChars;
    private final TemplateLimits limits;

    /** Guarded by itself; the least recently used first. */
    private final Map<String, Slot> slots = new LinkedHashMap<>(16, 0.75f, true);

    /** The chars of all keys; guarded by {@link #slots}. */
    private long sourceChars;

    private TemplateCache(int maxTemplates, long maxSourceChars, TemplateLimits limits) {
        this.maxTemplates = maxTemplates;
        this.maxSourceChars = maxSourceChars;
        this.limits = limits;
    }

    /**
     * A cache of up to so many templates, with sources of up to 16,777,216 chars together, which
     * run under the default limits.
     *
     * @throws IllegalArgumentException if the number is not positive
     */
    public static TemplateCache ofSize(int maxTemplates) {
        return ofSize(maxTemplates, DEFAULT_SOURCE_CHARS, TemplateLimits.defaults());
    }

    /**
     * A cache of up to so many templates.
     *
     * @param maxSourceChars the length of all sources together; a longer template is compiled but
     *     not kept
     * @param limits what its templates run under
     * @throws IllegalArgumentException if a number is not positive
     */
    public static TemplateCache ofSize(
            int maxTemplates, long maxSourceChars, TemplateLimits limits) {
        if (maxTemplates < 1 || maxSourceChars < 1) {
            throw new IllegalArgumentException(
                    "a cache for "
                            + maxTemplates
                            + " templates of "
                            + maxSourceChars
                            + " chars; both must be positive");
        }
        return new TemplateCache(maxTemplates, maxSourceChars, limits);
    }

    /**
     * The compiled form of a source.
     *
     * @throws TemplateException as {@link ChatTemplate#parse(String, TemplateLimits)}, each time
     */
    public ChatTemplate get(String source) {
        Slot slot = slot(source);
        try {
            return slot.template(source, limits);
        } catch (TemplateException e) {
            forget(source, slot);
            throw e;
        }
    }

    private Slot slot(String source) {
        synchronized (slots) {
            Slot slot = slots.get(source);
            if (slot == null) {
                slot = new Slot();
                if (source.length() <= maxSourceChars) {
                    slots.put(source, slot);
                    sourceChars += source.length();
                    evict();
                }
            }
            return slot;
        }
    }

    /** Drops the least recently used ones; never the one that was just added. */
    private void evict() {
        Iterator<String> oldest = slots.keySet().iterator();
        while (slots.size() > maxTemplates || sourceChars > maxSourceChars) {
            sourceChars -= oldest.next().length();
            oldest.remove();
        }
    }

    private void forget(String source, Slot slot) {
        synchronized (slots) {
            if (slots.remove(source, slot)) {
                sourceChars -= source.length();
            }
        }
    }

    /** How many templates are kept now. */
    public int size() {
        synchronized (slots) {
            return slots.size();
        }
    }

    /** A template, or one that is being compiled. */
    private static final class Slot {
        private volatile @Nullable ChatTemplate template;

        ChatTemplate template(String source, TemplateLimits limits) {
            ChatTemplate compiled = template;
            return compiled != null ? compiled : compile(source, limits);
        }

        private synchronized ChatTemplate compile(String source, TemplateLimits limits) {
            ChatTemplate compiled = template;
            if (compiled == null) {
                compiled = ChatTemplate.parse(source, limits);
                template = compiled;
            }
            return compiled;
        }
    }
}
