package io.gemba.agent.app.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs all checks at the same time and ends by a deadline, whatever hangs: a name server, a disk, a
 * machine. Nothing is changed, and a running agent is not disturbed.
 */
public final class Checkup {
  /** The whole visit. */
  public static final Duration LONGEST = Duration.ofSeconds(24);

  private Checkup() {}

  /** One look. */
  interface Check {
    List<Finding> look() throws Exception;
  }

  /** Looks at everything; findings in the order in which a sample travels. */
  public static List<Finding> of(Patient patient) throws InterruptedException {
    Map<String, Check> checks = new LinkedHashMap<>();
    checks.put("config", () -> ConfigCheck.look(patient));
    checks.put("java", () -> JavaCheck.look(patient));
    checks.put("clock", ClockCheck::look);
    if (patient.config().isPresent()) {
      var config = patient.config().get();
      checks.put("disk", () -> DiskCheck.look(config, patient.agent()));
      checks.put("permissions", () -> PermissionCheck.look(patient.file(), config));
      checks.put("gpio", () -> GpioCheck.look(config));
      for (var device : config.devices()) {
        checks.put(
            "device " + device.device().name(), () -> new DeviceCheck(patient, device).look());
      }
      checks.put("journal", () -> JournalCheck.look(config, patient.agent()));
      for (var uplink : config.uplinks()) {
        checks.put("broker " + uplink.name(), () -> BrokerCheck.look(patient, config, uplink));
      }
    }
    return run(checks, LONGEST);
  }

  static List<Finding> run(Map<String, Check> checks, Duration longest)
      throws InterruptedException {
    Map<String, FutureTask<List<Finding>>> running = new LinkedHashMap<>();
    checks.forEach(
        (name, check) -> {
          FutureTask<List<Finding>> task = new FutureTask<>(check::look);
          running.put(name, task);
          // Platform threads that nobody waits for in the end: a hung disk holds its thread for
          // ever.
          Thread.ofPlatform().name("doctor " + name).daemon().start(task);
        });
    long deadline = System.nanoTime() + longest.toNanos();
    List<Finding> findings = new ArrayList<>();
    for (var entry : running.entrySet()) {
      findings.addAll(outcome(entry.getKey(), entry.getValue(), deadline));
    }
    return findings;
  }

  private static List<Finding> outcome(String name, FutureTask<List<Finding>> task, long deadline)
      throws InterruptedException {
    String[] area = name.split(" ", 2);
    String subject = area.length == 2 ? area[1] : "";
    try {
      return task.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return List.of(
          Finding.fail(
              area[0],
              subject,
              "no answer in " + LONGEST.toSeconds() + " s",
              "whatever should answer hangs: see the other findings, then try again"));
    } catch (ExecutionException e) {
      return List.of(
          Finding.fail(
              area[0],
              subject,
              "could not be looked at: " + e.getCause(),
              "report this to whoever made Gemba, with a 'gemba support-bundle'"));
    }
  }
}
