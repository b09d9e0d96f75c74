package io.gemba.hal.gpio.cdev;

/**
 * What the kernel calls a chip (struct gpiochip_info).
 *
 * @param name as in {@code /dev}, such as gpiochip0; may differ from start to start
 * @param label the driver's name for it, such as pinctrl-rp1; stays
 * @param lines how many lines it has, numbered from 0
 */
public record ChipInfo(String name, String label, int lines) {}
