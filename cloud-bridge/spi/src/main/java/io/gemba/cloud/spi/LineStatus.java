package io.gemba.cloud.spi;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a production line is doing now.
 *
 * @param line {@code area/line}
 * @param at when this was said
 * @param state exclusive states, the first that holds wins
 * @param slow whether a running line runs slower than its ideal cycle
 * @param since when the state began (may lie before {@code at}: stops are back-dated)
 * @param cause what caused it in words, or null
 * @param names the line's names by language tag
 * @param timezone the plant's
 * @param reason what a person said about the stop that lasts, a code of the catalogue, or null
 */
public record LineStatus(
    String line,
    Instant at,
    State state,
    boolean slow,
    Instant since,
    @Nullable String cause,
    Map<String, String> names,
    ZoneId timezone,
    @Nullable String reason)
    implements Outgoing.Statement {

  /** The exclusive states of a line, in order of precedence. */
  public enum State {
    OFFLINE,
    UNKNOWN,
    FAULT,
    SETUP,
    RUNNING,
    PLANNED,
    IDLE,
    STOPPED
  }

  public LineStatus {
    names = Map.copyOf(names);
  }

  /** Of which nobody has said why. */
  public LineStatus(
      String line,
      Instant at,
      State state,
      boolean slow,
      Instant since,
      @Nullable String cause,
      Map<String, String> names,
      ZoneId timezone) {
    this(line, at, state, slow, since, cause, names, timezone, null);
  }

  @Override
  public String subject() {
    return "line/" + line;
  }
}
