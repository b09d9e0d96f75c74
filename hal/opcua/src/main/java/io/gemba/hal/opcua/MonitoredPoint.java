package io.gemba.hal.opcua;

import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one point during a run: the last reading, so that one that the server
 * repeats is not a new fact, and how its values are to be read. Guarded by {@link Readings}, except
 * for when it was heard of.
 */
final class MonitoredPoint {
  /** InfoType DataValue with the overflow bit (OPC 10000-4 §7.39.1). */
  private static final long OVERFLOW = 0x480;

  private static final long INFO_TYPE_AND_OVERFLOW = 0xC80;

  private static final long NEVER = Long.MIN_VALUE;

  /** Written for every reading: a volatile would make the processor wait each time. */
  private static final VarHandle HEARD_AT = heardAtHandle();

  private final PointSettings settings;
  private final long silentAfter;
  private @Nullable DateTime lastTime;
  private @Nullable Variant lastValue;
  private long lastStatus;
  private boolean troubled;
  private Values values = Values.PLAIN;
  private @Nullable EnumNames names;
  private @Nullable NewsFilter filter;
  private @Nullable DateTime newest;
  private @Nullable Instant newestBefore;

  private @Nullable Instant hadUpTo;
  private boolean missedSome;
  private volatile @Nullable Hole missed;

  /** Written under the guard, read by anybody. */
  private volatile @Nullable Instant firstHeard;

  /** When this run last heard of the point, on the ticker; read by anybody, through HEARD_AT. */
  @SuppressWarnings("UnusedVariable")
  private long heardAt = NEVER;

  /** When it was last found unchanged by asking; the run's thread only. */
  private long confirmedAt;

  MonitoredPoint(PointSettings settings) {
    this.settings = settings;
    this.silentAfter = settings.finer().silentAfter().toNanos();
  }

