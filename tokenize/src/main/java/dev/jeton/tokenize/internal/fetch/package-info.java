/**
 * Fetching over HTTP: one file at a time, going on where an earlier try stopped, through the proxy
 * of the user, with one process at a time. For the hub and for the command {@code jeton}; hidden.
 */
@NullMarked
package dev.jeton.tokenize.internal.fetch;

import org.jspecify.annotations.NullMarked;
