/**
 * Judges what the other side asks of this gateway, and has it done at most once: {@link
 * io.gemba.agent.core.command.CommandDesk} says yes or no, {@link
 * io.gemba.agent.core.command.CommandLedger} remembers, {@link
 * io.gemba.agent.core.command.DeviceHand} does.
 */
@NullMarked
package io.gemba.agent.core.command;

import org.jspecify.annotations.NullMarked;
