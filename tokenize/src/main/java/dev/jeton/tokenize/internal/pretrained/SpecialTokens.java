package dev.jeton.tokenize.internal.pretrained;

import dev.jeton.tokenize.AddedToken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The added and special tokens that a folder's configuration declares, in transformers' order.
 *
 * @param added the tokens with ids, from {@code added_tokens_decoder} or the older files; the ids
 *     only give the order
 * @param named the special tokens by their roles, {@code bos_token} ... and those of the model
 * @param extra special tokens without a role
 */
public record SpecialTokens(
        SortedMap<Long, AddedToken> added, Map<String, TokenValue> named, List<TokenValue> extra) {
    /** Copies the collections. */
    public SpecialTokens {
        added = new TreeMap<>(added);
        named = new LinkedHashMap<>(named);
        extra = List.copyOf(extra);
    }

    /** The text of the token with this role. */
    public Optional<String> contentOf(String role) {
        return Optional.ofNullable(named.get(role)).map(TokenValue::content);
    }

    /** With a padding token, which has no other role. */
    public SpecialTokens withPad(String content) {
        return withDefaults(Map.of("pad_token", content), Set.of());
    }

    /** With these tokens without a role in the place of those of the configuration. */
    SpecialTokens withExtra(List<TokenValue> tokens) {
        return new SpecialTokens(added, named, tokens);
    }

    /** With this token where its role has its name alone. */
    SpecialTokens withFlags(String role, AddedToken token) {
        TokenValue value = named.get(role);
        if (value == null || value.token() != null || !value.content().equals(token.content())) {
            return this;
        }
        Map<String, TokenValue> all = new LinkedHashMap<>(named);
        all.put(role, TokenValue.of(token));
        return new SpecialTokens(added, all, extra);
    }

    /** With tokens of a class for the roles that the configuration does not name. */
    SpecialTokens withDefaults(Map<String, String> defaults, Set<String> given) {
        Map<String, TokenValue> all = new LinkedHashMap<>();
        for (String role : TokenizerConfiguration.ROLES) {
            TokenValue value = named.get(role);
            String otherwise = given.contains(role) ? null : defaults.get(role);
            if (value != null) {
                all.put(role, value);
            } else if (otherwise != null) {
                all.put(role, TokenValue.name(otherwise));
            }
        }
        named.forEach(all::putIfAbsent);
        return new SpecialTokens(added, all, extra);
    }

    /**
     * The tokens that a tokenizer lacks, or has with other flags, in the order in which they are to
     * be added.
     */
    public List<AddedToken> missingIn(Collection<AddedToken> existing) {
        Set<AddedToken> same = new HashSet<>(existing);
        Set<String> contents = new HashSet<>();
        existing.forEach(token -> contents.add(token.content()));
        List<TokenValue> missing = new ArrayList<>();
        for (AddedToken token : added.values()) {
            if (!same.contains(token)) {
                missing.add(TokenValue.of(token));
                contents.add(token.content());
            }
        }
        List<TokenValue> special = new ArrayList<>(named.values());
        special.addAll(extra);
        for (TokenValue value : special) {
            if (!contents.contains(value.content()) && !missing.contains(value)) {
                missing.add(value);
            }
        }
        Set<String> roles = new HashSet<>();
        named.values().forEach(value -> roles.add(value.content()));
        return missing.stream().map(v -> v.toAdd(roles.contains(v.content()))).toList();
    }

    /** The contents of all special tokens, each once. */
    Set<String> contents() {
        Set<String> all = new LinkedHashSet<>();
        named.values().forEach(value -> all.add(value.content()));
        extra.forEach(value -> all.add(value.content()));
        return all;
    }
}
