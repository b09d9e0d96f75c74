package io.gemba.hal.opcua;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Certificates that hold for every device (the files of a folder) or for one (those of a subfolder
 * of the device's name).
 */
record ScopedFolder(Path path) {

  CertificateFolder everybodys() {
    return new CertificateFolder(path);
  }

  private CertificateFolder of(String device) {
    return new CertificateFolder(path.resolve(Folders.safe(device)));
  }

  /** What holds for a device. */
  List<X509Certificate> listFor(String device) throws IOException {
    List<X509Certificate> all = new ArrayList<>(everybodys().list());
    all.addAll(of(device).list());
    return all;
  }

  /** Every certificate once. */
  Set<X509Certificate> list() throws IOException {
    Set<X509Certificate> all = new java.util.LinkedHashSet<>(everybodys().list());
    for (String device : devices()) {
      all.addAll(of(device).list());
    }
    return all;
  }

  /** The devices that one holds for alone, as folders are named; empty = for all or nobody. */
  Set<String> onlyFor(X509Certificate certificate) throws IOException {
    Set<String> only = new TreeSet<>();
    if (!everybodys().contains(certificate)) {
      for (String device : devices()) {
        if (of(device).contains(certificate)) {
          only.add(device);
        }
      }
    }
    return only;
  }

  /**
   * Adds one.
   *
   * @param devices empty = for all
   */
  void put(X509Certificate certificate, Set<String> devices) throws IOException {
    if (devices.isEmpty()) {
      everybodys().put(certificate);
      for (String device : devices()) {
        of(device).remove(Certificates.fingerprint(certificate));
      }
    }
    for (String device : devices) {
      of(device).put(certificate);
    }
  }

  /** Takes one away from everybody. */
  void remove(String sha256) throws IOException {
    everybodys().remove(sha256);
    for (String device : devices()) {
      of(device).remove(sha256);
    }
  }

  private Set<String> devices() throws IOException {
    Set<String> names = new TreeSet<>();
    if (Files.isDirectory(path)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(path, Files::isDirectory)) {
        folders.forEach(folder -> names.add(folder.getFileName().toString()));
      }
    }
    return names;
  }
}
