/** The drivers of parts against buses and parts that behave as their data sheets say. */
@NullMarked
package io.gemba.hal.gpio.sensor;

import org.jspecify.annotations.NullMarked;
