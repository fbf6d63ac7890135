/**
 * The command {@code jeton}.
 *
 * <p>Start at {@link dev.jeton.cli.Main}; each command is one class, what they share stands beside
 * them: {@link dev.jeton.cli.CommandIo} (the three streams), {@link dev.jeton.cli.Failures} (from
 * an exception to a message and an exit code), {@link dev.jeton.cli.ModelOption}.
 */
@NullMarked
package dev.jeton.cli;

import org.jspecify.annotations.NullMarked;
