package dev.jeton.tokenize.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jeton.tokenize.TokenizerException;
import dev.jeton.tokenize.model.IdBuffer;
import dev.jeton.tokenize.model.ModelFactory;
import dev.jeton.tokenize.model.ModelSession;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Checks that every model must pass. */
public final class ModelChecks {
    private ModelChecks() {}

    /** The three calls of a session give the ids and offsets of the case, or all refuse. */
    public static void check(String name, ModelSession session, GoldenModels.Case golden) {
        byte[] text = new byte[golden.text.length + 3];
        System.arraycopy(golden.text, 0, text, 2, golden.text.length);
        int to = text.length - 1;
        String message = name + " \"" + new String(golden.text, UTF_8) + "\"";
        IdBuffer ids = new IdBuffer(0);
        ids.add(-7);
        if (golden.error) {
            assertThrows(TokenizerException.class, () -> session.encode(text, 2, to, ids), message);
            assertThrows(
                    TokenizerException.class,
                    () -> session.encode(text, 2, to, (id, from, end) -> {}),
                    message);
            assertThrows(TokenizerException.class, () -> session.count(text, 2, to), message);
            return;
        }
        session.encode(text, 2, to, ids);
        int[] expected = new int[golden.ids.length + 1];
        expected[0] = -7;
        System.arraycopy(golden.ids, 0, expected, 1, golden.ids.length);
        assertArrayEquals(expected, ids.toArray(), message);
        List<Integer> sunk = new ArrayList<>();
        List<Integer> offsets = new ArrayList<>();
        session.encode(
                text,
                2,
                to,
                (id, from, end) -> {
                    sunk.add(id);
                    offsets.add(from - 2);
                    offsets.add(end - 2);
                });
        assertArrayEquals(golden.ids, toArray(sunk), message);
        assertArrayEquals(golden.offsets, toArray(offsets), message);
        assertEquals(golden.ids.length, session.count(text, 2, to), message);
    }

    private static int[] toArray(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The factory is found on the class path and on the module path, each by its own way. */
    public static void checkRegistered(Class<? extends ModelFactory> factory)
            throws IOException, URISyntaxException {
        checkRegistered(ModelFactory.class, factory);
    }

    /** The provider is found on the class path and on the module path, each by its own way. */
    public static <S> void checkRegistered(Class<S> serviceType, Class<? extends S> factory)
            throws IOException, URISyntaxException {
        String service = serviceType.getName();
        try (InputStream file = factory.getResourceAsStream("/META-INF/services/" + service)) {
            assertTrue(
                    file != null
                            && new String(file.readAllBytes(), UTF_8)
                                    .lines()
                                    .anyMatch(factory.getName()::equals),
                    "META-INF/services lacks " + factory.getName());
        }
        Path place = Path.of(factory.getProtectionDomain().getCodeSource().getLocation().toURI());
        boolean provided =
                ModuleFinder.of(place).findAll().stream()
                        .flatMap(module -> module.descriptor().provides().stream())
                        .filter(provides -> provides.service().equals(service))
                        .anyMatch(provides -> provides.providers().contains(factory.getName()));
        assertTrue(provided, "module-info.java does not provide " + factory.getName());
        assertTrue(
                ServiceLoader.load(serviceType, factory.getClassLoader()).stream()
                        .anyMatch(provider -> provider.type() == factory),
                "not found as a service: " + factory.getName());
    }
}
