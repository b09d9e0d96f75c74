package io.gemba.agent.core.alarm;

import io.gemba.cloud.spi.AlarmNews;
import io.gemba.cloud.spi.AlarmStatus;
import io.gemba.hal.spi.Sample;
import java.util.List;

/** Where an {@link AlarmEngine} puts what it finds; called on its thread. */
public interface AlarmOut {

  /** Keeps this for the next start, on the disk before it returns where that is possible. */
  void remember(List<AlarmMemory> memories);

  /** Journals a change of an alarm of a line. */
  void fact(String line, Sample sample);

  /** Tells of a change, to whoever listens now. */
  void news(AlarmNews news);

  /** States what stands. */
  void state(AlarmStatus status);
}
