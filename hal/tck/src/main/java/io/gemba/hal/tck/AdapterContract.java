package io.gemba.hal.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.ConfigKey;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.spi.Writable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules HAL-1 to HAL-8 of {@link Adapter}, and HAL-9 and HAL-10 of {@link Writable}, as tests:
 * subclass it, give it your factory and a {@link FakeDevice}, run it.
 *
 * <p>What a device by its nature cannot do is said by overriding one of the {@code deviceCan…}
 * methods, with the reason in a comment; the part of the rule that needs it is then reported as
 * skipped.
 */
public abstract class AdapterContract {
  private static final Duration INTERRUPT_DEADLINE = Duration.ofSeconds(2);
  private static final Duration BUSY_CONNECTING = Duration.ofMillis(200);
  private static final Instant GATEWAY_TIME = Instant.parse("2001-02-03T04:05:06.789Z");
  private static final Instant DEVICE_TIME = Instant.parse("2020-02-29T12:34:56.789Z");
  private static final String BROKEN = "broken-one";

  private final ManualClock clock = new ManualClock(GATEWAY_TIME);
  private final List<AdapterRun> runs = new ArrayList<>();
  @TempDir private Path stateDirectory;
  private FakeDevice device;

  /** Your factory, as the service loader would make it. */
  protected abstract AdapterFactory factory();

  /** A new fake device, absent as yet; one for each test, closed after it. */
  protected abstract FakeDevice newDevice() throws Exception;

  /** Configurations with one mistake each, at least one, beyond what the keys themselves tell. */
  protected abstract List<BadSetting> badSettings(Map<String, Object> good);

  /** HAL-1, HAL-3, HAL-8: no where it is always there, like a built-in mock. */
  protected boolean deviceCanBeAbsent() {
    return true;
  }

  /** HAL-3, HAL-4, HAL-8: no where it cannot vanish while it is read. */
  protected boolean deviceCanBeLost() {
    return true;
  }

  /** HAL-1, HAL-2: no where there is nothing to wait for while connecting. */
  protected boolean deviceCanHang() {
    return true;
  }

  /** HAL-5: no where the device has no clock; then the gateway's must be used, read on arrival. */
  protected boolean deviceTellsTime() {
    return true;
  }

  /** HAL-5: the qualities the device can give to a value. */
  protected List<Quality> deviceQualities() {
    return List.of(Quality.GOOD, Quality.UNCERTAIN, Quality.BAD);
  }

  /** HAL-7: no where a point that can be configured is always there. */
  protected boolean pointCanBreak() {
    return true;
  }

  /**
   * HAL-1, HAL-4: whether a thread or file (such as {@code thread #42 netty-1}) may stay: it is the
   * fake device's, or one for the whole process that the protocol library never gives back. Say
   * which and why.
   */
  protected boolean mayStay(String threadOrFile) {
    return false;
  }

  /** How long anything but an interrupt may take: connecting, noticing a loss, one sample. */
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  @BeforeEach
  final void openDevice() throws Exception {
    device = newDevice();
  }

  @AfterEach
  final void closeDevice() throws Exception {
    runs.forEach(AdapterRun::interrupt);
    device.close();
    runs.forEach(AdapterRun::close);
  }

  @Test
  final void describesItself() {
    AdapterFactory factory = factory();
    assertThat(factory.name()).matches("[a-z0-9-]+");
    assertThat(factory.spiVersion()).isEqualTo(AdapterFactory.SPI_VERSION);
    assertThat(factory.deviceKeys()).allSatisfy(AdapterContract::describesItself);
    assertThat(factory.pointKeys()).allSatisfy(AdapterContract::describesItself);
  }

  private static void describesItself(ConfigKey key) {
    assertThat(key.name()).matches("[a-z0-9-]+");
    assertThat(key.doc()).as("doc of key '%s'", key.name()).isNotBlank();
    assertThat(key.keys()).allSatisfy(AdapterContract::describesItself);
  }

  @Test
  final void hal1_createDoesNoIo() throws Exception {
    if (deviceCanHang()) {
      device.hang();
      createLeavesNothing();
      device.stop();
    }
    if (!deviceCanBeAbsent()) {
      device.start();
    }
    createLeavesNothing();
  }

  private void createLeavesNothing() throws Exception {
    Footprint before = Footprint.now();
    List<Throwable> thrown = new ArrayList<>();
    Thread creating = Thread.ofPlatform().daemon().start(() -> createInto(thrown));
    creating.join(INTERRUPT_DEADLINE);
    assertThat(creating.isAlive()).as("create() waits for the device").isFalse();
    assertThat(thrown).as("create() needs the device").isEmpty();
    assertThat(newSince(before)).as("left behind by create()").isEmpty();
  }

  @SuppressWarnings("Interruption") // handed to the test, which fails
  private void createInto(List<Throwable> thrown) {
    try {
      create(device.settings());
    } catch (Throwable e) {
      thrown.add(e);
    }
  }

