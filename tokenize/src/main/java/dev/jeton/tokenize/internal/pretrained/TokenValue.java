package dev.jeton.tokenize.internal.pretrained;

import dev.jeton.tokenize.AddedToken;
import org.jspecify.annotations.Nullable;

/**
 * A special token of a configuration: a name alone, or a token with flags.
 *
 * @param content its text
 * @param token the token with its flags; null for a name alone
 */
public record TokenValue(String content, @Nullable AddedToken token) {
    static TokenValue name(String content) {
        return new TokenValue(content, null);
    }

    static TokenValue of(AddedToken token) {
        return new TokenValue(token.content(), token);
    }

    /** The token to add: a name alone is a special token, a token that has a role is special. */
    AddedToken toAdd(boolean named) {
        if (token == null) {
            return AddedToken.special(content);
        }
        return named ? token.withSpecial(true) : token;
    }
}
