package io.gemba.hal.opcua;

import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.State;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.core.util.validation.CertificateValidationUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a server's certificate is accepted. An unknown one is kept among the pending and
 * refused until a person accepts it; what an endpoint showed last is remembered, so that a changed
 * one is told from a new one. What a person rejected is refused whoever vouches for it.
 *
 * <p>A certificate that was accepted is trusted as itself, even when it has expired (a person chose
 * it, and a line must not fall silent at midnight); a CA among the trusted is trusted for what it
 * signed as long as all dates are right and the certificate names the host.
 */
final class ServerTrust {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTrust.class);

  private final TrustStore store;
  private final DeviceSettings device;

  ServerTrust(Path pki, DeviceSettings device) {
    this.store = new TrustStore(pki);
    this.device = device;
  }

  /**
   * Returns when the chain is accepted.
   *
   * @param chain the server's certificate first
   * @throws IOException when it is not: what it is, and how to accept it
   */
  void check(List<X509Certificate> chain, Instant now) throws IOException {
    Folders.make(store.folder(State.TRUSTED)); // so that a CA can be put there by hand
    X509Certificate shown = chain.getFirst();
    @Nullable String before = store.known(device.endpoint());
    store.note(new By(device.name(), device.endpoint(), now, ""), shown);
    if (store.contains(State.REJECTED, shown)) {
      throw new IOException(TrustWords.rejected(device, shown));
    }
    if (device.serverCertificate() != null) {
      checkPinned(shown, device.serverCertificate());
    } else if (!isTrusted(chain)) {
      if (!device.trustFirstUse() || before != null) {
        throw refused(shown, before);
      }
      LOG.warn(
          "device '{}' accepts the certificate of {} because it is the first one seen (trust:"
              + " first-use): {}",
          device.name(),
          device.endpoint(),
          Certificates.describe(shown));
      store.trust(shown);
    }
    store.remember(device.endpoint(), shown);
    store.noLongerPending(shown);
  }

  /** Whether a person has rejected it since it was checked. */
  boolean isRejected(X509Certificate accepted) throws IOException {
    return store.contains(State.REJECTED, accepted);
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

  private void checkPinned(X509Certificate shown, Path file) throws IOException {
    if (!Certificates.read(file).equals(shown)) {
      throw new IOException(TrustWords.notThePinned(device, shown, file, store.quarantine(shown)));
    }
  }

  private IOException refused(X509Certificate shown, @Nullable String before) throws IOException {
    store.quarantine(shown);
    if (before != null) {
      return new IOException(TrustWords.changed(device, shown, before));
    }
    return new IOException(TrustWords.unknown(device, shown, store.waitingFor(device.name()) > 1));
  }

  private boolean isTrusted(List<X509Certificate> chain) throws IOException {
    List<X509Certificate> list = store.list(State.TRUSTED);
    if (list.contains(chain.getFirst())) {
      return true;
    }
    List<X509Certificate> authorities = list.stream().filter(ServerTrust::isAuthority).toList();
    return !authorities.isEmpty() && isSignedBy(authorities, chain);
  }

  private boolean isSignedBy(List<X509Certificate> authorities, List<X509Certificate> chain) {
    try {
      var path = CertificateValidationUtil.buildTrustedCertPath(chain, authorities, List.of());
      for (X509Certificate one : chain) {
        one.checkValidity();
      }
      path.getTrustAnchor().getTrustedCert().checkValidity();
      CertificateValidationUtil.checkHostnameOrIpAddress(
          chain.getFirst(), EndpointUtil.getHost(device.endpoint()));
      return true;
    } catch (UaException | GeneralSecurityException e) {
      LOG.debug("no trusted authority vouches for {}", device.endpoint(), e);
      return false;
    }
  }

  private static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }
}
