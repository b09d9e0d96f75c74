package io.gemba.hal.spi;

import java.io.IOException;

/** An optional power of an {@link Adapter}: its points marked {@code writable} can be written. */
public interface Writable {

  /**
   * Writes one value while {@link Adapter#run} is running; called from another thread, one write at
   * a time.
   *
   * @return the device's answer as an OPC UA status code (unsigned 32 bits); 0 = done
   * @throws IOException when nobody can say whether it was done
   * @throws InterruptedException when the host gives up waiting
   */
  long write(String point, Value value) throws IOException, InterruptedException;
}
