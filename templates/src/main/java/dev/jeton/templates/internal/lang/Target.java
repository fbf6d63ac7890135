package dev.jeton.templates.internal.lang;

import java.util.List;

/** What an assignment or a loop assigns to. */
public sealed interface Target {

    int position();

    record Variable(String name, int position) implements Target {}

    /** An attribute of a {@code namespace} object. */
    record NamespaceAttribute(String namespace, String name, int position) implements Target {}

    record Unpack(List<Target> targets, int position) implements Target {}
}
