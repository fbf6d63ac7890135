package dev.jeton.tokenize.internal.fetch;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Environment variables and system properties of this process, or made-up ones in a test.
 *
 * @param environment the variables by name
 * @param properties the properties; later changes are seen
 */
public record Variables(Map<String, String> environment, Properties properties) {
    /** Copies the variables. */
    public Variables {
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static Variables ofProcess() {
        return new Variables(System.getenv(), System.getProperties());
    }

    /** The variable's value; an empty one counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The value of a variable that is written in capitals or in small letters. */
    public Optional<String> variableOfAnyCase(String name) {
        return variable(name).or(() -> variable(name.toLowerCase(Locale.ROOT)));
    }

    /** The system property's value; an empty one counts as not set. */
    public Optional<String> property(String name) {
        return Optional.ofNullable(properties.getProperty(name)).filter(value -> !value.isBlank());
    }
}
