package io.gemba.agent.app;

import io.gemba.agent.core.journal.Entry;
import io.gemba.agent.core.journal.Visitor;
import io.gemba.cloud.spi.DeviceRef;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the gap records that a journal still holds, a JSON object a line. */
final class GapsOnly implements Visitor {
  private final ExportJson rows;

  GapsOnly(Writer out) {
    this.rows = new ExportJson(out);
  }

  @Override
  public void entry(Entry entry, Map<String, String> setAside) throws IOException {
    if (entry instanceof Entry.Gap gap) {
      rows.gap(gap);
    }
  }

  @Override
  public void damaged(long id, @Nullable DeviceRef device, long firstSeq, long count, String why)
      throws IOException {
    rows.damaged(device == null ? "" : device.name(), firstSeq, count, why);
  }
}
