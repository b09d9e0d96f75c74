package io.gemba.cloud.console.mqtt;

import org.jspecify.annotations.Nullable;

/** Where messages go once the protocol library is done with them; the tests' way in, too. */
public interface Inlet {
  /**
   * A message has come; {@code encoding} is its user property {@code content-encoding}, null when
   * it has none. {@code acknowledge} is to be run, by any thread, when it may be forgotten by the
   * broker. May wait, which slows that broker down.
   */
  void message(
      String broker,
      String topic,
      byte[] payload,
      @Nullable String encoding,
      boolean retained,
      Runnable acknowledge)
      throws InterruptedException;

  /** A broker's connection has come ({@code problem} null) or gone. */
  void link(String broker, String url, @Nullable String problem);
}
