/** What was true before: samples, ranges of sequence numbers and gaps in SQLite. */
@NullMarked
package io.gemba.cloud.console.history;

import org.jspecify.annotations.NullMarked;
