package io.gemba.cloud.spi;

/**
 * A device and where it stands.
 *
 * @param name unique in the gateway
 * @param place {@code area/line/cell}
 */
public record DeviceRef(String name, String place) {}
