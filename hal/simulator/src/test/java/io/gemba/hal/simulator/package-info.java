/** Tests of the running plant, with real clients. */
@NullMarked
package io.gemba.hal.simulator;

import org.jspecify.annotations.NullMarked;
