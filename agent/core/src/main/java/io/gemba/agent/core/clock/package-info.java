/**
 * What the gateway knows about its own clocks: whether the time was set, and when it was stepped.
 */
@NullMarked
package io.gemba.agent.core.clock;

import org.jspecify.annotations.NullMarked;
