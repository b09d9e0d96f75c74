/**
 * Carries committed entries to the uplinks: live first, the backlog behind it, nothing released
 * before it is had.
 */
@NullMarked
package io.gemba.agent.core.forward;

import org.jspecify.annotations.NullMarked;
