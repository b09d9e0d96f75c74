/** How statements arrive: one supervised MQTT 5 connection per broker. */
@NullMarked
package io.gemba.cloud.console.mqtt;

import org.jspecify.annotations.NullMarked;
