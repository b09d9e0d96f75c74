package io.gemba.cloud.console;

import io.gemba.cloud.console.config.Access.Proxy;
import io.gemba.cloud.console.config.ConsoleConfig;
import io.gemba.cloud.console.config.Listen;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a console may listen where it was told to. */
final class Doors {
  private static final Logger log = LoggerFactory.getLogger(Doors.class);

  private Doors() {}

  /** Beyond this machine nobody would be asked who they are. */
  static final class NoAccountException extends IOException {
    private static final long serialVersionUID = 1L;

    NoAccountException(String message) {
      super(message);
    }
  }

  static void check(ConsoleConfig config, boolean anyAccount) throws NoAccountException {
    Listen listen = new Listen(config.host(), config.port());
    if (listen.isLoopback()) {
      return;
    }
    Proxy proxy = config.access().proxy();
    boolean logins = anyAccount || (proxy != null && proxy.userHeader() != null);
    if (!logins && !config.allowUnauthenticated()) {
      throw new NoAccountException(listen.refusal());
    }
    if (logins && proxy == null && config.access().tls() == null) {
      log.warn(
          "The line board listens on {} without TLS: passwords and sessions cross the network"
              + " readable. Write `tls:` with `certificate:` and `key:` under `console:`, or put a"
              + " proxy with TLS in front.",
          config.host());
    }
  }
}
