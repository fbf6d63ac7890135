package dev.jeton.templates.internal.value;

/** A runtime object that {@code len()} works on. */
public interface Sized {
    int length();
}
