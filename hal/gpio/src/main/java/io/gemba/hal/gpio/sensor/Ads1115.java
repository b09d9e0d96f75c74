package io.gemba.hal.gpio.sensor;

import io.gemba.hal.gpio.cdev.NoAnswerException;
import java.io.IOException;
import java.time.Duration;

/**
 * One channel of TI's ADS1115, a 16-bit converter (data sheet SBAS444): one conversion for each
 * reading, at 128 a second, against ground.
 */
final class Ads1115 implements Part {
  private static final int CONVERSION = 0;
  private static final int CONFIG = 1;

  private static final int START = 0x8000;
  private static final int FIRST_SINGLE_ENDED = 0x4000;
  private static final int SINGLE_SHOT = 0x0100;
  private static final int RATE_128 = 0x0080;
  private static final int NO_COMPARATOR = 0x0003;
  private static final int CHANNEL_SHIFT = 12;
  private static final int GAIN_SHIFT = 9;
  private static final int MOST = 0x7FFF;
  private static final double FULL = 0x8000;

  /** 7.8 ms and a tenth, for the chip's own oscillator. */
  private static final Duration CONVERTS = Duration.ofNanos(8_600_000);

  private static final int LOOKS = 4;
  private static final double[] FULL_SCALES = {6.144, 4.096, 2.048, 1.024, 0.512, 0.256};

  private final Registers bus;
  private final int address;
  private final int config;
  private final double fullScale;
  private final Signal signal;
  private final Pause pause;

  Ads1115(Registers bus, int address, int channel, Signal signal, Pause pause) {
    this.bus = bus;
    this.address = address;
    this.signal = signal;
    this.pause = pause;
    int gain = gain(signal.mostVolts());
    this.fullScale = FULL_SCALES[gain];
    this.config =
        START
            | FIRST_SINGLE_ENDED
            | channel << CHANNEL_SHIFT
            | gain << GAIN_SHIFT
            | SINGLE_SHOT
            | RATE_128
            | NO_COMPARATOR;
  }

  /** Whether a signal fits the chip's widest range at all. */
  static boolean canSee(double volts) {
    return volts <= FULL_SCALES[0];
  }

  private static int gain(double volts) {
    int gain = 0;
    while (gain + 1 < FULL_SCALES.length && FULL_SCALES[gain + 1] >= volts) {
      gain++;
    }
    return gain;
  }

  @Override
  public Reading read(long poll) throws IOException, InterruptedException {
    bus.write(address, CONFIG, config);
    pause.pause(CONVERTS);
    for (int look = 0; look < LOOKS; look++) {
      int state = bus.read(address, CONFIG);
      if ((state & ~START) != (config & ~START)) {
        throw new NoAnswerException(
            "the ads1115 at 0x%02x has forgotten what it was told: does its supply fail?"
                .formatted(address));
      }
      if ((state & START) != 0) {
        return converted((short) bus.read(address, CONVERSION));
      }
      pause.pause(Duration.ofMillis(1));
    }
    throw new NoAnswerException(
        "the ads1115 at 0x%02x does not finish its conversion".formatted(address));
  }

  private Reading converted(short raw) {
    if (raw == MOST) {
      return Reading.bad(
          Reading.BAD_SENSOR_FAILURE,
          "the converter sees more than " + fullScale + " V: wiring, shunt or divider?");
    }
    return signal.of(raw * fullScale / FULL);
  }
}
