package dev.jeton.templates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TemplateCacheTest {
    private static final int THREADS = 64;

    private static String source(int number) {
        return "template " + number + " {{ x }}";
    }

    @Test
    void sameSourceGivesTheSameTemplate() {
        TemplateCache cache = TemplateCache.ofSize(10);
        ChatTemplate first = cache.get(source(1));
        assertSame(first, cache.get(new String(source(1).toCharArray())));
        assertNotSame(first, cache.get(source(2)));
        assertEquals(2, cache.size());
        assertEquals("template 1 7", first.render(Map.of("x", 7)));
    }

    @Test
    void leastRecentlyUsedTemplateGoesFirst() {
        TemplateCache cache = TemplateCache.ofSize(2);
        ChatTemplate first = cache.get(source(1));
        ChatTemplate second = cache.get(source(2));
        assertSame(first, cache.get(source(1)));
        cache.get(source(3));
        assertEquals(2, cache.size());
        assertSame(first, cache.get(source(1)));
        assertNotSame(second, cache.get(source(2)));
    }

    @Test
    void sourcesAreBoundedTogether() {
        TemplateCache cache = TemplateCache.ofSize(100, 50, TemplateLimits.defaults());
        for (int i = 0; i < 10; i++) {
            cache.get("x".repeat(20) + i);
        }
        assertEquals(2, cache.size());
        String tooLong = "y".repeat(51);
        assertEquals(tooLong, cache.get(tooLong).render(Map.of()));
        assertEquals(2, cache.size());
    }

    @Test
    void brokenSourceIsNotKept() {
        TemplateCache cache = TemplateCache.ofSize(2);
        for (int i = 0; i < 2; i++) {
            assertThrows(TemplateException.class, () -> cache.get("{% if %}"));
            assertEquals(0, cache.size());
        }
    }

    @Test
    void templatesRunUnderTheLimitsOfTheCache() {
        TemplateLimits limits = TemplateLimits.builder().maxRange(3).build();
        ChatTemplate template = TemplateCache.ofSize(1, 1000, limits).get("{{ range(n)|list }}");
        assertEquals("[0, 1, 2]", template.render(Map.of("n", 3)));
        assertThrows(TemplateException.class, () -> template.render(Map.of("n", 4)));
    }

    @Test
    void emptyCacheIsRefused() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> TemplateCache.ofSize(0));
        assertEquals(
                "a cache for 0 templates of 16777216 chars; both must be positive", e.getMessage());
    }

    @Test
    void threadsThatAskAtOnceShareOneTemplate() throws Exception {
        TemplateCache cache = TemplateCache.ofSize(8);
        Set<ChatTemplate> templates = Collections.newSetFromMap(new IdentityHashMap<>());
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Callable<ChatTemplate>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            tasks.add(
                    () -> {
                        start.await();
                        return cache.get(source(1));
                    });
        }
        for (Future<ChatTemplate> result : inThreads(tasks)) {
            templates.add(result.get());
        }
        assertEquals(1, templates.size());
    }

    @Test
    void boundHoldsForManyThreads() throws Exception {
        TemplateCache cache = TemplateCache.ofSize(5);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int first = i;
            tasks.add(
                    () -> {
                        int largest = 0;
                        for (int k = 0; k < 50; k++) {
                            int number = (first + k * 7) % 20;
                            String text = cache.get(source(number)).render(Map.of("x", k));
                            assertEquals("template " + number + " " + k, text);
                            largest = Math.max(largest, cache.size());
                        }
                        return largest;
                    });
        }
        for (Future<Integer> result : inThreads(tasks)) {
            assertEquals(5, Math.max(5, result.get()));
        }
        assertEquals(5, cache.size());
    }

    private static <T> List<Future<T>> inThreads(List<Callable<T>> tasks) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            return pool.invokeAll(tasks, 60, TimeUnit.SECONDS);
        } finally {
            pool.shutdownNow();
        }
    }
}
