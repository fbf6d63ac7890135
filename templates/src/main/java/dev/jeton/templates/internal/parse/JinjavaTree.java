package dev.jeton.templates.internal.parse;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import dev.jeton.templates.internal.lang.Segment;
import dev.jeton.templates.internal.value.PyError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Jinjava as the parser: its scanner, tag registry and node tree.
 *
 * <p>The scanner's own rules for strings, brackets and white space differ from Jinja2's, so it is
 * given a canonical source: segment {@code n} stands alone on line {@code n + 1}, as {@code {{n}}}
 * or {@code {%name n%}}. What Jinjava decides is which tags exist, which have a body, and how they
 * nest.
 */
final class JinjavaTree {
    /** The tags of Jinja2 with the extensions that transformers switches on, and their bodies. */
    private static final Map<String, Boolean> TAGS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("for", true),
                            Map.entry("if", true),
                            Map.entry("elif", false),
                            Map.entry("else", false),
                            Map.entry("set", true),
                            Map.entry("macro", true),
                            Map.entry("call", true),
                            Map.entry("filter", true),
                            Map.entry("with", true),
                            Map.entry("autoescape", true),
                            Map.entry("block", true),
                            Map.entry("generation", true),
                            Map.entry("print", false),
                            Map.entry("include", false),
                            Map.entry("import", false),
                            Map.entry("from", false),
                            Map.entry("extends", false),
                            Map.entry("break", false),
                            Map.entry("continue", false)));

    private static final AtomicBoolean PREPARED = new AtomicBoolean();

    /** Made on first use: creating it takes some hundred milliseconds. */
    private static final class Holder {
        static final Jinjava JINJAVA = create();

        /** With our own class loader: parts of Jinjava are looked up through the thread's. */
        private static Jinjava create() {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(JinjavaTree.class.getClassLoader());
            try {
                return configured();
            } finally {
                thread.setContextClassLoader(before);
            }
        }

        private static Jinjava configured() {
            JinjavaConfig config =
                    JinjavaConfig.newBuilder()
                            .withTrimBlocks(false)
                            .withLstripBlocks(false)
                            .withNestedInterpretationEnabled(false)
                            .withLegacyOverrides(LegacyOverrides.NONE)
                            .build();
            Jinjava jinjava = new Jinjava(config);
            jinjava.setResourceLocator(
                    (name, encoding, interpreter) -> {
                        throw new java.io.IOException("templates load nothing: " + name);
                    });
            TAGS.forEach(
                    (name, body) ->
                            jinjava.getGlobalContext().registerTag(new StatementTag(name, body)));
            return jinjava;
        }
    }

    /** Makes Jinjava on another thread, for a caller who will parse a template a little later. */
    static void prepare() {
        if (PREPARED.compareAndSet(false, true)) {
            Thread thread = new Thread(() -> Holder.JINJAVA.getGlobalConfig(), "jeton-templates");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private final List<Segment> segments;

    private JinjavaTree(List<Segment> segments) {
        this.segments = segments;
    }

    /** Whether this is one of the tags. */
    static boolean isTag(String name) {
        return TAGS.containsKey(name);
    }

    /** Whether this closes the body of one of the tags. */
    static boolean isEndTag(String name) {
        return name.startsWith("end") && TAGS.getOrDefault(name.substring(3), false);
    }

    static Node parse(List<Segment> segments) {
        return new JinjavaTree(segments).parse();
    }

    private Node parse() {
        Jinjava jinjava = Holder.JINJAVA;
        JinjavaInterpreter interpreter =
                new JinjavaInterpreter(
                        jinjava,
                        new Context(jinjava.getGlobalContext()),
                        jinjava.getGlobalConfig());
        Node root = interpreter.parse(canonical());
        List<TemplateError> errors = interpreter.getErrorsCopy();
        if (!errors.isEmpty()) {
            throw nesting(errors.get(0));
        }
        return root;
    }

    private String canonical() {
        StringBuilder out = new StringBuilder(segments.size() * 16);
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.kind() != Segment.Kind.TAG) {
                out.append("{{").append(i).append("}}\n");
                continue;
            }
            String name = segment.tokens().get(0).text();
            out.append("{%").append(name).append(' ').append(i);
            if (name.equals("set") && isInlineSet(segment)) {
                out.append(StatementTag.WITHOUT_BODY);
            }
            out.append("%}\n");
        }
        return out.toString();
    }

    /** A {@code set} has no body if an {@code =} stands outside brackets. */
    private static boolean isInlineSet(Segment segment) {
        int depth = 0;
        for (var token : segment.tokens()) {
            if (token.isOperator("(") || token.isOperator("[") || token.isOperator("{")) {
                depth++;
            } else if (token.isOperator(")") || token.isOperator("]") || token.isOperator("}")) {
                depth--;
            } else if (depth == 0 && token.isOperator("=")) {
                return true;
            }
        }
        return false;
    }

    /** Says in Jinja2's words what Jinjava found. */
    private PyError nesting(TemplateError error) {
        int index = Math.min(Math.max(error.getLineno() - 1, 0), segments.size() - 1);
        Segment segment = segments.get(index);
        String name =
                segment.kind() == Segment.Kind.TAG ? segment.tokens().get(0).text() : "template";
        String message =
                isEndTag(name)
                        ? "Encountered unknown tag '"
                                + name
                                + "'. You probably made a nesting mistake."
                        : "Unexpected end of template. The innermost block that needs to be closed"
                                + " is '"
                                + name
                                + "'.";
        return PyError.syntax(message, segment.position());
    }

    /** The name under which Jinjava found a tag, or empty for a foreign one. */
    static String nameOf(Tag tag) {
        return tag instanceof StatementTag own ? own.getName() : "";
    }
}
