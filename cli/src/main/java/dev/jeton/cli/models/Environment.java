package dev.jeton.cli.models;

import dev.jeton.tokenize.internal.fetch.Variables;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Environment variables and system properties of this process, or made-up ones in a test. */
public final class Environment {
    private final Variables variables;

    /** An environment of the values given; later changes of {@code properties} are seen. */
    public Environment(Map<String, String> variables, Properties properties) {
        this.variables = new Variables(variables, properties);
    }

    /** The environment of this process. */
    public static Environment system() {
        return new Environment(System.getenv(), System.getProperties());
    }

    /** The variable's value; an empty one counts as not set. */
    public Optional<String> variable(String name) {
        return variables.variable(name);
    }

    /** The variables and properties themselves. */
    public Variables variables() {
        return variables;
    }

    /** Whether the variable is set to something other than 0, no, false and off. */
    public boolean isOn(String name) {
        return variable(name)
                .filter(value -> !value.strip().matches("(?i)0|no|false|off"))
                .isPresent();
    }

    /** The system property's value; an empty one counts as not set. */
    public Optional<String> property(String name) {
        return variables.property(name);
    }

    /** The folder for things that can be fetched again: {@code JETON_CACHE} or the platform's. */
    public Path cacheFolder() {
        Optional<String> own = variable("JETON_CACHE");
        if (own.isPresent()) {
            return Path.of(own.get()).toAbsolutePath().normalize();
        }
        return switch (platform()) {
            case MAC -> home().resolve("Library/Caches/jeton");
            case WINDOWS -> localAppData().resolve("jeton").resolve("cache");
            case UNIX -> xdg("XDG_CACHE_HOME", ".cache");
        };
    }

    /** The folder for what a user would miss a little, such as the history of the chat's lines. */
    public Path stateFolder() {
        return switch (platform()) {
            case MAC -> home().resolve("Library/Application Support/jeton");
            case WINDOWS -> localAppData().resolve("jeton").resolve("state");
            case UNIX -> xdg("XDG_STATE_HOME", ".local/state");
        };
    }

    /** The folder for what the user writes, such as a catalogue of his own. */
    public Path configFolder() {
        return switch (platform()) {
            case MAC -> home().resolve("Library/Application Support/jeton");
            case WINDOWS -> localAppData().resolve("jeton").resolve("config");
            case UNIX -> xdg("XDG_CONFIG_HOME", ".config");
        };
    }

    private enum Platform {
        UNIX,
        MAC,
        WINDOWS
    }

    private Platform platform() {
        String os = property("os.name").orElse("").toLowerCase(java.util.Locale.ROOT);
        if (os.contains("mac") || os.contains("darwin")) {
            return Platform.MAC;
        }
        return os.startsWith("windows") ? Platform.WINDOWS : Platform.UNIX;
    }

    private Path home() {
        return Path.of(property("user.home").orElse("."));
    }

    private Path localAppData() {
        return variable("LOCALAPPDATA").map(Path::of).orElse(home().resolve("AppData/Local"));
    }

    /** The XDG rule: a path that is not absolute is to be ignored. */
    private Path xdg(String name, String otherwise) {
        return variable(name)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElse(home().resolve(otherwise))
                .resolve("jeton");
    }
}
