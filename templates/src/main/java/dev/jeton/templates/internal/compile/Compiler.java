package dev.jeton.templates.internal.compile;

import dev.jeton.templates.internal.lang.Expr;
import dev.jeton.templates.internal.lang.Source;
import dev.jeton.templates.internal.lang.Stmt;
import dev.jeton.templates.internal.lang.Target;
import dev.jeton.templates.internal.run.Code;
import dev.jeton.templates.internal.run.Node;
import dev.jeton.templates.internal.value.Ops;
import dev.jeton.templates.internal.value.PyError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Statements to closures: Jinja2's {@code CodeGenerator}. Which variable a name means is settled
 * here, by the same rules ({@link Symbols}), so running a template only reads and writes slots.
 */
public final class Compiler {
    private final Source source;
    private final Expressions expressions;
    private final Map<String, Blocks.Block> blocks = new LinkedHashMap<>();
    private final Set<String> variables = new LinkedHashSet<>();

    /**
     * What Python's compiler refuses in the code that Jinja2 makes, after all of Jinja2's errors.
     */
    private @Nullable PyError late;

    private Compiler(Source source) {
        this.source = source;
        this.expressions = new Expressions(this);
    }

    public static Program compile(Source source, List<Stmt> template) {
        return new Compiler(source).program(template);
    }

    /** Keeps an error that shows up only when everything else is right. */
    void late(String message, int position) {
        if (late == null) {
            late = PyError.syntax(message, position);
        }
    }

    int line(int position) {
        return source.line(position);
    }

    private Program program(List<Stmt> template) {
        findBlocks(template);
        Function function = new Function(null);
        Symbols symbols = Symbols.root(function);
        Ref self = null;
        if (!Undeclared.in(template, Set.of("self")).isEmpty()) {
            self = symbols.parameter("self");
        }
        new SymbolVisitor(symbols).body(template);
        Place place = new Place(function, symbols, true, false, false, Escaping.OFF);
        List<Code> code = new ArrayList<>();
        code.add(enter(place));
        if (self != null) {
            code.add(new Blocks.SetSelf(self.slot(), blocks));
        }
        code.add(body(template, place));
        blocks.values().forEach(this::compileBlock);
        if (late != null) {
            throw late;
        }
        return new Program(function, new Code.Sequence(code.toArray(new Code[0])), variables);
    }

    private Statements.Enter enter(Place place) {
        place.symbols()
                .loads()
                .forEach(
                        (ref, load) -> {
                            if (load.action() == Symbols.Action.RESOLVE) {
                                variables.add(ref.name());
                            }
                        });
        return new Statements.Enter(place.symbols(), place.function());
    }

    // Blocks.

