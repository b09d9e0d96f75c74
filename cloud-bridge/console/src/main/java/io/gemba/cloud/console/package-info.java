/** The managers' live line board: MQTT in, a web page out. */
@NullMarked
package io.gemba.cloud.console;

import org.jspecify.annotations.NullMarked;
