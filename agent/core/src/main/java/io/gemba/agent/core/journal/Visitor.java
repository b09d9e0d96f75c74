package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Is shown what a journal still holds, one entry after the other, in the order of commits. */
public interface Visitor {

  /**
   * An entry.
   *
   * @param setAside the uplinks that refused it, each with its reason; mostly empty
   */
  void entry(Entry entry, Map<String, String> setAside) throws IOException;

  /**
   * An entry whose bytes are not what was written; nothing in it is to be trusted.
   *
   * @param device null when not even that is known
   * @param firstSeq the first of its numbers, as far as known
   * @param count how many numbers
   * @param why what does not fit
   */
  void damaged(long id, @Nullable DeviceRef device, long firstSeq, long count, String why)
      throws IOException;
}
