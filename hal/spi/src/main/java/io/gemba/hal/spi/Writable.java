package io.gemba.hal.spi;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An optional power of an {@link Adapter}: its points marked {@code writable} can be written.
 *
 * <ul>
 *   <li><b>HAL-9</b> nothing is written that was not asked for: a point that is unknown, or not
 *       {@code writable}, or a value that does not fit it exactly is answered with a bad status
 *       code, and the device has not changed.
 *   <li><b>HAL-10</b> while {@link Adapter#run} is not running, or its device is lost, {@link
 *       #write} throws {@link IOException}; it never waits for the device to come back, and never
 *       writes later what it could not write now.
 * </ul>
 */
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

  /** One that can do more than write, and says more than a code. */
  interface Operable extends Writable {

    /**
     * Does one thing with a point, under the same rules as {@link #write}.
     *
     * @throws IOException when nobody can say whether it was done
     * @throws InterruptedException when the host gives up waiting
     */
    Outcome operate(String point, Operation operation) throws IOException, InterruptedException;
  }

  /** What may be done with a point. */
  sealed interface Operation {

    /** Write a value. */
    record Write(Value value) implements Operation {}

    /**
     * Call the method that the point stands for.
     *
     * @param arguments by position ({@link Value.Items}) or by name ({@link Value.Fields})
     */
    record Call(Value arguments) implements Operation {}

    /**
     * Acknowledge or confirm an alarm that the point has told of.
     *
     * @param event the alarm's event id, as told
     * @param condition which alarm, as told; null = the one that told of this event in this run
     * @param comment what the person says about it
     * @param confirm false = acknowledge, true = confirm
     */
    record Acknowledge(
        Value.Bytes event, @Nullable String condition, String comment, boolean confirm)
        implements Operation {}
  }

  /**
   * The device's answer.
   *
   * @param statusCode an OPC UA status code (unsigned 32 bits); 0 = done
   * @param words what it means, for people
   * @param outputs what a method gave back, by name; empty otherwise
   */
  record Outcome(long statusCode, String words, Map<String, Value> outputs) {
    public Outcome {
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }
  }
}
