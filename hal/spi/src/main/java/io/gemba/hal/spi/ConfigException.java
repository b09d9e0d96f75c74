package io.gemba.hal.spi;

/** One key of a configuration is wrong; the host adds file, line and column. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;
  private final String key;

  /**
   * A complaint about one key.
   *
   * @param key the path of the key from the device downwards, with dots: {@code endpoint}, {@code
   *     user.name}, {@code points.oil-temp.node}
   * @param message what is wrong and what to write instead, without the key's place
   */
  public ConfigException(String key, String message) {
    super(message);
    this.key = key;
  }

  /** The path of the key, with dots. */
  public String key() {
    return key;
  }
}
