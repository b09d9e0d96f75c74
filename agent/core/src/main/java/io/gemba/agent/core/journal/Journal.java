package io.gemba.agent.core.journal;

import io.gemba.agent.core.config.JournalConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Keeps every sample on disk until every uplink has it. (First signatures; the body follows.) */
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"}) // stubs, replaced next
public final class Journal implements AutoCloseable {

  private Journal() {}

  /**
   * Opens or makes the journal in {@code config.directory()}; only one agent at a time may hold it.
   */
  public static Journal open(JournalConfig config, InstantSource clock) throws JournalException {
    throw new JournalException("not built yet: " + config + clock);
  }

  /**
   * The journal's identity, a UUID. Read it for every batch: after a corrupt file was set aside it
   * is a new one.
   */
  public String id() {
    throw new UnsupportedOperationException();
  }

  /** The uplink's view; a name never seen before starts with everything still in the journal. */
  public Outbox outbox(String uplink) throws JournalException {
    throw new JournalException("not built yet: " + uplink);
  }

  /**
   * Registers these uplinks and forgets all others, which then no longer hold entries. Call it once
   * after opening.
   */
  public void retainUplinks(Set<String> names) throws JournalException {
    throw new JournalException("not built yet: " + names);
  }

  /** Calls the listener after every successful append; it must not block. */
  public void onCommit(Runnable listener) {
    throw new UnsupportedOperationException(listener.toString());
  }

  /** The number the device's next sample gets, from 1. */
  public long nextSeq(String device) {
    throw new UnsupportedOperationException(device);
  }

  /**
   * How many appends are durable; tells after {@link #reopen} whether a failed one is there after
   * all.
   */
  public long commits() {
    throw new UnsupportedOperationException();
  }

  /**
   * Appends everything in one transaction; durable when it returns. The entries, as uplinks will
   * see them.
   */
  public List<Entry> append(List<DeviceSamples> samples, List<GapDraft> gaps, boolean clockSynced)
      throws JournalException {
    throw new JournalException("not built yet: " + samples + gaps + clockSynced);
  }

  /**
   * When nothing was appended: writes outstanding releases once they are a second old, and applies
   * the age cap.
   */
  public void maintain(boolean clockSynced) throws JournalException {
    throw new JournalException("not built yet: " + clockSynced);
  }

  /** After a JournalException: closes the database and opens it again, reading what is durable. */
  public void reopen() throws JournalException {
    throw new JournalException("not built yet");
  }

  /** What it holds now. */
  public JournalStatus status() throws JournalException {
    throw new JournalException("not built yet");
  }

  /** A clean stop: writes outstanding releases and leaves the mark that no sample was lost. */
  @Override
  public void close() throws JournalException {
    throw new JournalException("not built yet");
  }
}
