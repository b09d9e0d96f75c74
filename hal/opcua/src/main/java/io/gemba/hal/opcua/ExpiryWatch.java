package io.gemba.hal.opcua;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says once a day that a certificate expires within thirty days or has expired. Lives as long as
 * the adapter, so that a reconnection says nothing twice. Used by the run's thread only.
 */
final class ExpiryWatch {
  static final Duration AHEAD = Duration.ofDays(30);
  private static final Duration SAY_AGAIN = Duration.ofDays(1);

  private final Consumer<String> say;
  private @Nullable Instant next;

  /** Speaks through this, from {@link #look}'s thread. */
  ExpiryWatch(Consumer<String> say) {
    this.say = say;
  }

  /** Whether a day has gone by since something was said. */
  boolean isDue(Instant now) {
    return !isTooSoon(now);
  }

  /**
   * Looks whether anything must be said.
   *
   * @param server null when the connection is not protected by a certificate
   * @param remarks what else is to be said today
   */
  void look(
      DeviceSettings device,
      @Nullable X509Certificate server,
      @Nullable X509Certificate own,
      List<String> remarks,
      Instant now) {
    if (server == null || isTooSoon(now)) {
      return;
    }
    boolean saidServer =
        warn(
            "the certificate of " + device.endpoint(),
            server,
            "; have it renewed on the machine, then accept the new one",
            now);
    boolean saidOwn =
        own != null
            && warn(
                "this gateway's own certificate",
                own,
                "; make a new one, which the servers can accept while the old one still works: "
                    + TrustWords.command("renew", ""),
                now);
    remarks.forEach(say);
    next = saidServer || saidOwn || !remarks.isEmpty() ? now.plus(SAY_AGAIN) : null;
  }

  /** A clock that was set back is no reason to keep silent. */
  private boolean isTooSoon(Instant now) {
    return next != null && now.isBefore(next) && now.isAfter(next.minus(SAY_AGAIN.multipliedBy(2)));
  }

  private boolean warn(String whose, X509Certificate certificate, String advice, Instant now) {
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      say.accept(whose + " is not valid yet; check this gateway's clock: " + describe(certificate));
      return true;
    }
    if (now.plus(AHEAD).isBefore(end)) {
      return false;
    }
    long days = Duration.between(now, end).toDays();
    String when = now.isAfter(end) ? " has EXPIRED" : " expires in " + days + " days";
    say.accept(whose + when + ": " + describe(certificate) + advice);
    return true;
  }

  private static String describe(X509Certificate certificate) {
    return Certificates.describe(certificate);
  }
}