    private void findBlocks(List<Stmt> statements) {
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.Block block) {
                if (blocks.containsKey(block.name())) {
                    throw PyError.syntax(
                            "block '" + block.name() + "' defined twice", block.position());
                }
                blocks.put(block.name(), new Blocks.Block(block));
            }
            bodies(statement).forEach(this::findBlocks);
        }
    }

    /** The statements directly inside a statement. */
    private static List<List<Stmt>> bodies(Stmt statement) {
        List<List<Stmt>> bodies = new ArrayList<>();
        if (statement instanceof Stmt.For loop) {
            bodies.add(loop.body());
            bodies.add(loop.otherwise());
        } else if (statement instanceof Stmt.If condition) {
            bodies.addAll(condition.bodies());
            bodies.add(condition.otherwise());
        } else if (statement instanceof Stmt.AssignBlock block) {
            bodies.add(block.body());
        } else if (statement instanceof Stmt.Macro macro) {
            bodies.add(macro.body());
        } else if (statement instanceof Stmt.CallBlock block) {
            bodies.add(block.caller().body());
        } else if (statement instanceof Stmt.Generation generation) {
            bodies.add(generation.caller().body());
        } else if (statement instanceof Stmt.FilterBlock block) {
            bodies.add(block.body());
        } else if (statement instanceof Stmt.With with) {
            bodies.add(with.body());
        } else if (statement instanceof Stmt.Autoescape autoescape) {
            bodies.add(autoescape.body());
        } else if (statement instanceof Stmt.Block block) {
            bodies.add(block.body());
        }
        return bodies;
    }

    private void compileBlock(Blocks.Block block) {
        List<Stmt> body = block.node().body();
        Function function = new Function(null);
        Symbols symbols = Symbols.root(function);
        Set<String> special = Undeclared.in(body, Set.of("self", "super"));
        List<Code> code = new ArrayList<>();
        if (special.contains("self")) {
            code.add(new Blocks.SetSelf(symbols.parameter("self").slot(), blocks));
        }
        if (special.contains("super")) {
            code.add(new Blocks.SetSuper(symbols.parameter("super").slot(), block.node().name()));
        }
        new SymbolVisitor(symbols).body(body);
        Place place = new Place(function, symbols, false, false, false, Escaping.OFF);
        code.add(0, enter(place));
        code.add(body(body, place));
        block.compiled(function, new Code.Sequence(code.toArray(new Code[0])));
    }

    // Statements.

    Code body(List<Stmt> statements, Place place) {
        List<Code> code = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.Text part) {
                text.append(part.text());
                continue;
            }
            flush(text, code);
            code.add(statement(statement, place));
        }
        flush(text, code);
        return code.size() == 1 ? code.get(0) : new Code.Sequence(code.toArray(new Code[0]));
    }

    private static void flush(StringBuilder text, List<Code> code) {
        if (text.length() > 0) {
            code.add(new Statements.WriteText(text.toString()));
            text.setLength(0);
        }
    }

    private Code statement(Stmt statement, Place place) {
        int position = statement.position();
        if (statement instanceof Stmt.Print print) {
            return new Statements.Print(
                    expressions.printed(print.node(), place), place.escaping(), position);
        }
        if (statement instanceof Stmt.If condition) {
            return condition(condition, place);
        }
        if (statement instanceof Stmt.For loop) {
            return loop(loop, place);
        }
        if (statement instanceof Stmt.Assign assign) {
            return new Statements.Assign(
                    target(assign.target(), place),
                    expressions.compile(assign.value(), place),
                    position);
        }
        if (statement instanceof Stmt.AssignBlock block) {
            return assignBlock(block, place);
        }
        if (statement instanceof Stmt.Macro macro) {
            Statements.Slot name = slot(ref(macro.name(), place, position), place);
            return new Macros.Define(macroBody(macro, place), name, position);
        }
        if (statement instanceof Stmt.CallBlock block) {
            Macros.Compiled caller = macroBody(block.caller(), place);
            Node function = expressions.compile(block.call().function(), place);
            Calls.Arguments arguments =
                    expressions.arguments(block.call().arguments(), place, position);
            return new Macros.CallBlock(caller, function, arguments, position);
        }
        if (statement instanceof Stmt.Generation generation) {
            return new Macros.Generation(
                    macroBody(generation.caller(), place), place.escaping(), position);
        }
        if (statement instanceof Stmt.FilterBlock block) {
            return filterBlock(block, place);
        }
        if (statement instanceof Stmt.With with) {
            return with(with, place);
        }
        if (statement instanceof Stmt.Autoescape autoescape) {
            return autoescape(autoescape, place);
        }
        if (statement instanceof Stmt.Block block) {
            return blockCall(block, place);
        }
        if (statement instanceof Stmt.Break || statement instanceof Stmt.Continue) {
            boolean isBreak = statement instanceof Stmt.Break;
            if (!place.inLoop()) {
                late(
                        isBreak ? "'break' outside loop" : "'continue' not properly in loop",
                        position);
            }
            return new Statements.Jump(isBreak ? Code.BREAK : Code.CONTINUE);
        }
        Stmt.Load load = (Stmt.Load) statement;
        if (load.topLevelOnly() && !place.toplevel()) {
            throw PyError.syntax("cannot use extend from a non top-level scope", position);
        }
        Node template = expressions.compile(load.template(), place);
        return new Statements.Load(load, template);
    }

    /**
     * Whether Jinja2's function for these statements is a generator: {@code include without
     * context} is written as {@code yield from}, in functions that collect their text, too.
     */
    private static boolean isGenerator(List<Stmt> statements) {
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.Load load && load.isInclude() && load.withoutContext()) {
                return true;
            }
            boolean other =
                    statement instanceof Stmt.Macro
                            || statement instanceof Stmt.CallBlock
                            || statement instanceof Stmt.Generation
                            || statement instanceof Stmt.Block
                            || (statement instanceof Stmt.For loop && loop.recursive());
            if (!other && bodies(statement).stream().anyMatch(Compiler::isGenerator)) {
                return true;
            }
        }
        return false;
    }

    /** A variable to set; blocks, if there are any, see it where it is set at the top level. */
    private Statements.Slot slot(Ref ref, Place place) {
        boolean exported = place.toplevel() && !blocks.isEmpty();
        return new Statements.Slot(ref.slot(), exported ? ref.name() : "");
    }

    Ref ref(String name, Place place, int position) {
        Ref ref = place.symbols().find(name);
        if (ref == null) {
            throw PyError.syntax(
                    "Tried to resolve a name to a reference that was unknown to the frame ('"
                            + name
                            + "')",
                    position);
        }
        return ref;
    }

    private Statements.Assignee target(Target target, Place place) {
        if (target instanceof Target.Variable variable) {
            return slot(ref(variable.name(), place, variable.position()), place);
        }
        if (target instanceof Target.NamespaceAttribute attribute) {
            Ref ref = ref(attribute.namespace(), place, attribute.position());
            return new Statements.NamespaceSlot(
                    place.function().hops(ref.owner()), ref.slot(), attribute.name());
        }
        List<Target> targets = ((Target.Unpack) target).targets();
        Statements.Assignee[] parts = new Statements.Assignee[targets.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = target(targets.get(i), place);
        }
        return new Statements.Unpack(parts);
    }

    private Code condition(Stmt.If node, Place place) {
        Place soft = place.asSoft();
        Node[] tests = new Node[node.tests().size()];
        Code[] bodies = new Code[tests.length];
        for (int i = 0; i < tests.length; i++) {
            tests[i] = expressions.compile(node.tests().get(i), soft);
            bodies[i] = body(node.bodies().get(i), soft);
        }
        return new Statements.If(tests, bodies, body(node.otherwise(), soft), node.position());
    }

    private Code assignBlock(Stmt.AssignBlock node, Place place) {
        Place inner = place.inner();
        new SymbolVisitor(inner.symbols()).body(node.body());
        int captured = place.function().slot();
        Node filtered =
                node.filter() == null
                        ? null
                        : expressions.filterOfBlock(node.filter(), inner, captured);
        return new Statements.AssignBlock(
                enter(inner),
                body(node.body(), inner),
                target(node.target(), place),
                captured,
                filtered,
                place.escaping(),
                node.position());
    }

    private Code filterBlock(Stmt.FilterBlock node, Place place) {
        Place inner = place.inner();
        SymbolVisitor visitor = new SymbolVisitor(inner.symbols());
        visitor.body(node.body());
        visitor.expression(node.filter());
        int captured = place.function().slot();
        return new Statements.FilterBlock(
                enter(inner),
                body(node.body(), inner),
                captured,
                expressions.filterOfBlock(node.filter(), inner, captured),
                place.escaping(),
                node.position());
    }

    private Code with(Stmt.With node, Place place) {
        Place inner = place.inner();
        SymbolVisitor visitor = new SymbolVisitor(inner.symbols());
        node.targets().forEach(visitor::parameter);
        visitor.body(node.body());
        Statements.Assignee[] targets = new Statements.Assignee[node.targets().size()];
        Node[] values = new Node[targets.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = target(node.targets().get(i), inner);
            values[i] = expressions.compile(node.values().get(i), place);
        }
        return new Statements.With(
                enter(inner), targets, values, body(node.body(), inner), node.position());
    }

    private Code autoescape(Stmt.Autoescape node, Place place) {
        Place inner = place.inner();
        SymbolVisitor visitor = new SymbolVisitor(inner.symbols());
        visitor.expression(node.value());
        visitor.body(node.body());
        Node value = expressions.compile(node.value(), inner);
        Object known = expressions.known(node.value(), inner);
        Escaping escaping =
                known == null ? place.escaping().open() : place.escaping().set(Ops.truth(known));
        Code body = body(node.body(), inner.withEscaping(escaping));
        return new Statements.Autoescape(enter(inner), value, body);
    }

    private Code blockCall(Stmt.Block node, Place place) {
        Blocks.Block block = java.util.Objects.requireNonNull(blocks.get(node.name()));
        Map<String, Integer> slots = new HashMap<>();
        Map<String, Integer> hops = new HashMap<>();
        if (node.scoped()) {
            place.symbols()
                    .allStores()
                    .forEach(
                            (name, ref) -> {
                                slots.put(name, ref.slot());
                                hops.put(name, place.function().hops(ref.owner()));
                            });
        }
        return new Blocks.Call(block, slots, hops, node.scoped(), node.required(), node.position());
    }

    // Loops.

    private Code loop(Stmt.For node, Place place) {
        checkLoopTarget(node);
        boolean extended =
                node.recursive()
                        || !Undeclared.in(node.body(), Set.of("loop")).isEmpty()
                        || hasScopedBlock(node.body());
        Function own = node.recursive() ? new Function(place.function()) : null;
        Place loopPlace = (own == null ? place.inner() : place.function(own)).asLoop();
        // break in an else branch acts on the loop around this one.
        Place elsePlace = own == null ? place.inner() : place.function(own);
        int loopSlot = extended ? loopPlace.symbols().parameter("loop").slot() : -1;
        SymbolVisitor visitor = new SymbolVisitor(loopPlace.symbols());
        visitor.parameter(node.target());
        visitor.body(node.body());
        new SymbolVisitor(elsePlace.symbols()).body(node.otherwise());
        Loops.Condition condition =
                node.filter() == null ? null : condition(node, node.filter(), place);
        Code body = body(node.body(), loopPlace);
        Loops.Parts parts =
                new Loops.Parts(
                        condition,
                        target(node.target(), loopPlace),
                        loopSlot,
                        enter(loopPlace),
                        body,
                        enter(elsePlace),
                        node.otherwise().isEmpty() ? null : body(node.otherwise(), elsePlace),
                        cost(node.body()),
                        node.position());
        Node iterable = expressions.compile(node.iterable(), place);
        return own == null
                ? new Loops.For(iterable, parts)
                : new Loops.Recursive(
                        iterable,
                        own,
                        parts,
                        place.escaping(),
                        isGenerator(node.body()) || isGenerator(node.otherwise()));
    }

    private Loops.Condition condition(Stmt.For node, Expr filter, Place place) {
        Function function = new Function(place.function());
        Place inner = place.function(function);
        SymbolVisitor visitor = new SymbolVisitor(inner.symbols());
        visitor.parameter(node.target());
        visitor.expression(filter);
        return new Loops.Condition(
                function,
                enter(inner),
                target(node.target(), inner),
                expressions.compile(filter, inner));
    }

    /** The steps of one turn: the statements of the body. */
    private static int cost(List<Stmt> statements) {
        int cost = 1;
        for (Stmt statement : statements) {
            cost++;
            for (List<Stmt> body : bodies(statement)) {
                cost += body.size();
            }
        }
        return cost;
    }

    private static boolean hasScopedBlock(List<Stmt> statements) {
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.Block block && block.scoped()) {
                return true;
            }
            for (List<Stmt> body : bodies(statement)) {
                if (hasScopedBlock(body)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The name {@code loop} may not be set anywhere in a loop. */
    private void checkLoopTarget(Stmt.For node) {
        checkTarget(node.target());
        checkLoopNames(node.body());
        checkLoopNames(node.otherwise());
    }

    private void checkLoopNames(List<Stmt> statements) {
        for (Stmt statement : statements) {
            if (statement instanceof Stmt.Assign assign) {
                checkTarget(assign.target());
            } else if (statement instanceof Stmt.AssignBlock block) {
                checkTarget(block.target());
            } else if (statement instanceof Stmt.For loop) {
                checkTarget(loop.target());
            }
            bodies(statement).forEach(this::checkLoopNames);
        }
    }

    private void checkTarget(Target target) {
        if (target instanceof Target.Variable variable && variable.name().equals("loop")) {
            throw PyError.syntax(
                    "Can't assign to special loop variable in for-loop target",
                    variable.position());
        }
        if (target instanceof Target.Unpack unpack) {
            unpack.targets().forEach(this::checkTarget);
        }
    }

    // Macros.

    private Macros.Compiled macroBody(Stmt.Macro node, Place place) {
        Function function = new Function(place.function());
        Place inner = place.function(function);
        analyze(node, inner);
        Set<String> special =
                new HashSet<>(Undeclared.in(node.body(), Set.of("caller", "kwargs", "varargs")));
        List<Ref> parameters = new ArrayList<>();
        for (String name : node.parameters()) {
            parameters.add(ref(name, inner, node.position()));
        }
        if (new HashSet<>(node.parameters()).size() < node.parameters().size()) {
            late("duplicate argument in function definition", node.position());
        }
        int caller = node.parameters().indexOf("caller");
        boolean takesCaller = special.contains("caller");
        if (takesCaller) {
            if (caller >= 0) {
                if (caller < node.parameters().size() - node.defaults().size()) {
                    throw PyError.syntax(
                            "When defining macros or call blocks the special \"caller\" argument"
                                    + " must be omitted or be given a default.",
                            node.position());
                }
            } else {
                parameters.add(inner.symbols().parameter("caller"));
            }
        }
        boolean takesKwargs = special.contains("kwargs") && !node.parameters().contains("kwargs");
        if (takesKwargs) {
            parameters.add(inner.symbols().parameter("kwargs"));
        }
        boolean takesVarargs =
                special.contains("varargs") && !node.parameters().contains("varargs");
        if (takesVarargs) {
            parameters.add(inner.symbols().parameter("varargs"));
        }
        analyze(node, inner);
        Node[] defaults = new Node[node.parameters().size()];
        int first = defaults.length - node.defaults().size();
        for (int i = 0; i < defaults.length; i++) {
            defaults[i] =
                    i < first
                            ? Macros.notProvided(node.parameters().get(i))
                            : expressions.compile(node.defaults().get(i - first), inner);
        }
        int[] slots = parameters.stream().mapToInt(Ref::slot).toArray();
        Code body = body(node.body(), inner);
        return new Macros.Compiled(
                new dev.jeton.templates.internal.run.Macro.Signature(
                        node.name(), node.parameters(), takesKwargs, takesVarargs, takesCaller),
                function,
                slots,
                defaults,
                enter(inner),
                body,
                isGenerator(node.body()));
    }

    private static void analyze(Stmt.Macro node, Place inner) {
        for (String name : node.parameters()) {
            inner.symbols().parameter(name);
        }
        SymbolVisitor visitor = new SymbolVisitor(inner.symbols());
        node.defaults().forEach(visitor::expression);
        visitor.body(node.body());
    }

    /** A node or null, for optional parts. */
    @Nullable Node optional(@Nullable Expr node, Place place) {
        return node == null ? null : expressions.compile(node, place);
    }
}
