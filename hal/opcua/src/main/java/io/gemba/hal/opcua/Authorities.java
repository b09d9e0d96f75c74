package io.gemba.hal.opcua;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.core.util.validation.CertificateValidationUtil;
import org.jspecify.annotations.Nullable;

/**
 * Whether an authority that a person trusts vouches for a server (RFC 5280 §6, OPC 10000-4 §6.1.3):
 * a path of signatures to it, every date right, nothing revoked, and the host's name in the
 * certificate.
 */
final class Authorities {
  private final TrustStore store;
  private final RevocationLists revocations;
  private final DeviceSettings device;

  Authorities(TrustStore store, RevocationLists revocations, DeviceSettings device) {
    this.store = store;
    this.revocations = revocations;
    this.device = device;
  }

  /**
   * What the authorities say.
   *
   * @param path whose lists count, the nearest first; empty when nobody vouches
   * @param why not, where an authority signed it all the same; else empty
   */
  record Answer(List<X509Certificate> path, String why) {
    private static final Answer NOBODY = new Answer(List.of(), "");

    boolean vouches() {
      return !path.isEmpty() && why.isEmpty();
    }
  }

  /** Asks those that are trusted for this device. */
  Answer ask(List<X509Certificate> chain, Instant now) throws IOException {
    X509Certificate shown = chain.getFirst();
    List<X509Certificate> anchors =
        store.authorities().listFor(device.name()).stream()
            .filter(Certificates::isAuthority)
            .toList();
    if (anchors.isEmpty()) {
      return Answer.NOBODY;
    }
    List<X509Certificate> path = path(chain, anchors, now);
    if (path.isEmpty()) {
      List<X509Certificate> then = path(chain, anchors, shown.getNotAfter().toInstant());
      return then.isEmpty()
          ? Answer.NOBODY
          : new Answer(
              then, "one of the dates is wrong: it is valid " + Certificates.validity(shown));
    }
    for (X509Certificate one : path) {
      if (now.isAfter(one.getNotAfter().toInstant())
          || now.isBefore(one.getNotBefore().toInstant())) {
        return new Answer(path, "the authority itself is valid " + Certificates.validity(one));
      }
    }
    return new Answer(path, namesTheHost(shown) ? "" : anotherHost(shown));
  }

  /**
   * The certificate of the chain that its own authority has revoked, whoever else trusts it.
   *
   * @return in words; null when none is revoked as far as is known
   */
  @Nullable String revoked(List<X509Certificate> chain) throws IOException {
    List<X509Certificate> all = new ArrayList<>(chain.subList(1, chain.size()));
    all.addAll(store.issuers().list());
    all.addAll(store.authorities().list());
    Set<X509Certificate> looked = new LinkedHashSet<>();
    X509Certificate below = chain.getFirst();
    while (looked.add(below)) {
      X509Certificate one = below;
      Optional<X509Certificate> above =
          all.stream()
              .filter(issuer -> Certificates.isAuthority(issuer))
              .filter(issuer -> Certificates.isSignedBy(one, issuer))
              .findFirst();
      if (above.isEmpty()) {
        return null;
      }
      if (revocations.isRevoked(one, above.get())) {
        return "the certificate of "
            + Certificates.name(one.getSubjectX500Principal())
            + " was revoked by "
            + Certificates.name(above.get().getSubjectX500Principal());
      }
      below = above.get();
    }
    return null;
  }

  /** What is to be said about the lists of those who vouch. */
  List<String> remarks(List<X509Certificate> path, Instant now) throws IOException {
    List<String> remarks = new ArrayList<>();
    for (X509Certificate one : path) {
      String who =
          "the authority "
              + Certificates.name(one.getSubjectX500Principal())
              + " vouches for "
              + device.endpoint();
      if (revocations.isMissingOrOverdue(one, now)) {
        remarks.add(who + "; " + revocations.describe(one, now));
      }
      if (now.plus(ExpiryWatch.AHEAD).isAfter(one.getNotAfter().toInstant())) {
        remarks.add(
            who
                + ", but only until its own certificate ends: "
                + Certificates.describe(one)
                + ". Get the next one from whoever runs it, then: "
                + TrustWords.command("accept", "--ca FILE"));
      }
    }
    return remarks;
  }

  /** The authorities above the certificate that was shown; empty when there is no path. */
  private List<X509Certificate> path(
      List<X509Certificate> chain, List<X509Certificate> anchors, Instant at) throws IOException {
    List<X509Certificate> between = new ArrayList<>(chain);
    between.addAll(store.issuers().list());
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(chain.getFirst());
    try {
      PKIXBuilderParameters parameters =
          new PKIXBuilderParameters(
              anchors.stream().map(one -> new TrustAnchor(one, null)).collect(Collectors.toSet()),
              target);
      parameters.setRevocationEnabled(false); // ours knows when a list is missing
      parameters.setDate(Date.from(at));
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(between)));
      var found = (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
      List<X509Certificate> path = new ArrayList<>();
      found.getCertPath().getCertificates().stream()
          .skip(1)
          .forEach(one -> path.add((X509Certificate) one));
      path.add(found.getTrustAnchor().getTrustedCert());
      return path;
    } catch (GeneralSecurityException e) {
      return List.of();
    }
  }

  private boolean namesTheHost(X509Certificate shown) {
    try {
      CertificateValidationUtil.checkHostnameOrIpAddress(
          shown, EndpointUtil.getHost(device.endpoint()));
      return true;
    } catch (UaException e) {
      return false;
    }
  }

  private String anotherHost(X509Certificate shown) {
    return "it names "
        + hosts(shown)
        + ", not the host of "
        + device.endpoint()
        + ": write one of those names there, or have the certificate made anew with this one";
  }

  private static String hosts(X509Certificate shown) {
    try {
      var names = shown.getSubjectAlternativeNames();
      String text =
          names == null
              ? ""
              : names.stream()
                  .filter(name -> (Integer) name.get(0) == 2 || (Integer) name.get(0) == 7)
                  .map(name -> String.valueOf(name.get(1)))
                  .collect(Collectors.joining(", "));
      return text.isEmpty() ? "no host" : text;
    } catch (GeneralSecurityException e) {
      return "no host that can be read";
    }
  }
}
