/** An MQTT 5 broker of our own that misbehaves as told, for tests of the client's discipline. */
@NullMarked
package io.gemba.cloud.mqtt.fake;

import org.jspecify.annotations.NullMarked;
