package dev.jeton.templates.internal.value;

/**
 * A method together with its object, as {@code x.upper} without parentheses gives it.
 *
 * @param self the object
 * @param name the method's name
 * @param method what it does
 */
public record BoundMethod(Object self, String name, Method method) implements Callable {
    @Override
    public Object call(Budget budget, Args args) {
        return method.call(budget, self, args);
    }

    @Override
    public String describe() {
        return "<built-in method " + name + " of " + Types.name(self) + " object" + Repr.ADDRESS;
    }
}
