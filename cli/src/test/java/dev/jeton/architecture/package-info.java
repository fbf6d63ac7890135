/** The directions of dependency between the modules, as tests. */
@NullMarked
package dev.jeton.architecture;

import org.jspecify.annotations.NullMarked;
