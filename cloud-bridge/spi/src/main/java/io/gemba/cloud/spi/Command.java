package io.gemba.cloud.spi;

import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Something the other side asks of this gateway.
 *
 * @param id what tells it from every other command; two with the same id are the same one, and only
 *     one of them is executed, now or after a restart
 * @param name what is to be done: {@code write}, {@code call}, {@code acknowledge}…
 * @param fields what it says, as it came
 * @param until by the clock of this gateway, the moment after which the transport no longer vouches
 *     for it; {@link Instant#MAX} = never
 */
public record Command(String id, String name, Map<String, Value> fields, Instant until) {
  public Command {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** How a command ended. */
  public enum State {
    /** It was executed, and the device said that it is done. */
    DONE,
    /** Nothing was done: not allowed, not understood, too old, a duplicate, no device… */
    REFUSED,
    /** The device was asked and said no. */
    FAILED,
    /** The device was asked, and nobody can say whether it was done. */
    UNKNOWN
  }

  /**
   * What is answered.
   *
   * @param statusCode the OPC UA status code where there is one, else 0
   * @param words what happened, for people
   * @param outputs what a method gave back, by name
   */
  public record Answer(State state, long statusCode, String words, Map<String, Value> outputs) {
    public Answer {
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** Nothing was done, and why. */
    public static Answer refused(String words) {
      return new Answer(State.REFUSED, 0, words, Map.of());
    }
  }

  /** Where commands are judged and carried out. Safe for any threads; never blocks. */
  @FunctionalInterface
  public interface Desk {
    /** Takes one command; the answer always comes, never exceptionally, on any thread. */
    CompletableFuture<Answer> take(Command command);
  }

  /** An optional power of an {@link Uplink}: the other side can send commands through it. */
  public interface Source {
    /** Sends commands to this desk from now on; called once, before the first connection. */
    void serve(Desk desk);
  }
}
