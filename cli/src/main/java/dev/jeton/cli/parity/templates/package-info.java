/**
 * Replays a corpus of chat templates; the format is in the README of {@code
 * testdata/chat-templates}.
 */
@NullMarked
package dev.jeton.cli.parity.templates;

import org.jspecify.annotations.NullMarked;
