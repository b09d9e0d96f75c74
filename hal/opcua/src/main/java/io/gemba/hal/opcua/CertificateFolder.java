package io.gemba.hal.opcua;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Certificates as files of one folder, which need not exist. Files put there by hand count too. */
record CertificateFolder(Path path) {

  List<X509Certificate> list() throws IOException {
    List<X509Certificate> list = new ArrayList<>();
    for (Path file : files()) {
      list.add(Certificates.read(file));
    }
    return list;
  }

  Optional<X509Certificate> find(String sha256) throws IOException {
    for (X509Certificate one : list()) {
      if (Certificates.fingerprint(one).equals(sha256)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  boolean contains(X509Certificate certificate) throws IOException {
    return list().contains(certificate);
  }

  /** Adds it unless it is there; whole or not at all. */
  Path put(X509Certificate certificate) throws IOException {
    Path file = path.resolve(fileName(certificate));
    if (!Files.exists(file) || !Certificates.read(file).equals(certificate)) {
      try {
        Folders.replace(file, certificate.getEncoded());
      } catch (CertificateEncodingException e) {
        throw new IOException("a certificate that was read cannot be written", e);
      }
    }
    return file;
  }

  /** Takes it away under whatever names it lies here. */
  void remove(String sha256) throws IOException {
    for (Path file : files()) {
      if (Certificates.fingerprint(Certificates.read(file)).equals(sha256)) {
        Files.delete(file);
      }
    }
  }

  /** Takes the oldest away where there are so many; empty when there are fewer. */
  Optional<X509Certificate> removeOldestOf(int most) throws IOException {
    List<Path> all = files();
    if (all.size() < most) {
      return Optional.empty();
    }
    all.sort(Comparator.comparingLong(file -> file.toFile().lastModified()));
    X509Certificate oldest = Certificates.read(all.getFirst());
    Files.delete(all.getFirst());
    return Optional.of(oldest);
  }

  private List<Path> files() throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(path)) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(path, CertificateFolder::isCertificate)) {
        files.forEach(found::add);
      }
      found.sort(Comparator.naturalOrder());
    }
    return found;
  }

  private static boolean isCertificate(Path file) {
    return file.getFileName().toString().matches("(?i)[^.].*\\.(der|cer|crt|pem)")
        && Files.isRegularFile(file);
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
