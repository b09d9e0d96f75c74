package io.gemba.hal.gpio.cdev;

/**
 * An edge as the kernel saw it (struct gpio_v2_line_event).
 *
 * @param line its number in the chip
 * @param rising whether the level went up
 * @param nanos when, by the clock CLOCK_MONOTONIC, taken in the interrupt
 * @param sequence the number of this edge among those of the lines that were taken together since
 *     then, from 1, unsigned 32 bits; a jump says how many the kernel could not keep
 */
public record LineEvent(int line, boolean rising, long nanos, int sequence) {}
