package io.gemba.agent.app.doctor;

import io.gemba.agent.core.derived.DerivedFactory;
import java.util.ArrayList;
import java.util.List;

/** Java and the adapters. */
final class JavaCheck {
  private static final int NEEDED = 25;

  private JavaCheck() {}

  static List<Finding> look(Patient patient) {
    List<Finding> findings = new ArrayList<>();
    String what =
        "Java "
            + Runtime.version()
            + " in "
            + System.getProperty("java.home")
            + " on "
            + System.getProperty("os.arch");
    findings.add(
        Runtime.version().feature() >= NEEDED
            ? Finding.ok("java", "", what)
            : Finding.fail("java", "", what, "sudo apt install openjdk-25-jre-headless"));
    patient
        .brokenAdapters()
        .forEach(
            (name, why) ->
                findings.add(
                    Finding.fail(
                        "adapter", name, why, "put a matching jar into its folder, or remove it")));
    if (patient.adapters().keySet().stream().allMatch(DerivedFactory.NAME::equals)) {
      findings.add(
          Finding.fail(
              "adapter", "", "none is installed", "install Gemba again: apt install --reinstall"));
    }
    return findings;
  }
}
