/** Tells people of trouble: judges the board by rules, words messages, and delivers them. */
@NullMarked
package io.gemba.cloud.console.notify;

import org.jspecify.annotations.NullMarked;
