/** The kit proves itself: a good adapter passes, and each broken one fails its own rule. */
@NullMarked
package io.gemba.hal.tck;

import org.jspecify.annotations.NullMarked;
