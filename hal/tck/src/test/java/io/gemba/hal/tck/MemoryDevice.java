package io.gemba.hal.tck;

import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A fake device without a wire: adapters find it by its address in the same process. */
final class MemoryDevice implements FakeDevice {
  private static final Map<String, MemoryDevice> BY_ADDRESS = new ConcurrentHashMap<>();
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  static final Sample LOST = Sample.bad("", 0, Instant.EPOCH);

  enum State {
    AWAY,
    HANGING,
    THERE,
    SCRAPPED
  }

  final BlockingQueue<Sample> wire = new LinkedBlockingQueue<>();
  volatile State state = State.AWAY;
  private final String address = "device-" + NUMBERS.incrementAndGet();
  private int number;

  MemoryDevice() {
    BY_ADDRESS.put(address, this);
  }

  static MemoryDevice at(String address) {
    return BY_ADDRESS.get(address);
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("address", address, "points", Map.of("good", Map.of("register", 1)));
  }

  @Override
  public void start() {
    wire.clear();
    state = State.THERE;
  }

  @Override
  public void stop() {
    state = State.AWAY;
    wire.add(LOST);
  }

  @Override
  public void hang() {
    state = State.HANGING;
  }

  @Override
  public Sample emit(Quality quality, Instant sourceTime) {
    Value value = quality == Quality.BAD ? Value.NONE : Value.of(++number);
    Sample sample = new Sample("good", value, quality, 0, sourceTime);
    wire.add(sample);
    return sample;
  }

  @Override
  public Map<String, Object> brokenPoint() {
    return Map.of("register", 99);
  }

  @Override
  public void close() {
    state = State.SCRAPPED;
    wire.add(LOST);
    BY_ADDRESS.remove(address);
  }
}
