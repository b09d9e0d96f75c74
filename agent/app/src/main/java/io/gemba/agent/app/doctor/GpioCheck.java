package io.gemba.agent.app.doctor;

import io.gemba.agent.core.config.AgentConfig;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** GPIO chips and who may use them; of interest only where a device is read through them. */
final class GpioCheck {
  private GpioCheck() {}

  static List<Finding> look(AgentConfig config) throws IOException {
    return look(
        config.devices().stream().anyMatch(d -> d.adapter().equals("gpio")), Path.of("/dev"));
  }

  static List<Finding> look(boolean needed, Path dev) throws IOException {
    List<Finding> findings = new ArrayList<>();
    int chips = 0;
    try (DirectoryStream<Path> found = Files.newDirectoryStream(dev, "gpiochip*")) {
      for (Path chip : found) {
        chips++;
        if (Files.isReadable(chip) && Files.isWritable(chip)) {
          findings.add(Finding.ok("gpio", chip.getFileName().toString(), "may be used"));
        } else if (needed) {
          findings.add(
              Finding.fail(
                  "gpio",
                  chip.getFileName().toString(),
                  "user " + System.getProperty("user.name") + " may not use " + chip,
                  "sudo usermod -aG gpio gemba && sudo systemctl restart gemba; to try it yourself,"
                      + " run this with sudo"));
        }
      }
    }
    if (chips == 0 && needed) {
      findings.add(
          Finding.fail(
              "gpio",
              "",
              "this machine has no GPIO chip",
              "on a Pi: is the kernel its own (uname -a)? On a PC: remove the devices with adapter: gpio"));
    }
    return findings;
  }
}
