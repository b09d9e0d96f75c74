/**
 * The uplink to an MQTT 5 broker: configuration, TLS, one Paho client per session, topics and the
 * JSON payloads. The only room that knows Paho.
 */
@NullMarked
package io.gemba.cloud.mqtt;

import org.jspecify.annotations.NullMarked;
