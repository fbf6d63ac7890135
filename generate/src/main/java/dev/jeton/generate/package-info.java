/** Text generation: a chat model loaded from a file answers, token by token. */
@NullMarked
package dev.jeton.generate;

import org.jspecify.annotations.NullMarked;
