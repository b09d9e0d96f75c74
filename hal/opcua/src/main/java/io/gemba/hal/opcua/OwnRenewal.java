package io.gemba.hal.opcua;

import io.gemba.hal.spi.TrustKeeper.Own;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Our certificate's successor, in {@code pki/own/next} beside the one in use: every server is shown
 * it first and, as long as it refuses it, the old one, so that a plant can accept it machine by
 * machine while all data flows. {@code next/taken} names the servers that have taken it.
 */
final class OwnRenewal {
  private final Path pki;
  private final Path own;
  private final Path next;

  OwnRenewal(Path pki) {
    this.pki = pki;
    this.own = OwnCertificate.folder(pki);
    this.next = own.resolve("next");
  }

  boolean isUnderWay() {
    return Files.exists(certificateOf(next));
  }

  /** The successor, which {@link #isUnderWay}. */
  OwnCertificate certificate() throws IOException {
    return OwnCertificate.read(next);
  }

  /** Makes a successor with the same application URI, by which servers know us. */
  void begin(boolean newKey) throws IOException {
    if (isUnderWay()) {
      throw new IOException(
          "a renewal is under way already: "
              + Certificates.describe(certificate().certificate())
              + ". Export it again with '"
              + TrustWords.command("export", "")
              + "', end it with '"
              + TrustWords.command("renew", "--finish")
              + "', or drop it with '"
              + TrustWords.command("renew", "--cancel")
              + "'");
    }
    OwnCertificate old = OwnCertificate.in(pki);
    forget();
    OwnCertificate.make(next, newKey ? null : old.keyPair(), old.applicationUri());
  }

  boolean isTakenBy(String endpoint) {
    return Files.exists(takenFile(endpoint));
  }

  /** Remembers that a server has let us in with the successor. */
  void taken(String endpoint) throws IOException {
    if (isUnderWay() && !isTakenBy(endpoint)) {
      Folders.replace(takenFile(endpoint), new byte[0]);
    }
  }

  /** A server that had taken it refuses it now. */
  void notTaken(String endpoint) throws IOException {
    Files.deleteIfExists(takenFile(endpoint));
  }

  /** The one in use and its successor. */
  List<Own> list() throws IOException {
    completeIn(pki);
    List<Own> all = new ArrayList<>();
    if (Files.exists(certificateOf(own))) {
      X509Certificate current = Certificates.read(certificateOf(own));
      all.add(shown(false, current, List.of(), List.of()));
    }
    if (isUnderWay()) {
      X509Certificate successor = Certificates.read(certificateOf(next));
      all.add(shown(true, successor, addresses(takers()), addresses(waiting())));
    }
    return all;
  }

  /** Puts the successor in the old one's place. */
  String finish(boolean force, Instant now) throws IOException {
    requireUnderWay();
    Set<String> waiting = waiting();
    if (!waiting.isEmpty() && !force) {
      throw new IOException(
          "these servers have not taken the new certificate yet: "
              + String.join(", ", addresses(waiting))
              + ". Let them accept it ("
              + TrustWords.command("export", "")
              + "), restart the agent so that it shows it to them again, look with '"
              + TrustWords.command("list", "")
              + "', then finish. If they are not there any more: "
              + TrustWords.command("renew", "--finish --force"));
    }
    Path old = own.resolve("until-" + LocalDate.ofInstant(now, ZoneOffset.UTC));
    Folders.make(old);
    for (Path file : List.of(keyOf(own), certificateOf(own))) {
      Path copy = old.resolve(file.getFileName());
      Files.copy(
          file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      Folders.own(copy);
    }
    move(keyOf(next), own);
    completeIn(pki);
    return "from now on this gateway shows only its new certificate: "
        + Certificates.describe(OwnCertificate.in(pki).certificate())
        + ". The old one lies in "
        + old
        + "; take it off the servers' lists, then delete that folder";
  }

  String cancel() throws IOException {
    requireUnderWay();
    String dropped = Certificates.describe(certificate().certificate());
    forget();
    return "the new certificate was thrown away: "
        + dropped
        + ". This gateway stays with: "
        + Certificates.describe(OwnCertificate.in(pki).certificate());
  }

  /** Goes on where a {@link #finish} was interrupted, after it had moved the key. */
  static void completeIn(Path pki) throws IOException {
    OwnRenewal renewal = new OwnRenewal(pki);
    if (renewal.isUnderWay() && !Files.exists(keyOf(renewal.next))) {
      move(certificateOf(renewal.next), renewal.own);
      renewal.forget();
    }
  }

  private void requireUnderWay() throws IOException {
    if (!isUnderWay()) {
      throw new IOException(
          "no renewal is under way; begin one with: " + TrustWords.command("renew", ""));
    }
  }

  private Set<String> takers() throws IOException {
    Set<String> takers = new TreeSet<>();
    if (Files.isDirectory(next.resolve("taken"))) {
      try (var files = Files.list(next.resolve("taken"))) {
        files.map(file -> file.getFileName().toString()).forEach(takers::add);
      }
    }
    return takers;
  }

  private Set<String> waiting() throws IOException {
    Set<String> waiting = new TreeSet<>(new TrustStore(pki).knownServers());
    waiting.removeAll(takers());
    return waiting;
  }

  /** As people write them, not as files are named. */
  private static List<String> addresses(Set<String> servers) {
    return servers.stream().map(name -> name.replaceFirst("_(\\d+)$", ":$1")).toList();
  }

  private void forget() throws IOException {
    Files.deleteIfExists(certificateOf(next)); // first: without it nothing is under way
    Files.deleteIfExists(keyOf(next));
    for (String taker : takers()) {
      Files.deleteIfExists(next.resolve("taken").resolve(taker));
    }
  }

  private Path takenFile(String endpoint) {
    return next.resolve("taken").resolve(TrustStore.server(endpoint));
  }

  private static void move(Path file, Path folder) throws IOException {
    try {
      Files.move(
          file,
          folder.resolve(file.getFileName()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      if (!Files.exists(folder.resolve(file.getFileName()))) {
        throw e; // otherwise the running agent was quicker
      }
    }
  }

  private static Path certificateOf(Path folder) {
    return folder.resolve(OwnCertificate.CERTIFICATE);
  }

  private static Path keyOf(Path folder) {
    return folder.resolve(OwnCertificate.KEY);
  }

  private static Own shown(
      boolean renewed, X509Certificate certificate, List<String> taken, List<String> waiting) {
    return new Own(
        renewed,
        Certificates.fingerprint(certificate),
        certificate.getSubjectX500Principal().getName(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        taken,
        waiting);
  }
}
