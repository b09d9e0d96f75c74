package io.gemba.hal.gpio.sensor;

import io.gemba.hal.gpio.cdev.NoAnswerException;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One point of a run: measurements are told each round, contacts and trouble when they change. */
final class PolledPoint {
  private final String name;
  private final Part part;
  private @Nullable Reading told;

  PolledPoint(String name, Part part) {
    this.name = name;
    this.part = part;
  }

  /**
   * Reads and tells.
   *
   * @throws IOException the bus is gone
   */
  void poll(long round, DeviceContext context) throws IOException, InterruptedException {
    Reading reading;
    try {
      reading = part.read(round);
    } catch (NoAnswerException e) {
      String why = e.getMessage() == null ? e.toString() : e.getMessage();
      reading = Reading.bad(Reading.BAD_NO_COMMUNICATION, why);
    }
    context.pointProblem(name, reading.problem());
    if (isNews(reading)) {
      context
          .sink()
          .accept(
              new Sample(
                  name,
                  reading.value(),
                  reading.quality(),
                  reading.status(),
                  context.clock().instant()));
      told = reading;
    }
  }

  private boolean isNews(Reading reading) {
    Reading before = told;
    boolean same =
        before != null
            && before.status() == reading.status()
            && before.value().equals(reading.value());
    boolean measured = reading.quality() != Quality.BAD && !(reading.value() instanceof Value.Bool);
    return measured || !same;
  }
}
