package dev.jeton.generate.model;

import java.util.List;

/**
 * A spec and what was left over on the way to it.
 *
 * @param spec the model
 * @param ignoredKeys settings that do not change the computation, or are not known
 */
public record MappedConfig(ModelSpec spec, List<String> ignoredKeys) {}
