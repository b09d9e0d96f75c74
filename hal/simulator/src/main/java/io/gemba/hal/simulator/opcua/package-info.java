/** The plant as an OPC UA server: address space, subscriptions without polling, security. */
@NullMarked
package io.gemba.hal.simulator.opcua;

import org.jspecify.annotations.NullMarked;
