package io.gemba.agent.core.derived;

import io.gemba.agent.core.formula.FormulaException;
import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.ConfigKey.Kind;
import io.gemba.hal.spi.DeviceConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code adapter: derived}, the one adapter that comes with the core: its device is the samples of
 * all other devices.
 */
public final class DerivedFactory implements AdapterFactory {
  /** What configurations call it. */
  public static final String NAME = "derived";

  /** The key of a point that says what it comes to. */
  public static final String FORMULA = "formula";

  private final PointFeed feed;

  /** For checking only: its devices read nothing. */
  public DerivedFactory() {
    this(new PointFeed((device, point) -> null));
  }

  /** Reads what the feed brings. */
  public DerivedFactory(PointFeed feed) {
    this.feed = feed;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<ConfigKey> deviceKeys() {
    return List.of();
  }

  @Override
  public List<ConfigKey> pointKeys() {
    return List.of(
        ConfigKey.of(
                FORMULA,
                Kind.TEXT,
                "What it comes to, other points in brackets: [press1/power] / [press1/parts-per-hour]")
            .mandatory());
  }

  @Override
  public Adapter create(DeviceConfig config) throws ConfigException {
    List<DerivedPoint> points = new ArrayList<>();
    for (DeviceConfig.Point point : config.points()) {
      try {
        points.add(DerivedPoint.of(point.name(), point.settings().text(FORMULA)));
      } catch (FormulaException e) {
        throw new ConfigException(
            "points." + point.name() + "." + FORMULA,
            "cannot be read: "
                + e.words()
                + " — write for example \"[press1/power] / [press1/speed]\"");
      }
    }
    return new DerivedAdapter(points, feed);
  }
}