  @Test
  final void hal2_interruptEndsRun() throws Exception {
    device.start();
    AdapterRun run = connect(newAdapter());
    run.interrupt();
    run.awaitEnd(InterruptedException.class, INTERRUPT_DEADLINE);
  }

  @Test
  final void hal2_interruptEndsConnecting() throws Exception {
    Assumptions.assumeTrue(deviceCanHang(), "the device cannot hang (deviceCanHang)");
    Adapter adapter = newAdapter(); // before: one that waits in create() breaks HAL-1, not this
    device.hang();
    AdapterRun run = run(adapter);
    if (Await.happens(BUSY_CONNECTING, run::hasEnded)) {
      run.awaitEnd(IOException.class, Duration.ZERO); // its own deadline was shorter
      return;
    }
    run.interrupt();
    run.awaitEnd(InterruptedException.class, INTERRUPT_DEADLINE);
  }

  @Test
  final void hal3_absenceEndsRun() throws Exception {
    Assumptions.assumeTrue(deviceCanBeAbsent(), "the device cannot be absent (deviceCanBeAbsent)");
    AdapterRun run = run(newAdapter());
    assertThat(run.awaitEnd(IOException.class, patience())).message().isNotBlank();
    assertThat(run.context().connections()).as("calls of connected()").isZero();
  }

  @Test
  final void hal3_lossEndsRun() throws Exception {
    Assumptions.assumeTrue(deviceCanBeLost(), "the device cannot be lost (deviceCanBeLost)");
    device.start();
    AdapterRun run = connect(newAdapter());
    device.stop();
    assertThat(run.awaitEnd(IOException.class, patience())).message().isNotBlank();
  }

  @Test
  final void hal4_nothingSurvivesRun() throws Exception {
    Adapter first = newAdapter(); // before the look: what create() leaves behind breaks HAL-1
    Adapter second = newAdapter();
    Adapter third = newAdapter();
    Footprint absent = Footprint.now();
    if (deviceCanBeAbsent()) {
      awaitAnyEnd(run(first), "HAL-3");
      awaitBackTo(absent, "after a run without the device");
    }
    device.start();
    Footprint present = Footprint.now();
    AdapterRun interrupted = connect(second);
    interrupted.interrupt();
    awaitAnyEnd(interrupted, "HAL-2");
    awaitBackTo(present, "after an interrupted run");
    if (deviceCanBeLost()) {
      AdapterRun lost = connect(third);
      device.stop();
      awaitAnyEnd(lost, "HAL-3");
      awaitBackTo(absent, "after the device was lost");
    }
  }

  private void awaitBackTo(Footprint before, String when) throws InterruptedException {
    Await.until(
        () -> "nothing is left " + when + ", but there is " + newSince(before),
        INTERRUPT_DEADLINE,
        () -> newSince(before).isEmpty());
  }

  @Test
  final void hal5_qualityAndSourceTimeAreTheDevices() throws Exception {
    device.start();
    AdapterRun run = connect(newAdapter());
    for (Quality quality : deviceQualities()) {
      awaitEmitted(run, quality);
    }
    awaitEmitted(run, Quality.GOOD);
  }

  @Test
  final void hal6_badSettingsAreRefusedByKey() throws Exception {
    Map<String, Object> good = device.settings();
    List<BadSetting> bad = new ArrayList<>(badSettings(good));
    assertThat(bad).as("badSettings(): give at least one").isNotEmpty();
    bad.add(BadSetting.of(good, "no-such-key", 1));
    factory().deviceKeys().stream()
        .filter(key -> key.required() && key.defaultText() == null)
        .forEach(key -> bad.add(BadSetting.without(good, key.name())));
    for (BadSetting mistake : bad) {
      Throwable thrown = catchThrowable(() -> create(mistake.settings()));
      assertThat(thrown)
          .as("a mistake at key '%s' in %s", mistake.key(), mistake.settings())
          .isInstanceOf(ConfigException.class)
          .message()
          .isNotBlank();
      assertThat(((ConfigException) thrown).key()).isEqualTo(mistake.key());
    }
    newAdapter();
  }

  @Test
  final void hal7_oneBadPointIsBadAlone() throws Exception {
    Assumptions.assumeTrue(pointCanBreak(), "no point can break (pointCanBreak)");
    device.start();
    Map<String, Object> settings =
        BadSetting.with(device.settings(), "points." + BROKEN, device.brokenPoint());
    AdapterRun run = connect(create(settings));
    awaitFlowing(run);
    run.context().awaitSample(BROKEN, sample -> sample.quality() == Quality.BAD, patience());
    assertThat(run.context().awaitProblem(BROKEN, patience())).isNotBlank();
    awaitFlowing(run);
    assertThat(run.hasEnded()).as("run() ended because of one point").isFalse();
  }

  @Test
  final void hal8_runsAgainAfterLoss() throws Exception {
    Assumptions.assumeTrue(deviceCanBeAbsent() || deviceCanBeLost(), "the device is always there");
    Adapter adapter = newAdapter();
    if (deviceCanBeAbsent()) {
      awaitAnyEnd(run(adapter), "HAL-3");
    }
    for (int round = 0; round < 2; round++) {
      device.start();
      AdapterRun run = connect(adapter);
      awaitFlowing(run);
      if (!deviceCanBeLost()) {
        return;
      }
      device.stop();
      awaitAnyEnd(run, "HAL-3");
    }
  }

