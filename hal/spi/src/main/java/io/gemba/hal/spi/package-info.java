/**
 * The integrator's whole world: what an adapter is, what it is given, and what it may emit.
 *
 * <p>Start with {@link io.gemba.hal.spi.AdapterFactory} and {@link io.gemba.hal.spi.Adapter}; the
 * numbered rules in their Javadoc are the names of the tests in the contract kit ({@code hal/tck}).
 * Needs nothing but the JDK.
 */
@NullMarked
package io.gemba.hal.spi;

import org.jspecify.annotations.NullMarked;
