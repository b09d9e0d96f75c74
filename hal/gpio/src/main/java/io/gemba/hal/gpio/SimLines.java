package io.gemba.hal.gpio;

import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalOutputProvider;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Pi4J's mock inputs driven by a simulator's feed, so that everything above the wire is what runs
 * on a Pi. One line of text, {@code "<bcm> <0|1>\n"}, sets one level; lines nobody took are let by,
 * but remembered for when they are. Outputs are told to the simulator in the same words.
 */
final class SimLines extends Pi4jLines {
  private static final Duration FIRST_LEVELS = Duration.ofMillis(100);
  private static final Duration QUIET = Duration.ofMillis(10);

  private final TextFeed feed;
  private final Map<Integer, MockDigitalInput> taken = new HashMap<>();
  private final Map<Integer, Boolean> parked = new HashMap<>();
  private final Map<Integer, DigitalState> levels = new HashMap<>();

  private SimLines(TextFeed feed, InstantSource clock, LongSupplier ticker) throws IOException {
    super(
        MockDigitalInputProvider.newInstance(),
        MockDigitalOutputProvider.newInstance(),
        "",
        clock,
        ticker);
    this.feed = feed;
  }

  /**
   * Connects to a simulator. Levels that it tells at once are how things are, not edges.
   *
   * @throws IOException nobody answers there
   */
  static SimLines connect(Chip.Sim sim, InstantSource clock, LongSupplier ticker)
      throws IOException, InterruptedException {
    SimLines lines = over(TextFeed.connect(sim.host(), sim.port()), clock, ticker);
    try {
      lines.driveFirstLevels();
      return lines;
    } catch (IOException | InterruptedException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  private static SimLines over(TextFeed feed, InstantSource clock, LongSupplier ticker)
      throws IOException {
    try {
      return new SimLines(feed, clock, ticker);
    } catch (IOException | RuntimeException e) {
      feed.close();
      throw e;
    }
  }

  @Override
  void taken(int line, DigitalInput input) {
    MockDigitalInput mock = (MockDigitalInput) input;
    taken.put(line, mock);
    mock.mockState(levels.getOrDefault(line, DigitalState.LOW));
  }

  @Override
  public Optional<Edge> next(Duration wait) throws IOException, InterruptedException {
    Optional<Edge> edge = super.next(Duration.ZERO);
    if (edge.isEmpty()) {
      driveAll(wait);
      edge = super.next(Duration.ZERO);
    }
    return edge;
  }

  /** Until the feed is quiet for a moment, but not for ever: a busy one is never quiet. */
  private void driveFirstLevels() throws IOException, InterruptedException {
    long end = System.nanoTime() + FIRST_LEVELS.toNanos();
    boolean more = driveAll(FIRST_LEVELS);
    while (more && System.nanoTime() - end < 0) {
      more = driveAll(QUIET);
    }
  }

  private boolean driveAll(Duration wait) throws IOException, InterruptedException {
    List<String> lines = feed.read(wait);
    for (String line : lines) {
      drive(line);
    }
    return !lines.isEmpty();
  }

  @Override
  public Output output(int line, boolean high, boolean after) throws IOException {
    Output mock = super.output(line, high, after);
    parked.put(line, after);
    feed.say(text(line, high));
    return on -> {
      mock.set(on);
      feed.say(text(line, on));
    };
  }

  private static String text(int line, boolean high) {
    return line + (high ? " 1\n" : " 0\n");
  }

  private void drive(String text) throws IOException {
    String[] words = text.split(" ", -1);
    try {
      int line = Integer.parseInt(words[0]);
      if (words.length == 2 && (words[1].equals("0") || words[1].equals("1"))) {
        set(line, words[1].equals("1") ? DigitalState.HIGH : DigitalState.LOW);
        return;
      }
    } catch (NumberFormatException e) {
      throw feed.broken("said '" + text + "' where '<bcm> <0|1>' was expected", e);
    }
    throw feed.broken("said '" + text + "' where '<bcm> <0|1>' was expected", null);
  }

  private void set(int line, DigitalState level) {
    levels.put(line, level);
    MockDigitalInput input = taken.get(line);
    if (input != null) {
      input.mockState(level);
    }
  }

  @Override
  public void close() {
    try {
      super.close();
      for (Map.Entry<Integer, Boolean> output : parked.entrySet()) {
        feed.say(text(output.getKey(), output.getValue()));
      }
    } catch (IOException e) {
      parked.clear(); // the simulator is gone, and its wires with it
    } finally {
      feed.close();
    }
  }
}
