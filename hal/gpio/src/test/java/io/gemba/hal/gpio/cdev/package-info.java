/** Tests of the character device that need no kernel with GPIO. */
@NullMarked
package io.gemba.hal.gpio.cdev;

import org.jspecify.annotations.NullMarked;
