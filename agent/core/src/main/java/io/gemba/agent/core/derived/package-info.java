/**
 * Points that are computed from others: a device whose adapter is {@code derived} reads what the
 * other devices' samples come to, and is journaled, watched and shown like any device.
 */
@NullMarked
package io.gemba.agent.core.derived;

import org.jspecify.annotations.NullMarked;
