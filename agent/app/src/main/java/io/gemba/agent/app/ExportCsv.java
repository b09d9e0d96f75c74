package io.gemba.agent.app;

import io.gemba.agent.core.journal.Entry;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;

/**
 * A row per sample, gap or damaged entry, RFC 4180; times are ISO 8601, UTC. A gap's numbers are
 * {@code seq} to {@code to}, its time range {@code time} to {@code until}; a clock record's offset
 * in ms is its value, and its cause set or step.
 */
final class ExportCsv implements Export.Rows {
  private static final String HEADER =
      "kind,device,seq,to,time,until,point,value,quality,status,clock,cause,lost,set_aside";

  private final Writer out;

  ExportCsv(Writer out) throws IOException {
    this.out = out;
    out.append(HEADER).append("\r\n");
  }

  @Override
  public void sample(Entry.Block block, long seq, Sample sample, String setAside)
      throws IOException {
    row(
        "sample",
        block.device().name(),
        seq,
        seq,
        sample.sourceTime(),
        "",
        sample.point(),
        text(sample.value()),
        sample.quality().name().toLowerCase(Locale.ROOT),
        sample.statusCode(),
        block.clockSynced() ? "synced" : "unsynced",
        "",
        "",
        setAside);
  }

  private static String text(Value value) throws IOException {
    return switch (value) {
      case Value.None _ -> "";
      case Value.Text text -> text.value();
      default -> ExportJson.value(value);
    };
  }

  @Override
  public void gap(Entry.Gap gap) throws IOException {
    String point = gap.point() == null ? "" : gap.point();
    row(
        "gap",
        gap.device().name(),
        gap.from(),
        gap.to(),
        gap.start(),
        gap.end(),
        point,
        "",
        "",
        "",
        "",
        gap.cause(),
        gap.lost(),
        "");
  }

  @Override
  public void clock(Entry.Clock clock) throws IOException {
    row(
        "clock",
        clock.device().name(),
        clock.from(),
        clock.to(),
        clock.before(),
        clock.after(),
        "",
        clock.offset().toMillis(),
        "",
        "",
        "",
        clock.kind().name().toLowerCase(Locale.ROOT),
        "",
        "");
  }

  @Override
  public void damaged(String device, long from, long count, String why) throws IOException {
    long to = from + count - 1;
    row("damaged", device, from, to, "", "", "", "", "", "", "", why, count, "");
  }

  private void row(Object... cells) throws IOException {
    for (int i = 0; i < cells.length; i++) {
      out.append(i == 0 ? "" : ",").append(quoted(String.valueOf(cells[i])));
    }
    out.append("\r\n");
  }

  private static String quoted(String cell) {
    boolean plain = List.of(",", "\"", "\n", "\r").stream().noneMatch(cell::contains);
    return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
