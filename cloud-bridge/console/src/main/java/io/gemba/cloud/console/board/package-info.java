/** What is true now: every line and gateway as last heard, and how far that can be trusted. */
@NullMarked
package io.gemba.cloud.console.board;

import org.jspecify.annotations.NullMarked;
