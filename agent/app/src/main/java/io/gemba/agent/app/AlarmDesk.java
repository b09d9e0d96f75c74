package io.gemba.agent.app;

import io.gemba.agent.core.alarm.AlarmMemory;
import io.gemba.agent.core.alarm.AlarmMemoryFile;
import io.gemba.agent.core.alarm.AlarmOut;
import io.gemba.agent.core.forward.Statements;
import io.gemba.agent.core.line.LineFacts;
import io.gemba.cloud.spi.AlarmNews;
import io.gemba.cloud.spi.AlarmStatus;
import io.gemba.hal.spi.Sample;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps, journals and tells what alarms do. Used by the lines' thread. */
final class AlarmDesk implements AlarmOut {
  private static final Logger log = LoggerFactory.getLogger(AlarmDesk.class);

  private final AlarmMemoryFile file;
  private final Statements statements;
  private final LineFacts facts;

  AlarmDesk(AlarmMemoryFile file, Statements statements, LineFacts facts) {
    this.file = file;
    this.statements = statements;
    this.facts = facts;
  }

  /** What the last run kept. */
  List<AlarmMemory> remembered() {
    try {
      return file.read();
    } catch (IOException e) {
      log.warn("alarms begin anew: {}", e.toString());
      return List.of();
    }
  }

  @Override
  public void remember(List<AlarmMemory> memories) {
    try {
      file.write(memories);
    } catch (IOException e) {
      log.warn("alarms cannot be kept for the next start: {}", e.toString());
    }
  }

  @Override
  public void fact(String line, Sample sample) {
    facts.fact(line, sample);
  }

  @Override
  public void news(AlarmNews news) {
    log.info(
        "alarm {} {}: {}/{} {}",
        news.alarm().definition().id(),
        news.alarm().state(),
        news.alarm().definition().device().name(),
        news.alarm().definition().point(),
        news.alarm().value());
    statements.happened(news);
  }

  @Override
  public void state(AlarmStatus status) {
    statements.say(status);
  }
}
