/**
 * The other waist: what the agent hands to an uplink, and the three ways it can end.
 *
 * <p>{@link io.gemba.cloud.spi.Uplink} connects, a {@link io.gemba.cloud.spi.Session} sends, a
 * {@link io.gemba.cloud.spi.Delivery} says how it went. Facts travel here, not protocol messages:
 * topics and codecs are the uplink's own.
 */
@NullMarked
package io.gemba.cloud.spi;

import org.jspecify.annotations.NullMarked;
