/** Tests of fetching, against a server on the loopback interface. */
@NullMarked
package dev.jeton.cli.models;

import org.jspecify.annotations.NullMarked;
