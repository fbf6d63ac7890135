package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.run.Filter;
import dev.jeton.templates.internal.run.Frame;
import dev.jeton.templates.internal.run.Loop;
import dev.jeton.templates.internal.run.Node;
import dev.jeton.templates.internal.run.Test;
import dev.jeton.templates.internal.value.Access;
import dev.jeton.templates.internal.value.Args;
import dev.jeton.templates.internal.value.Budget;
import dev.jeton.templates.internal.value.Callable;
import dev.jeton.templates.internal.value.Method;
import dev.jeton.templates.internal.value.Methods;
import dev.jeton.templates.internal.value.None;
import dev.jeton.templates.internal.value.PyDict;
import dev.jeton.templates.internal.value.PyError;
import dev.jeton.templates.internal.value.Str;
import dev.jeton.templates.internal.value.TextBuilder;
import dev.jeton.templates.internal.value.Types;
import dev.jeton.templates.internal.value.Undefined;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes, items, calls, filters and tests. */
final class Calls {
    private static final PyDict ANY_DICT = new PyDict();

    private Calls() {}

    /** {@code node.name}. A dict answers with its item unless it has a method of that name. */
    static final class Attribute extends Node {
        private final Node node;
        private final String name;
        private final boolean key;
        private final int position;

        Attribute(Node node, String name, int position) {
            this.node = node;
            this.name = name;
            this.key = Access.find(ANY_DICT, name) == null;
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            Object value = node.eval(frame);
            if (key && value instanceof Map<?, ?> map) {
                Object item = map.get(name);
                if (item != null) {
                    return Types.in(item);
                }
                return map.containsKey(name) ? None.NONE : Undefined.member(value, name);
            }
            if (key && value instanceof Loop loop) {
                Object attribute = loop.attribute(name);
                if (attribute != null) {
                    return attribute;
                }
            }
            try {
                return Access.attribute(value, name);
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    /** {@code node["key"]}. */
    static final class Field extends Node {
        private final Node node;
        private final String key;
        private final int position;

        Field(Node node, String key, int position) {
            this.node = node;
            this.key = key;
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            Object value = node.eval(frame);
            try {
                if (!(value instanceof Map<?, ?> map)) {
                    return Access.item(value, key);
                }
                Object item = map.get(key);
                if (item != null) {
                    return Types.in(item);
                }
                if (map.containsKey(key)) {
                    return None.NONE;
                }
                Object attribute = Access.find(value, key);
                return attribute == null ? Undefined.member(value, key) : attribute;
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    /** {@code node[key]}. */
    static final class Item extends Node {
        private final Node node;
        private final Node key;
        private final int position;

        Item(Node node, Node key, int position) {
            this.node = node;
            this.key = key;
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            Object value = node.eval(frame);
            Object at = key.eval(frame);
            if (at instanceof String name && value instanceof Map<?, ?> map) {
                Object item = map.get(name);
                if (item != null) {
                    return Types.in(item);
                }
            }
            try {
                return Access.item(value, at);
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    /** The arguments of a call. */
    static final class Arguments {
        private static final String[] NO_NAMES = {};

        private final Node[] positional;
        private final String[] names;
        private final Node[] named;
        private final @Nullable Node rest;
        private final @Nullable Node namedRest;
        private final @Nullable Args constant;

        Arguments(
                Node[] positional,
                List<String> names,
                Node[] named,
                @Nullable Node rest,
                @Nullable Node namedRest) {
            this.positional = positional;
            this.names = names.isEmpty() ? NO_NAMES : names.toArray(new String[0]);
            this.named = named;
            this.rest = rest;
            this.namedRest = namedRest;
            this.constant = constant();
        }

        private @Nullable Args constant() {
            if (rest != null || namedRest != null || names.length > 0) {
                return null;
            }
            Object[] values = new Object[positional.length];
            for (int i = 0; i < values.length; i++) {
                if (!(positional[i] instanceof Names.Constant literal)) {
                    return null;
                }
                values[i] = literal.value();
            }
            return values.length == 0 ? Args.NONE : Args.of(values);
        }

        Args eval(Frame frame) {
            if (constant != null) {
                return constant;
            }
            Object[] values = evalAll(positional, frame);
            if (rest != null) {
                values = withRest(values, rest.eval(frame), frame);
            }
            Object[] namedValues = evalAll(named, frame);
            if (namedRest == null) {
                return new Args(values, names, namedValues);
            }
            return withNamedRest(values, namedValues, namedRest.eval(frame));
        }

        private static Object[] evalAll(Node[] nodes, Frame frame) {
            Object[] values = new Object[nodes.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = nodes[i].eval(frame);
            }
            return values;
        }

        private static Object[] withRest(Object[] values, Object rest, Frame frame) {
            List<Object> all = new ArrayList<>(List.of(values));
            Iterator<Object> items = dev.jeton.templates.internal.value.Iterate.overOrNull(rest);
            if (items == null) {
                throw PyError.type("argument after * must be an iterable, not " + Types.name(rest));
            }
            while (items.hasNext()) {
                all.add(items.next());
                frame.render.charge(1);
                frame.render.checkList(0);
            }
            return all.toArray();
        }

        private Args withNamedRest(Object[] values, Object[] namedValues, Object rest) {
            if (!(rest instanceof Map<?, ?> map)) {
                if (rest instanceof Undefined undefined) {
                    throw undefined.error();
                }
                throw PyError.type("argument after ** must be a mapping, not " + Types.name(rest));
            }
            List<String> allNames = new ArrayList<>(List.of(names));
            List<Object> allValues = new ArrayList<>(List.of(namedValues));
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object key = Types.in(entry.getKey());
                if (!Str.is(key)) {
                    throw PyError.type("keywords must be strings");
                }
                if (allNames.contains(Str.text(key))) {
                    throw PyError.type(
                            "got multiple values for keyword argument '" + Str.text(key) + "'");
                }
                allNames.add(Str.text(key));
                allValues.add(Types.in(entry.getValue()));
            }
            return new Args(values, allNames.toArray(new String[0]), allValues.toArray());
        }
    }

    /** Calls any value. */
    static Object call(Frame frame, Object function, Args args) {
        if (function instanceof Callable callable) {
            frame.render.charge(1);
            return callable.call(frame.render, args);
        }
        if (function instanceof Undefined undefined) {
            throw undefined.error();
        }
        throw PyError.type("'" + Types.name(function) + "' object is not callable");
    }

    /** {@code function(arguments)}. */
    static final class Call extends Node {
        private final Node function;
        private final Arguments arguments;
        private final int position;

        Call(Node function, Arguments arguments, int position) {
            this.function = function;
            this.arguments = arguments;
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            Object callee = function.eval(frame);
            try {
                return call(frame, callee, arguments.eval(frame));
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    /** {@code node.name(arguments)}: the method is known when compiling for str and dict. */
    static final class CallMethod extends Node {
        private final Node node;
        private final String name;
        private final Arguments arguments;
        private final @Nullable Method strMethod;
        private final @Nullable Method dictMethod;
        private final int position;

        CallMethod(Node node, String name, Arguments arguments, int position) {
            this.node = node;
            this.name = name;
            this.arguments = arguments;
            this.strMethod = Methods.find("", name);
            this.dictMethod = Methods.find(ANY_DICT, name);
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            Object self = node.eval(frame);
            try {
                if (strMethod != null && Str.is(self)) {
                    Budget.scan(Str.text(self).length());
                    return strMethod.call(frame.render, self, arguments.eval(frame));
                }
                if (dictMethod != null && self instanceof Map) {
                    return dictMethod.call(frame.render, self, arguments.eval(frame));
                }
                Object function = Access.attribute(self, name);
                return call(frame, function, arguments.eval(frame));
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    static final class Filtered extends Node {
        private final Node node;
        private final Filter filter;
        private final Arguments arguments;
        private final int position;

        Filtered(Node node, Filter filter, Arguments arguments, int position) {
            this.node = node;
            this.filter = filter;
            this.arguments = arguments;
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            Object value = node.eval(frame);
            try {
                frame.render.charge(1);
                if (value instanceof String text) {
                    Budget.scan(text.length());
                }
                return filter.apply(frame.render, value, arguments.eval(frame));
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    static final class Tested extends Node {
        private final Node node;
        private final Test test;
        private final Arguments arguments;
        private final int position;

        Tested(Node node, Test test, Arguments arguments, int position) {
            this.node = node;
            this.test = test;
            this.arguments = arguments;
            this.position = position;
        }

        @Override
        public Object eval(Frame frame) {
            return test(frame);
        }

        @Override
        public boolean test(Frame frame) {
            Object value = node.eval(frame);
            try {
                return test.apply(frame.render, value, arguments.eval(frame));
            } catch (PyError e) {
                throw e.at(position);
            }
        }
    }

    /** The text that a filter block has captured. */
    static final class Captured extends Node {
        private final int slot;

        Captured(int slot) {
            this.slot = slot;
        }

        @Override
        public Object eval(Frame frame) {
            return frame.slots[slot];
        }
    }

    /** The text of a buffer, as Markup where the place escapes. */
    static Object text(TextBuilder buffer, boolean markup) {
        return buffer.build(markup);
    }
}
