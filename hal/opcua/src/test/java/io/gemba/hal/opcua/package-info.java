/** Holds the OPC UA adapter to its promises against real servers on the loopback interface. */
@NullMarked
package io.gemba.hal.opcua;

import org.jspecify.annotations.NullMarked;
