/** Tests of the commands, in the process and as processes of their own. */
@NullMarked
package dev.jeton.cli;

import org.jspecify.annotations.NullMarked;
