package dev.jeton.templates.internal.compile;

/**
 * A variable of the compiled template: a slot in the frames of one function. Jinja2 writes it
 * {@code l_<level>_<name>}.
 *
 * @param owner the function
 * @param slot the index in its frames
 * @param level the depth of the scope
 * @param name the name in the template
 */
record Ref(Function owner, int slot, int level, String name) {}
