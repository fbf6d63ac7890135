package dev.jeton.templates;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method, or a record of arguments, as a tool that a model may call; {@link
 * ToolDefinition#of(java.lang.reflect.Method)} and {@link ToolDefinition#of(Class)} make its JSON
 * schema.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Tool {
    /** What the tool does, for the model. */
    String value();

    /**
     * The name; by default that of the method, or that of the record in the form {@code
     * get_weather}.
     */
    String name() default "";

    /** What the method returns; where it is empty, the schema does not speak of it. */
    String returns() default "";
}
