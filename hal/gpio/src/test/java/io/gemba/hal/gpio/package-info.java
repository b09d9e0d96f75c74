/** Tests of the GPIO adapter. */
@NullMarked
package io.gemba.hal.gpio;

import org.jspecify.annotations.NullMarked;
