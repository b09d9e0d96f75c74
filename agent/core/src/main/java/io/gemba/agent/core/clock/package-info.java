/** What the gateway knows about its own clock. */
@NullMarked
package io.gemba.agent.core.clock;

import org.jspecify.annotations.NullMarked;
