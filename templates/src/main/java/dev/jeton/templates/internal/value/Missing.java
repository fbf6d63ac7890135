package dev.jeton.templates.internal.value;

/** Marks a variable or argument that is not there. Never seen by a template. */
public enum Missing {
    MISSING
}
