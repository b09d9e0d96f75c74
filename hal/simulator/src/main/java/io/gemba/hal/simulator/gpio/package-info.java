/** The stack light and the part sensor as wires: a text feed in place of a GPIO chip. */
@NullMarked
package io.gemba.hal.simulator.gpio;

import org.jspecify.annotations.NullMarked;
