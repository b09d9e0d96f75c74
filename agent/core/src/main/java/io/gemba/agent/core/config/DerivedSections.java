package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import io.gemba.agent.core.config.LineConfig.PointRef;
import io.gemba.agent.core.derived.DerivedFactory;
import io.gemba.hal.spi.DeviceConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks what derived points are computed from: points that exist, and never from themselves. */
final class DerivedSections {
  private final KnownPoints points;
  private final Map<PointRef, Derived> derived = new LinkedHashMap<>();

  private record Derived(List<PointRef> inputs, Place at, Problems problems) {}

  DerivedSections(KnownPoints points) {
    this.points = points;
  }

  void check(Section top, List<DeviceEntry> devices) {
    Map<String, Section> sections = top.named("devices");
    for (DeviceEntry entry : devices) {
      Section section = sections.get(entry.device().name());
      if (section != null && entry.adapter().equals(DerivedFactory.NAME)) {
        entry.config().points().forEach(point -> read(entry, point, section));
      }
    }
    Set<PointRef> named = new LinkedHashSet<>();
    for (PointRef point : derived.keySet()) {
      if (!named.contains(point)) {
        follow(point, new LinkedHashSet<>(), named);
      }
    }
  }

  private void read(DeviceEntry entry, DeviceConfig.Point point, Section section) {
    String text = point.settings().optionalText(DerivedFactory.FORMULA).orElse("");
    Place at = section.at("points." + point.name() + "." + DerivedFactory.FORMULA);
    List<PointRef> inputs = new ArrayList<>();
    try {
      if (!text.isEmpty()) { // one that is missing was complained about already
        for (String written : StateSections.formula(text).points().stream().sorted().toList()) {
          inputs.add(points.ref(written));
        }
      }
    } catch (Complaint complaint) {
      section.problems().add(at, complaint);
    }
    derived.put(
        new PointRef(entry.device().name(), point.name()),
        new Derived(inputs, at, section.problems()));
  }

  /** Walks to what a point is computed from; one that is met again on the way is a circle. */
  private void follow(PointRef point, SequencedSet<PointRef> way, Set<PointRef> done) {
    Derived of = derived.get(point);
    if (of == null || done.contains(point)) {
      return;
    }
    if (!way.add(point)) {
      List<PointRef> circle = way.stream().dropWhile(one -> !one.equals(point)).toList();
      Derived first = derived.getOrDefault(circle.getFirst(), of);
      String words =
          Stream.concat(circle.stream(), Stream.of(point))
              .map(one -> one.device() + "/" + one.point())
              .collect(Collectors.joining(" → "));
      first
          .problems()
          .add(
              first.at(),
              quote(name(point)) + " is computed from itself: " + words,
              "leave one of them out");
      done.addAll(circle);
      return;
    }
    of.inputs().forEach(input -> follow(input, way, done));
    way.remove(point);
    done.add(point);
  }

  private static String name(PointRef point) {
    return point.device() + "/" + point.point();
  }
}
