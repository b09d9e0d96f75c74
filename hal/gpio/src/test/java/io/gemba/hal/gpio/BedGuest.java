package io.gemba.hal.gpio;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.tck.AdapterRun;
import io.gemba.hal.tck.DeviceConfigs;
import io.gemba.hal.tck.RecordingContext;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The program that {@link KernelBedTest} runs inside the test machine: every {@link BedScenario},
 * one line of result each; and what scenarios need to move wires.
 */
final class BedGuest {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Path LIVE = Path.of(System.getenv().getOrDefault("GPIO_LIVE", "/none"));

  private final PrintStream out;

  BedGuest(PrintStream out) {
    this.out = out;
  }

  /** Wants the scenarios' names; without any runs them all. */
  public static void main(String[] names) {
    BedGuest guest = new BedGuest(System.out);
    for (BedScenario scenario : BedScenario.values()) {
      if (names.length == 0 || List.of(names).contains(scenario.name())) {
        guest.play(scenario);
      }
    }
    System.exit(0);
  }

  private void play(BedScenario scenario) {
    long from = System.nanoTime();
    String result = "ok";
    try {
      scenario.play(this);
    } catch (Throwable e) {
      e.printStackTrace();
      result = e.toString().replace('\n', ' ');
    }
    figure(scenario.name() + " took ms " + (System.nanoTime() - from) / 1_000_000);
    out.println("RESULT " + scenario.name() + " " + result);
  }

  /** Something measured, for whoever reads the log. */
  void figure(String text) {
    out.println("FIGURE " + text);
  }

  /** A new adapter for the bed's chip, found by its label. */
  static Adapter adapter(Map<String, ?> points) throws Exception {
    AdapterFactory factory = new GpioAdapterFactory();
    return factory.create(DeviceConfigs.parse(factory, Map.of("chip", "auto", "points", points)));
  }

  /** A host that writes down, with a state folder of its own. */
  static RecordingContext host() throws IOException {
    return new RecordingContext(Files.createTempDirectory("state"), InstantSource.system());
  }

  /** Runs an adapter and waits until it has the chip. */
  static AdapterRun start(Adapter adapter) throws Exception {
    AdapterRun run = AdapterRun.start(adapter, host());
    run.context().awaitConnected(PATIENCE);
    return run;
  }

  static AdapterRun start(Map<String, ?> points) throws Exception {
    return start(adapter(points));
  }

  static Map<String, Object> counter(int line) {
    return Map.of("line", line, "mode", "counter", "report", "50ms");
  }

  /** Moves a line from outside until done. */
  Map<String, Long> drive(int line, int pulses, int halfMicros) throws Exception {
    return done(driving(line, pulses, halfMicros));
  }

  /** Moves a line from outside, every change bouncing. */
  Map<String, Long> bounce(int line, int pulses, int halfMicros, int bounces, int micros)
      throws Exception {
    String[] more = {Integer.toString(bounces), Integer.toString(micros)};
    return done(driving(line, pulses, halfMicros, more));
  }

  /** Begins to move a line from outside. */
  static Process driving(int line, int pulses, int halfMicros, String... more) throws IOException {
    ProcessBuilder driver =
        new ProcessBuilder(
            "./drive",
            wire(line).resolve("pull").toString(),
            Integer.toString(pulses),
            Integer.toString(halfMicros));
    driver.command().addAll(List.of(more));
    return driver.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What a driver says that it did: pulses, edges, ms, worst_us. */
  Map<String, Long> done(Process driver) throws Exception {
    String said =
        new String(driver.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    if (driver.waitFor() != 0) {
      throw new IOException("the driver failed: " + said);
    }
    figure("drive " + said);
    Map<String, Long> did = new LinkedHashMap<>();
    for (String word : said.split(" ", -1)) {
      String[] pair = word.split("=", -1);
      did.put(pair[0], Long.parseLong(pair[1]));
    }
    return did;
  }

  static void pull(int line, boolean up) throws IOException {
    Files.writeString(wire(line).resolve("pull"), up ? "pull-up" : "pull-down");
  }

  /** The level that the wire sees. */
  static boolean level(int line) throws IOException {
    return Files.readString(wire(line).resolve("value")).strip().equals("1");
  }

  /** The chip may have another name each time it is plugged in. */
  private static Path wire(int line) throws IOException {
    String device = Files.readString(LIVE.resolveSibling("dev_name")).strip();
    return Path.of("/sys/devices/platform", device, chip(), "sim_gpio" + line);
  }

  /** Starts gpiomon, a line a rising edge. */
  static Process gpiomon(int line, Path said) throws Exception {
    List<String> command =
        oldGpiomon()
            ? List.of("gpiomon", "-r", "-b", chip(), Integer.toString(line))
            : List.of("gpiomon", "-e", "rising", "-c", chip(), Integer.toString(line));
    return new ProcessBuilder(command)
        .redirectOutput(said.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** How gpiomon is called for both edges, a line each. */
  static List<String> gpiomonBoth(int line) throws Exception {
    return oldGpiomon()
        ? List.of("gpiomon", "-b", chip(), Integer.toString(line))
        : List.of("gpiomon", "-c", chip(), Integer.toString(line));
  }

  /** Its version 2 is asked in other words than version 1. */
  private static boolean oldGpiomon() throws IOException {
    Process asked = new ProcessBuilder("gpiomon", "--version").start();
    return new String(asked.getInputStream().readAllBytes()).contains(" v1.");
  }

  /** What the chip is called now. */
  static String chip() throws IOException {
    return Files.readString(LIVE.resolveSibling("bank").resolve("chip_name")).strip();
  }

  /** Puts the chip in or pulls it out. */
  static void plug(boolean in) throws IOException {
    Files.writeString(LIVE, in ? "1" : "0");
  }
}
