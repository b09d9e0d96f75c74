package io.gemba.agent.core.config;

import io.gemba.agent.core.derived.DerivedFactory;
import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.DeviceConfig.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes facts of the section {@code devices} and lets each adapter check its own keys. */
final class DeviceSections {
  private final Map<String, AdapterFactory> adapters;
  private final PointsFile pointsFile;
  private final List<DeviceEntry> entries = new ArrayList<>();
  private final KnownPoints points = new KnownPoints();

  DeviceSections(Map<String, AdapterFactory> adapters, PointsFile pointsFile) {
    this.adapters = adapters;
    this.pointsFile = pointsFile;
  }

  void read(Section top) throws IOException {
    for (Map.Entry<String, Section> entry : top.named("devices").entrySet()) {
      entries.add(device(entry.getKey(), entry.getValue()));
    }
  }

  List<DeviceEntry> entries() {
    return entries;
  }

  KnownPoints points() {
    return points;
  }

  private DeviceEntry device(String name, Section section) throws IOException {
    int before = section.problems().count();
    String place = section.parse("place", Names::place, "area/line/cell");
    String adapterName = section.settings().optionalText("adapter").orElse("");
    AdapterFactory adapter = adapters.get(adapterName);
    Map<String, Section> all = new LinkedHashMap<>(section.named("points"));
    boolean complete = addFromFile(section, adapter, all);
    boolean selects = section.where().inside().containsKey("select"); // the adapter finds more
    points.add(name, all.keySet(), complete && !selects);
    DeviceConfig config =
        new DeviceConfig(
            name,
            section.settings(),
            all.entrySet().stream().map(e -> point(e.getKey(), e.getValue())).toList());
    boolean checked = adapterName.equals(DerivedFactory.NAME); // formula by formula, elsewhere
    if (adapter != null && !checked && section.sound() && section.problems().count() == before) {
      check(adapter, config, locating(section, all));
    }
    return new DeviceEntry(new DeviceRef(name, place), adapterName, config, names(all));
  }

  /** Returns whether all points of the device are known now. */
  private boolean addFromFile(
      Section section, @Nullable AdapterFactory adapter, Map<String, Section> all)
      throws IOException {
    Optional<Path> file = section.settings().optionalFile("points-file");
    if (file.isEmpty()) {
      return !section.where().inside().containsKey("points-file");
    }
    if (adapter == null) {
      return false;
    }
    int before = section.problems().count();
    Map<String, Section> more =
        pointsFile.read(file.get(), section.at("points-file"), adapter, all.keySet());
    all.putAll(more);
    return section.problems().count() == before;
  }

  private static Point point(String name, Section section) {
    return new Point(
        name,
        section.settings().optionalText("unit").orElse(null),
        section.settings().has("writable") && section.settings().flag("writable"),
        section.settings());
  }

  private static Map<String, Map<String, String>> names(Map<String, Section> all) {
    Map<String, Map<String, String>> names = new LinkedHashMap<>();
    all.forEach(
        (point, section) -> {
          if (!section.names().isEmpty()) {
            names.put(point, section.names());
          }
        });
    return names;
  }

  /** The device's places, with those of points that stand in another file. */
  private static Section locating(Section section, Map<String, Section> all) {
    Map<String, Located> places = new LinkedHashMap<>();
    all.forEach((point, of) -> places.put(point, of.where()));
    return new Section(
        section.settings(), section.where().with("points", places), section.problems());
  }

  private static void check(AdapterFactory adapter, DeviceConfig config, Section section) {
    try {
      adapter.create(config);
    } catch (ConfigException e) {
      section.report(e);
    } catch (RuntimeException | LinkageError e) {
      // A stranger's code: its bug must not hide the other problems of the file.
      section
          .problems()
          .add(
              section.where().at(),
              "the adapter '" + adapter.name() + "' failed on this device: " + e,
              "report this to whoever made the adapter");
    }
  }
}
