/**
 * Where every sample is kept until every uplink has it. The only room that knows SQLite.
 *
 * <p>Start with {@link io.gemba.agent.core.journal.Journal}, whose first lines say what survives
 * what. On the way in a sample meets {@link io.gemba.agent.core.journal.Inbox} and {@link
 * io.gemba.agent.core.journal.JournalWriter}, on the way out {@link
 * io.gemba.agent.core.journal.Outbox}; {@code BlockCodec} describes its bytes, {@code Schema} its
 * tables.
 */
@NullMarked
package io.gemba.agent.core.journal;

import org.jspecify.annotations.NullMarked;
