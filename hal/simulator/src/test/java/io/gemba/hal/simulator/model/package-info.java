/** Tests of the model alone. */
@NullMarked
package io.gemba.hal.simulator.model;

import org.jspecify.annotations.NullMarked;
