package dev.jeton.templates;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes a parameter of a {@link Tool}, or a component of a record that is one. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
public @interface ToolParam {
    /** What the parameter means, for the model. */
    String value();

    /**
     * The name; by default that in the source, which methods keep only if they are compiled with
     * {@code -parameters}.
     */
    String name() default "";

    /** Whether a call must give it; {@link java.util.Optional} never is required. */
    boolean required() default true;

    /** The strings to choose from, as {@code (choices: ...)} in a docstring of Python. */
    String[] choices() default {};
}
