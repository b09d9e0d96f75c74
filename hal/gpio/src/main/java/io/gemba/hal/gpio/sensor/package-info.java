/**
 * Reads parts on the machine's own sensor buses, I2C, SPI and 1-Wire: the adapter {@code sensors}.
 */
@NullMarked
package io.gemba.hal.gpio.sensor;

import org.jspecify.annotations.NullMarked;
