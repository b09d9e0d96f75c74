/** The wiring: command line, plug-in loader, and the one class that puts the rooms together. */
@NullMarked
package io.gemba.agent.app;

import org.jspecify.annotations.NullMarked;
