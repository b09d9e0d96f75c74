/** What a running agent knows about itself, as facts, as words, as JSON and as metrics. */
@NullMarked
package io.gemba.agent.app.status;

import org.jspecify.annotations.NullMarked;
