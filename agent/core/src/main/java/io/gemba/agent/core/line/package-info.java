/** What a production line is doing and how well, worked out at the edge from samples alone. */
@NullMarked
package io.gemba.agent.core.line;

import org.jspecify.annotations.NullMarked;
