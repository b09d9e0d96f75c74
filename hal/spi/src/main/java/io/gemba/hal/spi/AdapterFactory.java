package io.gemba.hal.spi;

import java.util.List;

/**
 * What an adapter jar offers: found by {@link java.util.ServiceLoader} in {@code
 * adapters/<name>/*.jar}, which has a class loader of its own. Implementations have a public
 * constructor without arguments that does nothing.
 */
public interface AdapterFactory {

  /**
   * The version of this SPI; a constant, so that it is compiled into every adapter that returns it.
   */
  int SPI_VERSION = 1;

  /**
   * The name that configurations use: {@code adapter: opcua}. Lower-case letters, digits and
   * hyphens.
   */
  String name();

  /**
   * Always {@code return SPI_VERSION;}: the host refuses, in words, an adapter made for another
   * version.
   */
  int spiVersion();

  /**
   * What may be written under {@code devices.<name>}, beside the host's own keys (adapter, place,
   * points…).
   */
  List<ConfigKey> deviceKeys();

  /**
   * What may be written under {@code devices.<name>.points.<point>}, beside the host's own (unit,
   * name, writable).
   */
  List<ConfigKey> pointKeys();

  /**
   * Makes the adapter of one device (rules HAL-1 and HAL-6 of {@link Adapter}).
   *
   * @throws ConfigException what is wrong with which key, beyond what the keys themselves describe
   */
  Adapter create(DeviceConfig config) throws ConfigException;
}
