package io.gemba.agent.core.config;

import static io.gemba.agent.core.config.Complaint.quote;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes facts of the section {@code reasons}, and of the lines' choices from it. */
final class ReasonSections {
  private final Map<String, Reason> catalogue = new LinkedHashMap<>();

  ReasonSections(Section top) {
    top.named("reasons")
        .forEach((id, section) -> catalogue.put(id, Reason.filled(id, section.texts())));
    if (catalogue.isEmpty()) {
      Reason.BUILT_IN.forEach(reason -> catalogue.put(reason.id(), reason));
    }
  }

  /** What a line's people may choose from: its own list, or the whole catalogue. */
  List<Reason> of(Section line) {
    List<Reason> chosen = new ArrayList<>(line.parseAll("reasons", this::known));
    return chosen.isEmpty() ? List.copyOf(catalogue.values()) : chosen;
  }

  private Reason known(String id) throws Complaint {
    Reason reason = catalogue.get(id);
    if (reason == null) {
      throw new Complaint(
          "there is no reason " + quote(id), Spelling.didYouMean(id, catalogue.keySet()));
    }
    return reason;
  }
}
