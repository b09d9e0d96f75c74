/**
 * The whole of Gemba on one machine: every part a process of its own, as in a plant, and a watch
 * that tells the truth about it.
 */
@NullMarked
package io.gemba.demo;

import org.jspecify.annotations.NullMarked;
