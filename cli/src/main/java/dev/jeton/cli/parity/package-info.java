/**
 * Replays golden data: what the reference implementations gave, against what Jeton gives.
 *
 * <p>Start at {@link dev.jeton.cli.parity.ParityCommand}, the command {@code jeton parity}. A
 * replay reads rows ({@link dev.jeton.cli.parity.JsonLines}), judges each of them ({@link
 * dev.jeton.cli.parity.Verdict}) on several threads ({@link dev.jeton.cli.parity.Replay}) and
 * counts and prints ({@link dev.jeton.cli.parity.Report}). What the rows mean is in the
 * sub-packages, one for each kind of folder.
 *
 * <p>The rule of all replays: a row that cannot be judged (a part not supported, a file not there)
 * has failed. Nothing is skipped.
 */
@NullMarked
package dev.jeton.cli.parity;

import org.jspecify.annotations.NullMarked;
