/**
 * Reads lamps, pulses and contacts wired to the gateway itself, and switches outputs, through the
 * Linux GPIO lines of a Raspberry Pi.
 */
@NullMarked
package io.gemba.hal.gpio;

import org.jspecify.annotations.NullMarked;
