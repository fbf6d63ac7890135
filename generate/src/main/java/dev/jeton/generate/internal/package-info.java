/** What several packages of this module share and nobody else should use. */
@NullMarked
package dev.jeton.generate.internal;

import org.jspecify.annotations.NullMarked;
