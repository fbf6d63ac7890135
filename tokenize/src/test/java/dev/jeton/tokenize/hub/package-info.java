/** Tests of the hub against a server of our own on the loopback interface. */
@NullMarked
package dev.jeton.tokenize.hub;

import org.jspecify.annotations.NullMarked;
