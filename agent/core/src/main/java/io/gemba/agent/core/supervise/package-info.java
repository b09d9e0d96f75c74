/** Owns the life of every device: its thread, its class loader, its restarts, its health. */
@NullMarked
package io.gemba.agent.core.supervise;

import org.jspecify.annotations.NullMarked;
