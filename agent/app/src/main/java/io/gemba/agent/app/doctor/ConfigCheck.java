package io.gemba.agent.app.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The file, and whether the running agent uses it. */
final class ConfigCheck {
  private ConfigCheck() {}

  static List<Finding> look(Patient patient) {
    List<Finding> findings = new ArrayList<>();
    for (String problem : patient.configProblems()) {
      findings.add(
          Finding.fail("config", "", problem, "correct it: gemba check " + patient.file()));
    }
    if (patient.configProblems().isEmpty()) {
      findings.add(Finding.ok("config", "", patient.file() + " is fine"));
    }
    Map<String, Object> agent = patient.agent();
    if (agent == null) {
      findings.add(
          Finding.warn(
              "agent",
              "",
              "no agent runs with this configuration (or it belongs to another user)",
              "sudo systemctl start gemba; as another user: sudo gemba doctor"));
      return findings;
    }
    findings.add(Finding.ok("agent", "", "runs, version " + agent.get("version")));
    Map<String, Object> config = Tree.map(agent, "config");
    if (Boolean.TRUE.equals(config.get("changed"))) {
      findings.add(
          Finding.warn(
              "agent", "", "the configuration was changed and is not in force", "gemba reload"));
    }
    if (config.get("problems") instanceof List<?> problems && !problems.isEmpty()) {
      findings.add(
          Finding.fail(
              "agent",
              "",
              "a changed configuration was refused, the last good one stays in force: "
                  + problems.getFirst(),
              "correct the file, then: gemba reload"));
    }
    return findings;
  }
}
