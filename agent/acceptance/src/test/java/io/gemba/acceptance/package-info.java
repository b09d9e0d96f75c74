/**
 * The whole line with real parts: OPC UA servers nobody here wrote, mosquitto, the packaged agent,
 * kill -9.
 */
@NullMarked
package io.gemba.acceptance;

import org.jspecify.annotations.NullMarked;
