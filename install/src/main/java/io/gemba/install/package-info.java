/**
 * Lays the built modules out as the tree that a gateway runs: what goes where, and what stays
 * behind.
 */
@NullMarked
package io.gemba.install;

import org.jspecify.annotations.NullMarked;
