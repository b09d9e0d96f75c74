/**
 * Reads and writes OPC UA servers: one client, one session and fresh subscriptions for each run of
 * an {@link io.gemba.hal.opcua.OpcUaAdapter}; everything doubtful ends the run in words.
 */
@NullMarked
package io.gemba.hal.opcua;

import org.jspecify.annotations.NullMarked;
