package io.gemba.hal.gpio.sensor;

import java.util.Locale;
import java.util.Set;

/** The parts that are known, where they are found and which keys they take. */
enum PartKind {
  ADS1115(BusName.Kind.I2C, 0x48, 0x4B, 3, "channel range shunt divider scale"),
  MCP23017(BusName.Kind.I2C, 0x20, 0x27, 15, "channel pull active-low"),
  MCP23S17(BusName.Kind.SPI, 0x20, 0x27, 15, "channel pull active-low"),
  INA219(BusName.Kind.I2C, 0x40, 0x4F, 0, "measure shunt"),
  DS18B20(BusName.Kind.W1, 0, 0, 0, "");

  final BusName.Kind bus;
  final int firstAddress;
  final int lastAddress;
  final int lastChannel;

  private final String keys;

  PartKind(BusName.Kind bus, int firstAddress, int lastAddress, int lastChannel, String keys) {
    this.bus = bus;
    this.firstAddress = firstAddress;
    this.lastAddress = lastAddress;
    this.lastChannel = lastChannel;
    this.keys = keys;
  }

  /** Whether it takes a key, beside part and address. */
  boolean takes(String key) {
    return Set.of(keys.split(" ", -1)).contains(key);
  }

  /** As people write it. */
  String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
