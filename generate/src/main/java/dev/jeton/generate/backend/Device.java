package dev.jeton.generate.backend;

/**
 * What {@code --device} may name, and whether it can run here.
 *
 * @param name as it is given: "cpu", "cuda:1"
 * @param available whether it can run
 * @param description one line: what it is, or why it cannot run and the cure
 */
public record Device(String name, boolean available, String description) {}
