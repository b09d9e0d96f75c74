package io.gemba.agent.core.command;

import io.gemba.cloud.spi.Command.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes down what people say about lines and alarms. Safe for any threads; never blocks. */
@FunctionalInterface
public interface LineHand {

  /**
   * Does it, if it makes sense.
   *
   * @param lastWord asked at the moment before it is done: null = go on; else the answer, and
   *     nothing is done
   */
  CompletableFuture<Answer> carryOut(LineRequest request, Supplier<@Nullable Answer> lastWord);
}
