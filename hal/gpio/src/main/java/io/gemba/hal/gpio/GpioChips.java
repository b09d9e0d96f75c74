package io.gemba.hal.gpio;

import io.gemba.hal.gpio.cdev.CharDevice;
import io.gemba.hal.gpio.cdev.LineInfo;
import io.gemba.hal.spi.Discoverable.Found;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The GPIO chips of a machine, by what lies in {@code /dev} and sysfs and what the kernel says.
 *
 * @param dev usually {@code /dev}
 * @param devices usually {@code /sys/bus/gpio/devices}
 */
record GpioChips(Path dev, Path devices) {

  private static final String ALLOWED = "allowed";

  static GpioChips onThisMachine() {
    return new GpioChips(Path.of("/dev"), Path.of("/sys/bus/gpio/devices"));
  }

  /** Every chip with its facts, lines and their users, and what is missing to use it. */
  List<Found> find() throws IOException {
    List<Found> found = new ArrayList<>();
    for (Path chip : listed(dev)) {
      found.add(new Found(chip.getFileName().toString(), facts(chip)));
    }
    for (Path chip : listed(devices)) {
      Path node = dev.resolve(chip.getFileName().toString());
      if (!Files.exists(node)) {
        found.add(new Found(chip.getFileName().toString(), facts(node)));
      }
    }
    return found;
  }

  private Map<String, String> facts(Path node) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    String name = node.getFileName().toString();
    List<String> labels = labels(name);
    if (!labels.isEmpty()) {
      facts.put("hardware", String.join(" ", labels));
    }
    facts.put("device", node.toString());
    facts.put("access", access(node));
    if (facts.get("access").equals(ALLOWED)) {
      facts.putAll(lines(node));
    }
    return facts;
  }

  /** What the kernel says of a chip and its lines; of a Pi's header also the picture. */
  private static Map<String, String> lines(Path node) {
    Map<String, String> facts = new LinkedHashMap<>();
    try (CharDevice chip = CharDevice.open(node)) {
      facts.put("label", chip.info().label());
      facts.put("lines", Integer.toString(chip.info().lines()));
      List<LineInfo> lines = new ArrayList<>();
      for (int line = 0; line < chip.info().lines(); line++) {
        lines.add(chip.line(line));
      }
      if (Header.LABELS.contains(chip.info().label())) {
        facts.putAll(Header.picture(lines));
      }
      for (LineInfo line : lines) {
        String name = line.name().isEmpty() ? "no name" : line.name();
        facts.put("line " + line.line(), name + ", " + Header.use(line));
      }
    } catch (IOException e) {
      facts.put("problem", e.getMessage());
    }
    return facts;
  }

  private static String access(Path node) {
    if (!Files.exists(node)) {
      return "there is no " + node + ": is udev running?";
    }
    return Files.isReadable(node) && Files.isWritable(node)
        ? ALLOWED
        : "denied: add the user to the group that owns " + node + " (usually gpio)";
  }

  /**
   * The kernel's name of a chip, given that name or a word of its hardware.
   *
   * @throws IOException there is none, with those there are
   */
  String nameOf(String wanted) throws IOException {
    List<String> seen = new ArrayList<>();
    for (Found chip : find()) {
      List<String> labels = labels(chip.address());
      if (chip.address().equals(wanted) || labels.contains(wanted)) {
        return chip.address();
      }
      seen.add(chip.address() + " " + labels);
    }
    throw new IOException("there is no GPIO chip '" + wanted + "'; there is: " + seen);
  }

  /**
   * Opens the chip that is meant.
   *
   * @throws IOException there is none, or this user may not open it: in words
   */
  CharDevice open(Chip wanted) throws IOException {
    if (wanted instanceof Chip.Named(String name)) {
      return named(name);
    }
    Map<String, Path> byLabel = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (Path node : listed(dev)) {
      try (CharDevice chip = CharDevice.open(node)) {
        byLabel.putIfAbsent(chip.info().label(), node);
      } catch (IOException e) {
        problems.add(e.getMessage());
      }
    }
    for (String label : Header.LABELS) {
      Path node = byLabel.get(label);
      if (node != null) {
        return CharDevice.open(node);
      }
    }
    throw new IOException(noHeader(byLabel, problems));
  }

  private static String noHeader(Map<String, Path> byLabel, List<String> problems) {
    if (!problems.isEmpty()) {
      return String.join("; ", problems);
    }
    String there = byLabel.isEmpty() ? "" : " (it has the chips " + byLabel.keySet() + ")";
    return "this machine is not a Raspberry Pi, so it has no header with GPIO lines"
        + there
        + ": write the chip's label or name, chip: sim:HOST:PORT for a simulator or chip: mock for"
        + " none";
  }

  private CharDevice named(String name) throws IOException {
    for (Path node : listed(dev)) {
      if (node.getFileName().toString().equals(name)) {
        return CharDevice.open(node);
      }
    }
    for (Path node : listed(dev)) {
      if (label(node).filter(name::equals).isPresent()) {
        return CharDevice.open(node);
      }
    }
    return CharDevice.open(dev.resolve(nameOf(name)));
  }

  private static Optional<String> label(Path node) {
    try (CharDevice chip = CharDevice.open(node)) {
      return Optional.of(chip.info().label());
    } catch (IOException e) {
      return Optional.empty(); // not to be opened, so it cannot be the one that is meant
    }
  }

  /** The names of the hardware and of its driver: what sysfs knows without opening the chip. */
  private List<String> labels(String chip) throws IOException {
    Path device = devices.resolve(chip);
    if (!Files.exists(device)) {
      return List.of();
    }
    List<String> labels = new ArrayList<>();
    Path hardware = device.toRealPath().getParent();
    if (hardware != null && hardware.getFileName() != null) {
      labels.add(hardware.getFileName().toString());
      Path driver = hardware.resolve("driver");
      if (Files.exists(driver)) {
        labels.add(driver.toRealPath().getFileName().toString());
      }
    }
    return labels;
  }

  private static List<Path> listed(Path folder) throws IOException {
    List<Path> chips = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "gpiochip*")) {
        stream.forEach(chips::add);
      }
    }
    chips.sort(null);
    return chips;
  }
}
