package io.gemba.hal.opcua;

import io.gemba.hal.spi.TrustKeeper.By;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a server's certificate is accepted. An unknown one is kept among the pending and
 * refused until a person accepts it; what an endpoint showed last is remembered, so that a changed
 * one is told from a new one. What a person rejected or its authority revoked is refused whoever
 * vouches for it.
 *
 * <p>A certificate that was accepted is trusted as itself, even when it has expired (a person chose
 * it, and a line must not fall silent at midnight); an authority is trusted for what it signed, see
 * {@link Authorities}. Used by one thread.
 */
final class ServerTrust {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTrust.class);

  private final TrustStore store;
  private final DeviceSettings device;
  private final Authorities authorities;

  ServerTrust(Path pki, DeviceSettings device) {
    this.store = new TrustStore(pki);
    this.device = device;
    this.authorities = new Authorities(store, new RevocationLists(pki.resolve("crl")), device);
  }

  /**
   * Returns when the chain is accepted.
   *
   * @param chain the server's certificate first
   * @throws IOException when it is not: what it is, and how to accept it
   */
  void check(List<X509Certificate> chain, Instant now) throws IOException {
    store.prepare();
    X509Certificate shown = chain.getFirst();
    @Nullable String before = store.known(device.endpoint());
    store.note(by(now), shown);
    @Nullable String never = refusedForGood(chain);
    if (never != null) {
      throw new IOException(never);
    }
    if (device.serverCertificate() != null) {
      checkPinned(chain, device.serverCertificate());
    } else if (!store.isTrusted(shown, by(now))) {
      Authorities.Answer answer = authorities.ask(chain, now);
      if (!answer.vouches()) {
        takeTheFirstOrRefuse(chain, before, answer.why());
      }
    }
    store.remember(device.endpoint(), shown);
    store.noLongerPending(shown, by(now));
  }

  private void takeTheFirstOrRefuse(
      List<X509Certificate> chain, @Nullable String before, String why) throws IOException {
    X509Certificate shown = chain.getFirst();
    if (!device.trustFirstUse() || before != null) {
      throw refused(chain, before, why);
    }
    LOG.warn(
        "device '{}' accepts the certificate of {} because it is the first one seen (trust:"
            + " first-use): {}",
        device.name(),
        device.endpoint(),
        Certificates.describe(shown));
    store.trust(shown, device.name());
  }

  /**
   * Why a connection that was accepted must end: somebody has rejected or revoked the certificate
   * since, or no longer trusts it or who vouched for it. That it has expired meanwhile is no
   * reason.
   *
   * @param since when it was accepted
   * @return in words; null when it may stay
   */
  @Nullable String noLonger(List<X509Certificate> chain, Instant since) throws IOException {
    @Nullable String never = refusedForGood(chain);
    boolean fine =
        device.serverCertificate() != null
            || store.isTrusted(chain.getFirst(), by(since))
            || authorities.ask(chain, since).vouches();
    return never != null || fine ? never : TrustWords.takenBack(device, chain.getFirst());
  }

  /** What is to be said once a day of those who vouch for this server. */
  List<String> remarks(List<X509Certificate> chain, Instant now) throws IOException {
    boolean itself =
        device.serverCertificate() != null || store.isTrusted(chain.getFirst(), by(now));
    return itself ? List.of() : authorities.remarks(authorities.ask(chain, now).path(), now);
  }

  private @Nullable String refusedForGood(List<X509Certificate> chain) throws IOException {
    if (store.rejected().contains(chain.getFirst())) {
      return TrustWords.rejected(device, chain.getFirst());
    }
    @Nullable String revoked = authorities.revoked(chain);
    return revoked == null ? null : TrustWords.revoked(device, revoked, chain.getFirst());
  }

  private By by(Instant now) {
    return new By(device.name(), device.endpoint(), now, "");
  }

  /** Accepts exactly the certificate that was checked, whoever asks Milo to look at it. */
  static CertificateValidator only(X509Certificate checked) {
    return (chain, applicationUri, hostNames) -> {
      if (chain.isEmpty() || !chain.getFirst().equals(checked)) {
        throw new UaException(
            StatusCodes.Bad_CertificateUntrusted,
            "the server shows another certificate than it announced: "
                + (chain.isEmpty() ? "none" : Certificates.describe(chain.getFirst())));
      }
    };
  }

  private void checkPinned(List<X509Certificate> chain, Path file) throws IOException {
    X509Certificate shown = chain.getFirst();
    if (!Certificates.read(file).equals(shown)) {
      throw new IOException(TrustWords.notThePinned(device, shown, file, store.quarantine(chain)));
    }
  }

  private IOException refused(List<X509Certificate> chain, @Nullable String before, String why)
      throws IOException {
    X509Certificate shown = chain.getFirst();
    store.quarantine(chain);
    if (before != null && !before.equals(Certificates.fingerprint(shown))) {
      return new IOException(TrustWords.changed(device, shown, before, why));
    }
    return new IOException(
        TrustWords.unknown(device, shown, store.waitingFor(device.name()) > 1, why));
  }
}
