package io.gemba.agent.app;

/**
 * All that an adapter sees of the host: {@code io.gemba.hal.spi} and {@code org.slf4j}; everything
 * else comes from its own folder or the JDK. It keeps versions apart; it is no security boundary.
 */
final class SharedLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host;

  SharedLoader(ClassLoader host) {
    super("gemba-shared", getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith("io.gemba.hal.spi.") || name.startsWith("org.slf4j.")) {
      return host.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }
}
