/** The integrator's whole world. */
@NullMarked
package io.gemba.hal.spi;

import org.jspecify.annotations.NullMarked;
