/**
 * The virtual plant as a pure model: seeded, without threads and without a clock, so that a day of
 * it can be replayed in a moment and always comes out the same.
 */
@NullMarked
package io.gemba.hal.simulator.model;

import org.jspecify.annotations.NullMarked;
