package io.gemba.hal.opcua;

import io.gemba.hal.opcua.Selection.Change;
import io.gemba.hal.opcua.Selection.Chosen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.StatusCodes;

/**
 * The points that {@code select} found in one session, with their client handles. Used by the run's
 * thread only.
 */
final class SelectedPoints {
  private final Points points;
  private final Readings readings;
  private final Map<String, Integer> handles = new HashMap<>();
  private final Set<String> mourned = new LinkedHashSet<>();

  SelectedPoints(Points points, Readings readings) {
    this.points = points;
    this.readings = readings;
  }

  /**
   * What is to be done.
   *
   * @param fresh handles to watch from now on
   * @param stale handles to watch no longer
   */
  record Work(List<Integer> fresh, Set<Integer> stale) {}

  /** Takes a look's outcome: names that are new get handles, and what is gone is told. */
  Work take(Change change) {
    Work work = new Work(new ArrayList<>(), new HashSet<>());
    mourned.forEach(readings::forgive); // they have been told of long enough
    mourned.clear();
    for (String name : change.gone()) {
      Integer handle = handles.remove(name);
      if (handle != null) {
        work.stale().add(handle);
      }
      readings.gone(
          name,
          StatusCodes.Bad_NodeIdUnknown,
          "its node is no longer where 'select' found it on the server");
      mourned.add(name);
    }
    readings.found(change.points());
    change.now().forEach((name, chosen) -> keep(name, chosen, work));
    return work;
  }

  private void keep(String name, Chosen chosen, Work work) {
    Integer handle = handles.get(name);
    if (handle != null && points.get(handle).settings().nodeText().equals(chosen.node())) {
      return;
    }
    if (handle != null) {
      work.stale().add(handle); // the same path leads to another node now
    }
    int fresh = points.found(chosen.point());
    handles.put(name, fresh);
    work.fresh().add(fresh);
  }
}
