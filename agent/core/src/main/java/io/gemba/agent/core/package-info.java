/**
 * The agent's heart: no protocol, no hardware, no web; only what happens to a sample between two
 * waists.
 */
@NullMarked
package io.gemba.agent.core;

import org.jspecify.annotations.NullMarked;