  @Test
  final void hal9_nothingIsWrittenThatWasNotAskedFor() throws Exception {
    Writable writable = writable();
    DeviceConfig config = DeviceConfigs.parse(factory(), device.settings());
    device.start();
    AdapterRun run = connect((Adapter) writable);
    assertThat(isBad(writable.write("no-such-point", Value.of(1))))
        .as("a write to a point that is not configured was taken")
        .isTrue();
    for (DeviceConfig.Point point : config.points()) {
      if (!point.writable()) {
        assertThat(isBad(writable.write(point.name(), Value.of(1))))
            .as("a write to '%s' was taken, which is not 'writable: true'", point.name())
            .isTrue();
      }
    }
    assertThat(run.hasEnded()).as("run() ended because of a refused write").isFalse();
  }

  @Test
  final void hal10_nothingIsWrittenWhileItDoesNotRun() throws Exception {
    Writable writable = writable();
    String point = DeviceConfigs.parse(factory(), device.settings()).points().getFirst().name();
    assertThatThrownBy(() -> writable.write(point, Value.of(1)))
        .as("a write before run()")
        .isInstanceOf(IOException.class);
    device.start();
    AdapterRun run = connect((Adapter) writable);
    run.interrupt();
    awaitAnyEnd(run, "HAL-2");
    assertThatThrownBy(() -> writable.write(point, Value.of(1)))
        .as("a write after run()")
        .isInstanceOf(IOException.class)
        .message()
        .isNotBlank();
  }

  private Writable writable() throws ConfigException {
    Adapter adapter = newAdapter();
    Assumptions.assumeTrue(adapter instanceof Writable, "the adapter cannot write");
    return (Writable) adapter;
  }

  private static boolean isBad(long statusCode) {
    return Quality.ofStatusCode(statusCode) == Quality.BAD;
  }

  /** How it ends is the business of another rule; this one cannot be judged before it ended. */
  private void awaitAnyEnd(AdapterRun run, String rule) throws InterruptedException {
    Assumptions.assumeTrue(
        Await.happens(patience(), run::hasEnded), "not judged, run() does not end: see " + rule);
  }

  /** Whether quality and time are right is the business of HAL-5. */
  private void awaitFlowing(AdapterRun run) throws Exception {
    Sample emitted = device.emit(Quality.GOOD, clock.advance(Duration.ofMillis(1_234)));
    run.context().awaitSample(emitted.point(), s -> s.value().equals(emitted.value()), patience());
  }

  private void awaitEmitted(AdapterRun run, Quality quality) throws Exception {
    Instant gateway = clock.advance(Duration.ofMillis(1_234));
    Duration since = Duration.between(GATEWAY_TIME, gateway);
    Instant time = deviceTellsTime() ? DEVICE_TIME.plus(since) : gateway;
    Sample expected = device.emit(quality, time);
    RecordingContext host = run.context();
    Await.until(
        () -> "the adapter hands on " + expected + "; it did hand on " + host.samples(),
        patience(),
        () -> host.samples(expected.point()).stream().anyMatch(s -> same(s, expected)));
  }

  private static boolean same(Sample sample, Sample expected) {
    return sample.value().equals(expected.value())
        && sample.quality() == expected.quality()
        && (expected.statusCode() == 0 || sample.statusCode() == expected.statusCode())
        && toMillis(sample.sourceTime()).equals(toMillis(expected.sourceTime()));
  }

  private static Instant toMillis(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Whether create() needs the device is the business of HAL-1. */
  private Adapter newAdapter() throws ConfigException {
    try {
      return create(device.settings());
    } catch (RuntimeException e) {
      return Assumptions.abort("not judged, create() fails: see HAL-1: " + e);
    }
  }

  private Adapter create(Map<String, Object> settings) throws ConfigException {
    AdapterFactory factory = factory();
    return factory.create(DeviceConfigs.parse(factory, settings));
  }

  private AdapterRun run(Adapter adapter) {
    AdapterRun run = AdapterRun.start(adapter, new RecordingContext(stateDirectory, clock));
    runs.add(run);
    return run;
  }

  private AdapterRun connect(Adapter adapter) throws InterruptedException {
    AdapterRun run = run(adapter);
    Await.until(
        "the adapter calls connected() or ends",
        patience(),
        () -> run.context().connections() > 0 || run.hasEnded());
    if (run.context().connections() == 0) {
      run.awaitEnd(NeverThrown.class, Duration.ZERO); // tells how it ended
    }
    return run;
  }

  private List<String> newSince(Footprint before) {
    return Footprint.now().since(before, this::mayStay);
  }

  /** Asked for where any end is a failure. */
  private static final class NeverThrown extends Exception {
    private static final long serialVersionUID = 1;
  }
}
