package io.gemba.hal.opcua;

import io.gemba.hal.spi.TrustKeeper.By;
import io.gemba.hal.spi.TrustKeeper.Shown;
import io.gemba.hal.spi.TrustKeeper.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of servers as files: {@code pki/pending} waits for a person, {@code pki/trusted}
 * and {@code pki/rejected} are decided. Where a certificate lies is what is true of it; every
 * change is one rename, so that a running adapter and {@code gemba trust} never see half of one.
 */
final class TrustStore {
  /** A server that makes a new certificate at each start must not fill the disk. */
  private static final int MOST_PENDING = 100;

  private final Path pki;
  private final ShownRecords records;

  TrustStore(Path pki) {
    this.pki = pki;
    this.records = new ShownRecords(pki.resolve("shown"));
  }

  Path folder(State state) {
    return pki.resolve(
        switch (state) {
          case PENDING, CHANGED -> "pending";
          case TRUSTED -> "trusted";
          case REJECTED -> "rejected";
        });
  }

  /** The certificates that were decided so, or wait. */
  List<X509Certificate> list(State state) throws IOException {
    List<X509Certificate> list = new ArrayList<>();
    for (Path file : files(state)) {
      list.add(Certificates.read(file));
    }
    return list;
  }

  boolean contains(State state, X509Certificate certificate) throws IOException {
    return find(state, Certificates.fingerprint(certificate)).isPresent();
  }

  /** Puts a certificate that nobody has decided about where {@code gemba trust} shows it. */
  Path quarantine(X509Certificate shown) throws IOException {
    Path file = folder(State.PENDING).resolve(fileName(shown));
    if (!Files.exists(file)) {
      forgetOldest();
      write(file, shown);
    }
    return file;
  }

  /** Trusts a certificate without asking. */
  void trust(X509Certificate certificate) throws IOException {
    write(folder(State.TRUSTED).resolve(fileName(certificate)), certificate);
  }

  /** Tidies up once something else vouches for a certificate that waited. */
  void noLongerPending(X509Certificate accepted) throws IOException {
    Optional<Path> waiting = find(State.PENDING, Certificates.fingerprint(accepted));
    if (waiting.isPresent()) {
      Files.deleteIfExists(waiting.get());
    }
  }

  /** How many undecided certificates a device has shown. */
  long waitingFor(String device) throws IOException {
    return all().stream()
        .filter(one -> one.state() == State.PENDING || one.state() == State.CHANGED)
        .filter(one -> one.by().stream().anyMatch(by -> by.device().equals(device)))
        .count();
  }

  /** Notes who showed it; writes only what is new, for the sake of the SD card. */
  void note(By by, X509Certificate certificate) throws IOException {
    records.note(by, Certificates.fingerprint(certificate));
  }

  /** Everything, the undecided first. */
  List<Shown> all() throws IOException {
    List<Shown> all = new ArrayList<>();
    for (State folder : List.of(State.PENDING, State.TRUSTED, State.REJECTED)) {
      for (X509Certificate certificate : list(folder)) {
        all.add(shown(folder, certificate));
      }
    }
    all.sort(Comparator.comparing(Shown::state));
    return all;
  }

  private Shown shown(State folder, X509Certificate certificate) throws IOException {
    String sha256 = Certificates.fingerprint(certificate);
    List<By> by = new ArrayList<>();
    for (By one : records.of(sha256)) {
      String before = known(one.address());
      by.add(
          new By(
              one.device(),
              one.address(),
              one.since(),
              before == null || before.equals(sha256) ? "" : before));
    }
    boolean changed =
        folder == State.PENDING && by.stream().anyMatch(one -> !one.before().isEmpty());
    return new Shown(
        changed ? State.CHANGED : folder,
        sha256,
        certificate.getSubjectX500Principal().getName(),
        certificate.getIssuerX500Principal().getName(),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        by);
  }

  /**
   * Moves exactly this certificate.
   *
   * @throws IOException when it does not lie where it lay when it was listed
   */
  void decide(Shown certificate, State decision) throws IOException {
    Path file =
        find(certificate.state(), certificate.sha256())
            .orElseThrow(
                () ->
                    new IOException(
                        "the certificate "
                            + certificate.sha256()
                            + " is no longer in "
                            + folder(certificate.state())
                            + "; look again with 'gemba trust list'"));
    X509Certificate inside = Certificates.read(file);
    Path target = Folders.make(folder(decision)).resolve(fileName(inside));
    if (!target.equals(file)) {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** What was accepted at that address last, or null. */
  @Nullable String known(String address) throws IOException {
    Path file = knownFile(address);
    return Files.exists(file) ? Files.readString(file).strip() : null;
  }

  /** Remembers what was accepted at that address. */
  void remember(String address, X509Certificate accepted) throws IOException {
    String now = Certificates.fingerprint(accepted);
    if (!now.equals(known(address))) {
      Folders.replace(knownFile(address), (now + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private Path knownFile(String address) {
    String server = EndpointUtil.getHost(address) + "_" + EndpointUtil.getPort(address);
    return pki.resolve("known").resolve(Folders.safe(server) + ".sha256");
  }

  private Optional<Path> find(State state, String sha256) throws IOException {
    for (Path file : files(state)) {
      if (Certificates.fingerprint(Certificates.read(file)).equals(sha256)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private List<Path> files(State state) throws IOException {
    Path folder = folder(state);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, TrustStore::isCertificate)) {
      files.forEach(found::add);
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  private static boolean isCertificate(Path file) {
    return file.getFileName().toString().matches("(?i)[^.].*\\.(der|cer|crt|pem)");
  }

  private void forgetOldest() throws IOException {
    List<Path> waiting = new ArrayList<>(files(State.PENDING));
    if (waiting.size() >= MOST_PENDING) {
      waiting.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
      Path oldest = waiting.getFirst();
      records.forget(Certificates.fingerprint(Certificates.read(oldest)));
      Files.delete(oldest);
    }
  }

  private static void write(Path file, X509Certificate certificate) throws IOException {
    try {
      Folders.replace(file, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IOException("a certificate that was read cannot be written", e);
    }
  }

  static String fileName(X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().getName();
    String name = Folders.safe(subject.replaceAll("^.*?CN=([^,]*).*$", "$1"));
    String brief = name.substring(0, Math.min(40, name.length()));
    return brief.replaceAll("^[^a-z0-9]+", "")
        + "-"
        + Certificates.shortFingerprint(certificate)
        + ".der";
  }
}
