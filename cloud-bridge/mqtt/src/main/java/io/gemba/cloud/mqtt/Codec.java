package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.Outgoing;
import java.io.IOException;
import java.time.Instant;

/**
 * What a payload format must be able to say. One instance belongs to one session and is used by one
 * thread at a time.
 */
interface Codec {

  /**
   * One message for the wire.
   *
   * @throws IOException when it cannot be written in this format
   * @throws IllegalArgumentException when its place or name cannot be a topic
   */
  Message encode(Outgoing message) throws IOException;

  /** What the broker shall say for us when we are gone without a word. */
  Message will();

  /** What we say before we go. */
  Message offline(Instant at, String reason);
}
