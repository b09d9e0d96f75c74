package io.gemba.hal.opcua;

import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The certificates of a {@link TrustStore} as {@code gemba trust list} and the page show them. */
final class TrustList {
  private final TrustStore store;
  private final RevocationLists revocations;

  TrustList(TrustStore store, RevocationLists revocations) {
    this.store = store;
    this.revocations = revocations;
  }

  /** Everything, the undecided first. */
  List<Shown> all(Instant now) throws IOException {
    List<Shown> all = new ArrayList<>();
    for (X509Certificate one : store.pending().list()) {
      all.add(pending(one));
    }
    for (X509Certificate one : store.trusted().list()) {
      all.add(shown(State.TRUSTED, one, trustedBy(one), false));
    }
    for (X509Certificate one : store.authorities().list()) {
      all.add(authority(one, now));
    }
    for (X509Certificate one : store.rejected().list()) {
      all.add(shown(State.REJECTED, one, by(one), Certificates.isAuthority(one)));
    }
    all.sort(Comparator.comparing(Shown::state));
    return all;
  }

  /** An authority, with what is to be said of its revocation list. */
  Shown authority(X509Certificate certificate, Instant now) throws IOException {
    Shown plain = shown(State.TRUSTED, certificate, List.of(), true);
    return new Shown(
        plain.state(),
        plain.sha256(),
        plain.subject(),
        plain.issuer(),
        plain.validFrom(),
        plain.validUntil(),
        List.of(),
        List.copyOf(store.authorities().onlyFor(certificate)),
        true,
        List.of(revocations.describe(certificate, now)));
  }

  /** Only those who showed it and were not told yet that it is accepted. */
  private Shown pending(X509Certificate certificate) throws IOException {
    List<By> waiting = new ArrayList<>();
    for (By by : by(certificate)) {
      if (!store.isTrusted(certificate, by)) {
        waiting.add(by);
      }
    }
    boolean changed = waiting.stream().anyMatch(one -> !one.before().isEmpty());
    return shown(changed ? State.CHANGED : State.PENDING, certificate, waiting, false);
  }

  private List<By> trustedBy(X509Certificate certificate) throws IOException {
    List<By> told = new ArrayList<>();
    for (By by : by(certificate)) {
      if (store.isTrusted(certificate, by)) {
        told.add(by);
      }
    }
    return told;
  }

  private List<By> by(X509Certificate certificate) throws IOException {
    String sha256 = Certificates.fingerprint(certificate);
    List<By> by = new ArrayList<>();
    for (By one : store.shownBy(certificate)) {
      String before = store.known(one.address());
      by.add(
          new By(
              one.device(),
              one.address(),
              one.since(),
              before == null || before.equals(sha256) ? "" : before));
    }
    return by;
  }

  private Shown shown(State state, X509Certificate certificate, List<By> by, boolean authority)
      throws IOException {
    Set<String> only =
        state == State.TRUSTED && !authority ? store.trusted().onlyFor(certificate) : Set.of();
    return new Shown(
        state,
        Certificates.fingerprint(certificate),
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        by,
        only.stream().map(folder -> named(folder, by)).sorted().toList(),
        authority,
        List.of());
  }

  /** The device's name as configured, where somebody of that name showed it. */
  private static String named(String folder, List<By> by) {
    return by.stream()
        .map(By::device)
        .filter(device -> Folders.safe(device).equals(folder))
        .findFirst()
        .orElse(folder);
  }
}
