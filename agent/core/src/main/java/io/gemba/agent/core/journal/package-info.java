/** Where every sample is kept until every uplink has it. The only room that knows SQLite. */
@NullMarked
package io.gemba.agent.core.journal;

import org.jspecify.annotations.NullMarked;
