package io.gemba.agent.app.doctor;

import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.Discoverable;
import io.gemba.hal.spi.TrustKeeper;
import io.gemba.hal.spi.TrustKeeper.Shown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One device: is it there, what does it offer, do we trust it, what does the agent say of it? */
final class DeviceCheck {
  private final Patient patient;
  private final DeviceEntry device;
  private final String name;
  private final List<Finding> findings = new ArrayList<>();

  DeviceCheck(Patient patient, DeviceEntry device) {
    this.patient = patient;
    this.device = device;
    this.name = device.device().name();
  }

  List<Finding> look() throws InterruptedException {
    reach();
    trust();
    agent();
    return findings;
  }

  /** Asks what it offers; opens no session. */
  private void reach() throws InterruptedException {
    AdapterFactory adapter = patient.adapters().get(device.adapter());
    String target = device.config().settings().optionalText("endpoint").orElse(device.adapter());
    if (!(adapter instanceof Discoverable looking) || !looking.understands(target)) {
      return;
    }
    try {
      int found = looking.discover(target).size();
      String what = "answers at " + target + " with " + found + (found == 1 ? " offer" : " offers");
      findings.add(
          found > 0
              ? Finding.ok("device", name, what)
              : Finding.fail("device", name, what, "gemba discover " + target));
    } catch (IOException e) {
      findings.add(
          Finding.fail(
              "device",
              name,
              String.valueOf(e.getMessage()),
              "is it on, is its cable in, is the address right, does a firewall of the machine"
                  + " let this gateway in? Then: gemba discover "
                  + target));
    }
  }

  private void trust() {
    for (Shown shown : patient.certificates()) {
      boolean ours = shown.by().stream().anyMatch(by -> by.device().equals(name));
      if (!ours) {
        continue;
      }
      switch (shown.state()) {
        case PENDING, CHANGED ->
            findings.add(
                Finding.fail(
                    "device",
                    name,
                    "its certificate "
                        + (shown.state() == TrustKeeper.State.CHANGED ? "has CHANGED" : "is new")
                        + " and waits for a decision: SHA-256 "
                        + shown.sha256(),
                    "compare it with the one the machine shows, then: gemba trust accept"
                        + patient.configOption()
                        + " "
                        + (shown.state() == TrustKeeper.State.CHANGED ? shown.sha256() : name)));
        case REJECTED ->
            findings.add(
                Finding.warn(
                    "device",
                    name,
                    "it showed a certificate that was rejected: SHA-256 " + shown.sha256(),
                    "if that was a mistake: gemba trust accept"
                        + patient.configOption()
                        + " "
                        + shown.sha256()));
        case TRUSTED -> findings.add(Finding.ok("device", name, "its certificate is trusted"));
      }
    }
  }

  private void agent() {
    if (patient.agent() == null) {
      return;
    }
    Map<String, Object> health = Tree.map(Tree.map(patient.agent(), "devices"), name);
    Object state = health.get("state");
    if ("connected".equals(state)) {
      findings.add(Finding.ok("device", name, "the agent reads it"));
    } else if (state != null) {
      Object problem = health.get("problem");
      findings.add(
          Finding.fail(
              "device",
              name,
              "the agent says: " + (problem == null ? state : problem),
              "see the findings above; journalctl -u gemba -n 50"));
    }
    Tree.map(health, "pointProblems")
        .forEach(
            (point, words) ->
                findings.add(
                    Finding.warn(
                        "device",
                        name + "/" + point,
                        String.valueOf(words),
                        "correct the point: gemba browse shows what there is")));
  }
}
