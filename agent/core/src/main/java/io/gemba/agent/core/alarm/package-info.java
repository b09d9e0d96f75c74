/**
 * Alarms of the gateway's own: limits, rates, deviations and silence, watched with hysteresis and
 * delays, acknowledged and shelved by people, kept through restarts. {@link
 * io.gemba.agent.core.alarm.AlarmEngine} is the way in.
 */
@NullMarked
package io.gemba.agent.core.alarm;

import org.jspecify.annotations.NullMarked;
