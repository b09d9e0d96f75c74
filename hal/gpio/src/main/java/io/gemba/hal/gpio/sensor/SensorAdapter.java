package io.gemba.hal.gpio.sensor;

import io.gemba.hal.gpio.KeptTotals;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Reads the parts of one bus, one after the other, at an interval. */
final class SensorAdapter implements Adapter {
  private final BusName bus;
  private final List<SensorSettings> points;
  private final Duration interval;
  private final SensorBus.Opener opener;
  private final LongSupplier ticker;
  private final Pause pause;
  private final KeptTotals totals;

  SensorAdapter(
      String name,
      BusName bus,
      List<SensorSettings> points,
      Duration interval,
      SensorBus.Opener opener,
      LongSupplier ticker,
      Pause pause) {
    this.bus = bus;
    this.points = List.copyOf(points);
    this.interval = interval;
    this.opener = opener;
    this.ticker = ticker;
    this.pause = pause;
    this.totals =
        new KeptTotals(
            name, points.stream().filter(SensorAdapter::sums).map(SensorSettings::name).toList());
  }

  private static boolean sums(SensorSettings point) {
    return point.kind() == PartKind.INA219 && point.measure() == Ina219.Measure.ENERGY;
  }

  @Override
  public void run(DeviceContext context) throws IOException, InterruptedException {
    totals.open(context);
    try (SensorBus open = opener.open(bus)) {
      Parts parts = new Parts(open, totals, interval, ticker, pause);
      List<PolledPoint> polled =
          points.stream().map(point -> new PolledPoint(point.name(), parts.of(point))).toList();
      context.connected();
      totals.begin(context, ticker.getAsLong());
      try {
        rounds(open, polled, context);
      } finally {
        totals.end(context);
      }
    }
  }

  private void rounds(SensorBus open, List<PolledPoint> polled, DeviceContext context)
      throws IOException, InterruptedException {
    long due = ticker.getAsLong();
    for (long round = 0; ; round++) {
      open.check();
      for (PolledPoint point : polled) {
        pause.pause(Duration.ZERO);
        point.poll(round, context);
      }
      long now = ticker.getAsLong();
      totals.saveIfDue(context, now);
      due += interval.toNanos();
      if (now - due > 0) {
        due = now; // a slow bus is not hurried to catch up
      }
      pause.pause(Duration.ofNanos(due - now));
    }
  }
}
