package io.gemba.agent.app.doctor;

import io.gemba.agent.core.config.AgentConfig;
import io.gemba.agent.core.config.UplinkConfig;
import io.gemba.cloud.mqtt.BrokerProbe;
import io.gemba.hal.spi.ConfigException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Each broker: name, TCP and TLS, login. With a client id of its own, beside the agent's session.
 */
final class BrokerCheck {
  private static final long STEP_MILLIS = Duration.ofSeconds(8).toMillis();

  private BrokerCheck() {}

  static List<Finding> look(Patient patient, AgentConfig config, UplinkConfig uplink)
      throws ConfigException, InterruptedException {
    String suffix = Integer.toHexString(ThreadLocalRandom.current().nextInt(0x1000, 0x10000));
    String clientId = "gemba-doctor-" + config.gateway().id() + "-" + suffix;
    List<Finding> findings = new ArrayList<>();
    Map<String, Object> agents = Tree.map(Tree.map(patient.agent(), "uplinks"), uplink.name());
    boolean connected = Boolean.TRUE.equals(agents.get("connected"));
    for (BrokerProbe.Step step :
        BrokerProbe.probe(config.gateway(), uplink.settings(), clientId, STEP_MILLIS)) {
      findings.add(finding(uplink.name(), step, connected, clientId));
    }
    if (connected) {
      findings.add(Finding.ok("broker", uplink.name(), "the agent has a session"));
    }
    return findings;
  }

  private static Finding finding(
      String uplink, BrokerProbe.Step step, boolean connected, String clientId) {
    String problem = step.problem();
    if (problem == null) {
      return Finding.ok("broker", uplink, step.what() + ": " + step.fact());
    }
    int advice = problem.indexOf(": ");
    String text = advice < 0 ? problem : problem.substring(0, advice);
    String fix = advice < 0 ? "see cloud-bridge/README.md" : problem.substring(advice + 2);
    if (connected) {
      return Finding.warn(
          "broker",
          uplink,
          "the agent has a session, but the doctor, as " + clientId + ", has not: " + text,
          "nothing, if the broker takes known client ids only; else: " + fix);
    }
    return Finding.fail("broker", uplink, step.what() + ": " + text, fix);
  }
}
