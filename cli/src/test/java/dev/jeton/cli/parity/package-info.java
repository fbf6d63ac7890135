/** Tests of the replays: on planted mistakes, and on the golden data of the repository. */
@NullMarked
package dev.jeton.cli.parity;

import org.jspecify.annotations.NullMarked;
