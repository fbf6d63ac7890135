package dev.jeton.bpe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.File;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;

/** The model is found both ways; each way has its own registration. */
class ServiceTest {
    /** The library's own folders and jars among those that this test runs with. */
    private static List<Path> libraries() {
        String all =
                System.getProperty("jdk.module.path", "")
                        + File.pathSeparator
                        + System.getProperty("java.class.path", "")
                        + File.pathSeparator
                        + System.getProperty("surefire.test.class.path", "");
        List<Path> paths = new ArrayList<>();
        for (String entry : all.split(File.pathSeparator, -1)) {
            String name = entry.replace('\\', '/');
            boolean own =
                    name.endsWith("/target/classes")
                            || name.contains("jeton-")
                            || name.contains("jackson-core");
            if (own && !name.contains("tests") && Files.exists(Path.of(entry))) {
                Path path = Path.of(entry);
                if (!paths.contains(path)) {
                    paths.add(path);
                }
            }
        }
        return paths;
    }

    /** A named module may only look up services that it uses, and the tests run as one. */
    private static void useService(Class<?> service) {
        ServiceTest.class.getModule().addUses(service);
    }

    private static List<String> names(ServiceLoader<?> loader) {
        return loader.stream().map(p -> p.type().getName()).toList();
    }

    @Test
    void isFoundOnTheClassPath() throws IOException, ReflectiveOperationException {
        List<URL> urls = new ArrayList<>();
        for (Path path : libraries()) {
            urls.add(path.toUri().toURL());
        }
        try (URLClassLoader loader =
                new URLClassLoader(
                        urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> service = loader.loadClass("dev.jeton.tokenize.model.ModelFactory");
            useService(service);
            assertEquals(
                    List.of("dev.jeton.bpe.BpeFactory"),
                    names(ServiceLoader.load(service, loader)));
        }
    }

    @Test
    void isFoundOnTheModulePath() throws ReflectiveOperationException {
        ModuleFinder finder = ModuleFinder.of(libraries().toArray(Path[]::new));
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                Configuration.resolve(
                        finder,
                        List.of(boot.configuration()),
                        ModuleFinder.of(),
                        Set.of("dev.jeton.bpe"));
        ModuleLayer layer =
                ModuleLayer.defineModulesWithOneLoader(
                                configuration, List.of(boot), ClassLoader.getPlatformClassLoader())
                        .layer();
        Class<?> service =
                layer.findLoader("dev.jeton.tokenize")
                        .loadClass("dev.jeton.tokenize.model.ModelFactory");
        useService(service);
        List<String> found =
                ServiceLoader.load(layer, service).stream()
                        .filter(p -> p.type().getModule().getLayer() == layer)
                        .map(p -> p.type().getModule().getName() + "/" + p.type().getName())
                        .toList();
        assertEquals(List.of("dev.jeton.bpe/dev.jeton.bpe.BpeFactory"), found);
    }
}