  private static VarHandle heardAtHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(MonitoredPoint.class, "heardAt", long.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  PointSettings settings() {
    return settings;
  }

  String name() {
    return settings.name();
  }

  boolean isHeard() {
    return heardAt() != NEVER;
  }

  /** The subscription delivered it. */
  void hear(long now) {
    HEARD_AT.setRelease(this, now);
  }

  /** Whether it had values and has been silent for longer than it may, unasked. */
  boolean isSilent(long now) {
    long heard = heardAt();
    long known = heard - confirmedAt > 0 ? heard : confirmedAt;
    return heard != NEVER && now - known > silentAfter && silentAfter > 0;
  }

  /** When it was last heard of; only after {@link #isHeard}. */
  long heardAt() {
    return (long) HEARD_AT.getAcquire(this);
  }

  /** Somebody asked, and it has not changed. */
  void confirm(long now) {
    confirmedAt = now;
  }

  /** How its values are to be read in this session. */
  void readBy(Values session, @Nullable EnumNames itsNames) {
    values = session;
    names = itsNames;
  }

  /** The server does not tell news from noise, so we do. */
  void filterBy(NewsFilter ours) {
    filter = ours;
  }

  boolean isFiltered() {
    return filter != null;
  }

  /** Whether a reading that was asked for is something the server should have sent. */
  boolean shouldHaveSent(DataValue reading) {
    if (reading.statusCode().value() != (lastStatus & ~INFO_TYPE_AND_OVERFLOW)) {
      return true;
    }
    boolean judged = settings.finer().trigger() != Trigger.STATUS && !settings.percent();
    Object before = lastValue == null ? null : lastValue.value();
    return judged
        && lastTime != null
        && NewsFilter.differs(before, reading.value().value(), settings.deadband());
  }

  /**
   * A new run begins, in which nothing was heard yet. The last reading is forgotten too: the host
   * turned the point bad when the run before ended, so the same reading is news again.
   */
  void forget() {
    hear(NEVER);
    Instant last = newest == null ? null : Values.instant(newest);
    if (last != null && (newestBefore == null || last.isAfter(newestBefore))) {
      newestBefore = last;
    }
    newest = null;
    firstHeard = null;
    hadUpTo = null;
    missedSome = false;
    missed = null;
    lastTime = null;
    values = Values.PLAIN;
    names = null;
    filter = null;
  }

  /** The reading as a sample, or null when it was handed on before. */
  @Nullable Sample take(DataValue reading, Instant now) {
    DateTime time = known(reading.sourceTime());
    long status = reading.statusCode().value();
    if (time != null
        && time.equals(lastTime)
        && status == lastStatus
        && reading.value().equals(lastValue)) {
      return null;
    }
    noteMissed(time);
    note(time);
    if (filter != null && !filter.passes(reading)) {
      return null;
    }
    lastTime = time;
    lastValue = reading.value();
    lastStatus = status;
    return sample(reading, status, time(time, known(reading.serverTime()), now));
  }

  /** Before the first that counts as heard, the hole up to that one has it all. */
  private void noteMissed(@Nullable DateTime time) {
    if (missedSome && time != null) {
      missedSome = false;
      if (firstHeard != null && lastTime != null) {
        missed = new Hole(name(), Values.instant(lastTime), Values.instant(time));
      }
    }
  }

  /** Readings between the last and the next are lost; remembered once, after a take-over only. */
  void miss() {
    missedSome = hadUpTo != null && missed == null;
  }

  /** What was lost among this run's readings, as far as {@link #miss} remembers it, or null. */
  @Nullable Hole missed() {
    return missed;
  }

  private void note(@Nullable DateTime time) {
    if (time == null) {
      return;
    }
    // no instants where none is needed: this is done for every reading
    newest = newest == null || time.getUtcTime() > newest.getUtcTime() ? time : newest;
    if (firstHeard == null) {
      Instant then = Values.instant(time);
      firstHeard = hadUpTo == null || then.isAfter(hadUpTo) ? then : null;
    }
  }

  /** Readings up to here are none of this run's; said before the first comes. */
  void hadUpTo(Instant time) {
    hadUpTo = time;
  }

  /** The source time of this run's first reading, or null. */
  @Nullable Instant firstHeard() {
    return firstHeard;
  }

  /** What another point of this name was known up to, before this run; null = nothing. */
  void knownUpTo(@Nullable Instant time) {
    newestBefore = time;
  }

  /** The newest source time of all runs before this one, or null; between two runs only. */
  @Nullable Instant newestBefore() {
    return newestBefore;
  }

  private Sample sample(DataValue reading, long status, Instant time) {
    Value read = values.read(reading.value());
    Value value = names == null ? read : names.name(read);
    return new Sample(settings.name(), value, Quality.ofStatusCode(status), status, time);
  }

  /** What the server's queue dropped just before this reading, if it says so. */
  static boolean saysOverflow(DataValue reading) {
    return (reading.statusCode().value() & INFO_TYPE_AND_OVERFLOW) == OVERFLOW;
  }

  /** The loss between the last reading and this one; asked before {@link #take}. */
  Loss overflow(DataValue reading, Instant now) {
    Instant to = time(known(reading.sourceTime()), known(reading.serverTime()), now);
    Instant from = lastTime == null ? to : Values.instant(lastTime);
    return new Loss(
        settings.name(), "queue-overflow", Loss.UNKNOWN_COUNT, from.isAfter(to) ? to : from, to);
  }

  /** Notes whether the point is in trouble; true when that is news. */
  boolean changesTrouble(boolean now) {
    boolean news = troubled != now;
    troubled = now;
    return news;
  }

  private static Instant time(@Nullable DateTime source, @Nullable DateTime server, Instant now) {
    if (source != null) {
      return Values.instant(source);
    }
    return server != null ? Values.instant(server) : now;
  }

  private static @Nullable DateTime known(@Nullable DateTime time) {
    return time == null || time.getUtcTime() <= 0 ? null : time;
  }
}
