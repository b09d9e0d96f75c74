/**
 * The contract kit: what an integrator subclasses to see that an adapter keeps the rules HAL-1 to
 * HAL-8 of {@link io.gemba.hal.spi.Adapter}.
 *
 * <p>Start with {@link io.gemba.hal.tck.AdapterContract}.
 */
@NullMarked
package io.gemba.hal.tck;

import org.jspecify.annotations.NullMarked;
