package dev.jeton.templates.internal.parse;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.FlexibleTag;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.tree.parse.TagToken;
import org.jspecify.annotations.Nullable;

/**
 * A tag in Jinjava's registry: its name, and the name that closes its body. It is compiled, never
 * interpreted.
 */
final class StatementTag implements Tag, FlexibleTag {
    private static final long serialVersionUID = 1L;

    /** Marks the helpers of a tag that has a body only sometimes, such as {@code set}. */
    static final String WITHOUT_BODY = "!";

    private final String name;
    private final @Nullable String endName;

    StatementTag(String name, boolean body) {
        this.name = name;
        this.endName = body ? "end" + name : null;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    @SuppressWarnings("NullAway") // Jinjava's contract: null for tags without a body
    public String getEndTagName() {
        return endName;
    }

    @Override
    public boolean hasEndTag(TagToken token) {
        return !token.getHelpers().contains(WITHOUT_BODY);
    }

    @Override
    public String interpret(TagNode node, JinjavaInterpreter interpreter) {
        throw new UnsupportedOperationException("tags are compiled");
    }
}
