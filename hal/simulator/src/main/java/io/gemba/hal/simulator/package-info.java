/** The virtual plant as a product: the model on the wall clock, its servers, its command line. */
@NullMarked
package io.gemba.hal.simulator;

import org.jspecify.annotations.NullMarked;
