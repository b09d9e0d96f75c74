/**
 * The Linux GPIO character device, interface version 2 (linux/gpio.h, Linux 5.10 and later),
 * without native code of our own; knows nothing of points and samples.
 */
@NullMarked
package io.gemba.hal.gpio.cdev;

import org.jspecify.annotations.NullMarked;
