package dev.jeton.templates.internal.compile;

import dev.jeton.templates.TemplateException.Kind;
import dev.jeton.templates.TemplateLimits;
import dev.jeton.templates.internal.run.Frame;
import dev.jeton.templates.internal.run.Node;
import dev.jeton.templates.internal.run.Render;
import dev.jeton.templates.internal.run.Scope;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.Numbers;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.PyRange;
import dev.jeton.templates.internal.value.PyTuple;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Types;
import dev.jeton.templates.internal.value.Undefined;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Jinja2's {@code Optimizer}: expressions of literals are computed when the template is compiled.
 *
 * <p>That shows in two places, since the values are then written into Python code. Infinity and NaN
 * are written as the names {@code inf} and {@code nan}, which do not exist: only printing them
 * alone works. And {@code -2 ** x} is written without parentheses, so that Python reads it as
 * {@code -(2 ** x)}.
 */
final class Folding {
    /** Far more than the literals of a real template need, and little enough for hostile ones. */
    private static final TemplateLimits LIMITS =
            TemplateLimits.builder()
                    .maxSteps(1_000_000)
                    .maxStringChars(10_000)
                    .maxListItems(1_000)
                    .deadline(Duration.ofSeconds(1))
                    .build();

    private @Nullable Frame scratch;

    /** The value of an expression without variables, or null where it fails. */
    @Nullable Object valueOf(Node node, Escaping escaping) {
        try {
            frame().render.setAutoescape(escaping.literals());
            Object value = node.eval(frame());
            frame().render.charge(Str.is(value) ? 16 + Str.text(value).length() : 16);
            return value;
        } catch (PyError e) {
            return null;
        }
    }

    private Frame frame() {
        Frame frame = scratch;
        if (frame == null) {
            Render render = new Render(LIMITS, Clock.systemUTC());
            frame = new Frame(0, null, render, new Scope(Map.of(), Map.of()), new TextBuilder());
            scratch = frame;
        }
        return frame;
    }

    /**
     * While compiling, a slice of what has none is undefined; while running it is an error. Only
     * the compiling Jinja2 looks slices up as it does items.
     */
    Node lenient(Node slice) {
        Frame compiling = frame();
        return new Node() {
            @Override
            @SuppressWarnings("ReferenceEquality") // this one frame stands for compiling
            public Object eval(Frame frame) {
                try {
                    return slice.eval(frame);
                } catch (PyError e) {
                    if (frame == compiling && e.kind() == Kind.TYPE) {
                        return Undefined.hint("this object has no such slice");
                    }
                    throw e;
                }
            }
        };
    }

    /** The node for a value that was computed. */
    Node constant(Object value) {
        String missing = unwritable(value);
        return missing.isEmpty()
                ? new Names.Constant(value)
                : new Unwritable(value, missing, frame());
    }

    /** Whether a value can stand for its expression: Jinja2's {@code has_safe_repr}. */
    static boolean isLiteral(Object value) {
        return isLiteral(value, 0);
    }

    private static boolean isLiteral(Object value, int depth) {
        if (value == None.NONE || Numbers.isNumber(value) || Str.is(value)) {
            return true;
        }
        if (value instanceof PyRange) {
            return true;
        }
        if (depth > 20) {
            return false;
        }
        if (value instanceof PyTuple tuple && tuple.isGroup()) {
            return false;
        }
        if (value instanceof List<?> list) {
            return list.stream().allMatch(item -> isLiteral(Types.in(item), depth + 1));
        }
        return value instanceof Map<?, ?> map
                && map.entrySet().stream()
                        .allMatch(
                                e ->
                                        isLiteral(Types.in(e.getKey()), depth + 1)
                                                && isLiteral(Types.in(e.getValue()), depth + 1));
    }

    /** The name that a number in the value would be written as, or nothing. */
    private static String unwritable(Object value) {
        if (value instanceof Double number) {
            return number.isNaN() ? "nan" : number.isInfinite() ? "inf" : "";
        }
        if (value instanceof List<?> list && !(value instanceof PyRange)) {
            return list.stream()
                    .map(item -> unwritable(Types.in(item)))
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse("");
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> unwritable(Types.in(e.getKey())) + unwritable(Types.in(e.getValue())))
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse("");
        }
        return "";
    }

    /** Infinity or NaN in code: computable while compiling, a NameError while running. */
    private static final class Unwritable extends Node {
        private final Object value;
        private final String name;
        private final Frame scratch;

        Unwritable(Object value, String name, Frame scratch) {
            this.value = value;
            this.name = name;
            this.scratch = scratch;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // this one frame stands for compiling
        public Object eval(Frame frame) {
            if (frame == scratch) {
                return value;
            }
            throw PyError.other("name '" + name + "' is not defined");
        }
    }
}
