package io.gemba.hal.tck;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A well-behaved adapter, or one with a flaw. */
final class MemoryAdapter implements Adapter, Writable {
  private static final long BAD_NOT_WRITABLE = 0x803B0000L;

  private final DeviceConfig config;
  private final Flaw flaw;
  private final Leaks leaks;
  private Value lastGood = Value.NONE;
  private boolean ranBefore;
  private volatile boolean running;

  MemoryAdapter(DeviceConfig config, Flaw flaw, Leaks leaks) {
    this.config = config;
    this.flaw = flaw;
    this.leaks = leaks;
  }

  @Override
  public void run(DeviceContext context) throws IOException, InterruptedException {
    try {
      running = true;
      connectAndRead(context);
    } catch (InterruptedException e) {
      if (flaw == Flaw.HAL2_INTERRUPT_AS_IO_EXCEPTION) {
        throw new IOException("interrupted");
      }
      throw e;
    } catch (IOException e) {
      if (flaw == Flaw.HAL3_NO_MESSAGE) {
        throw new IOException();
      }
      throw e;
    } finally {
      running = false;
    }
  }

  @Override
  public long write(String point, Value value) throws IOException {
    if (!running && flaw != Flaw.HAL10_TAKES_WRITES_FOR_LATER) {
      throw new IOException("there is no device just now, so nothing was written");
    }
    return flaw == Flaw.HAL9_WRITES_ANYWHERE ? 0 : BAD_NOT_WRITABLE;
  }

  private void connectAndRead(DeviceContext context) throws IOException, InterruptedException {
    MemoryDevice device = MemoryDevice.at(config.settings().text("address"));
    leak();
    if (flaw == Flaw.HAL3_CONNECTED_TO_NOBODY) {
      context.connected();
    }
    connect(device);
    if (flaw == Flaw.HAL8_ONLY_ONCE && ranBefore) {
      device.wire.clear();
      take(device, true);
    }
    ranBefore = true;
    checkPoints(context);
    if (flaw != Flaw.HAL3_CONNECTED_TO_NOBODY) {
      context.connected();
    }
    while (true) {
      Sample sample = take(device, flaw == Flaw.HAL2_DEAF_WHILE_CONNECTED);
      if (sample != MemoryDevice.LOST) {
        context.sink().accept(spoil(context, sample));
      } else if (flaw == Flaw.HAL3_RETURNS_WHEN_LOST) {
        return;
      } else {
        throw new IOException("the device went away");
      }
    }
  }

  private void leak() {
    switch (flaw) {
      case HAL4_LEAVES_THREAD -> leaks.thread();
      case HAL4_LEAVES_VIRTUAL_THREAD -> leaks.virtualThread();
      case HAL4_LEAVES_SOCKET -> leaks.socket();
      default -> {}
    }
  }

  private void connect(MemoryDevice device) throws IOException, InterruptedException {
    while (device.state == MemoryDevice.State.HANGING) {
      if (flaw == Flaw.HAL2_DEAF_WHILE_CONNECTING) {
        Thread.onSpinWait();
      } else {
        Thread.sleep(10);
      }
    }
    while (device.state == MemoryDevice.State.AWAY) {
      if (flaw != Flaw.HAL3_RETRIES_BY_ITSELF) {
        throw new IOException("there is no device");
      }
      Thread.sleep(10);
    }
  }

  private void checkPoints(DeviceContext context) throws IOException {
    for (DeviceConfig.Point point : config.points()) {
      if (point.settings().integer("register") == 99) {
        reportBroken(context, point.name());
      }
    }
  }

  private void reportBroken(DeviceContext context, String point) throws IOException {
    if (flaw == Flaw.HAL7_ONE_ENDS_ALL) {
      throw new IOException("no register 99");
    }
    if (flaw != Flaw.HAL7_SILENT_ABOUT_BAD) {
      context.sink().accept(Sample.bad(point, 0, context.clock().instant()));
    }
    if (flaw != Flaw.HAL7_NO_PROBLEM_TOLD) {
      context.pointProblem(point, "the device has no register 99");
    }
  }

  private static Sample take(MemoryDevice device, boolean deaf) throws InterruptedException {
    while (deaf) {
      try {
        Sample sample = device.wire.poll(10, TimeUnit.MILLISECONDS);
        if (sample != null) {
          return sample;
        }
      } catch (InterruptedException e) {
        Thread.onSpinWait();
      }
    }
    return device.wire.take();
  }

  private Sample spoil(DeviceContext context, Sample sample) {
    return switch (flaw) {
      case HAL5_TIME_OF_ARRIVAL -> at(sample, sample.value(), sample.quality(), context);
      case HAL5_EVERYTHING_GOOD -> Sample.good(sample.point(), sample.value(), sample.sourceTime());
      case HAL5_LAST_GOOD_VALUE -> {
        lastGood = sample.quality() == Quality.BAD ? lastGood : sample.value();
        yield new Sample(sample.point(), lastGood, sample.quality(), 0, sample.sourceTime());
      }
      default -> sample;
    };
  }

  private static Sample at(Sample sample, Value value, Quality quality, DeviceContext context) {
    return new Sample(sample.point(), value, quality, 0, context.clock().instant());
  }
}
