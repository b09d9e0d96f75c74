package io.gemba.hal.opcua;

import io.gemba.hal.spi.TrustKeeper.Shown;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a person decides about servers' certificates, authorities and their revocation lists. */
final class Decisions {
  private final TrustStore store;
  private final RevocationLists revocations;
  private final TrustList list;
  private final Instant now;

  Decisions(Path pki, Instant now) {
    this.store = new TrustStore(pki);
    this.revocations = new RevocationLists(pki.resolve("crl"));
    this.list = new TrustList(store, revocations);
    this.now = now;
  }

  TrustStore store() {
    return store;
  }

  /** Everything, the undecided first. */
  List<Shown> list() throws IOException {
    return list.all(now);
  }

  /** Trusts all authorities of a file, or none where one of them is no good. */
  List<Shown> acceptAuthorities(Path file, Set<String> devices) throws IOException {
    List<X509Certificate> all = Certificates.readAll(file);
    for (X509Certificate one : all) {
      check(one, file.toString());
    }
    List<Shown> accepted = new ArrayList<>();
    for (X509Certificate one : all) {
      accepted.add(accept(one, devices));
    }
    return accepted;
  }

  /** Trusts the authority that signed a certificate, as the server sent it. */
  Shown acceptIssuer(Shown certificate, Set<String> devices) throws IOException {
    X509Certificate shown = store.found(certificate);
    if (shown.getIssuerX500Principal().equals(shown.getSubjectX500Principal())) {
      throw new IOException(
          "this certificate was signed by itself, not by an authority; accept it for itself: "
              + TrustWords.command("accept", certificate.sha256()));
    }
    Optional<X509Certificate> issuer =
        store.issuers().list().stream()
            .filter(one -> Certificates.isSignedBy(shown, one))
            .findFirst();
    if (issuer.isEmpty()) {
      throw new IOException(
          "the server did not send the certificate of "
              + Certificates.name(shown.getIssuerX500Principal())
              + ", which signed its own; get that file from whoever runs the authority, then: "
              + TrustWords.command("accept", "--ca FILE"));
    }
    check(issuer.get(), "what the server sent");
    return accept(issuer.get(), devices);
  }

  /** Takes up revocation lists of authorities that are trusted, or between those and a server. */
  List<String> addRevocations(Path file) throws IOException {
    Set<X509Certificate> known = new LinkedHashSet<>(store.authorities().list());
    known.addAll(store.issuers().list());
    return revocations.add(file, known, now);
  }

  private Shown accept(X509Certificate authority, Set<String> devices) throws IOException {
    store.authorities().put(authority, devices);
    store.rejected().remove(Certificates.fingerprint(authority));
    return list.authority(authority, now);
  }

  private void check(X509Certificate certificate, String where) throws IOException {
    String what = Certificates.describe(certificate);
    if (!Certificates.isAuthority(certificate)) {
      throw new IOException(
          where
              + " holds a certificate that may not vouch for others (no CA): "
              + what
              + ". A server's own certificate is accepted after its first attempt, or named by"
              + " 'server-certificate:' in the configuration");
    }
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new IOException(
          where
              + " holds an authority that has expired, so it vouches for nobody: "
              + what
              + ". Get the current one from whoever runs it");
    }
  }
}
