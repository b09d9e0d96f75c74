package io.gemba.hal.gpio.cdev;

/**
 * What the kernel knows of a line (struct gpio_v2_line_info).
 *
 * @param line its number in the chip
 * @param name the board's name for it, such as GPIO17; may be empty
 * @param consumer who took it; may be empty even when it is taken
 * @param used whether a program or driver has taken it
 * @param output whether it drives its wire
 * @param activeLow whether its user means a low level by "on"
 */
public record LineInfo(
    int line, String name, String consumer, boolean used, boolean output, boolean activeLow) {}
