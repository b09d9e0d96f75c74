package io.gemba.hal.opcua;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The revocation lists (CRLs, RFC 5280 §5) of authorities, as files in {@code pki/crl}. They come
 * by hand only: a gateway in a plant reaches no distribution point. A list that is missing or
 * overdue stops nothing, because a line must not fall silent for it, but it is said; what a list
 * names is refused, however old the list is. Used by one thread.
 */
final class RevocationLists {
  private static final String DELTA = "2.5.29.27";

  private final Path folder;
  private final Map<Path, Parsed> parsed = new HashMap<>();

  private record Parsed(long size, long modified, X509CRL list) {}

  RevocationLists(Path folder) {
    this.folder = folder;
  }

  /**
   * Takes up what a file holds in place of older lists of the same authorities.
   *
   * @param known the authorities whose lists are of use here
   * @return what they are, a sentence each
   * @throws IOException in words; nothing is taken up then
   */
  List<String> add(Path file, Collection<X509Certificate> known, Instant now) throws IOException {
    Map<X509CRL, X509Certificate> authorities = new LinkedHashMap<>();
    for (X509CRL list : decode(file)) {
      authorities.put(list, checked(file, list, known));
    }
    List<String> said = new ArrayList<>();
    for (var entry : authorities.entrySet()) {
      write(entry.getKey(), entry.getValue());
      said.add(
          "taken up for "
              + Certificates.name(entry.getValue().getSubjectX500Principal())
              + ": "
              + describe(entry.getValue(), now));
    }
    return said;
  }

  /** The authority whose list it is. */
  private X509Certificate checked(Path file, X509CRL list, Collection<X509Certificate> known)
      throws IOException {
    X509Certificate authority = signer(file, list, known);
    Optional<X509CRL> here = newestOf(authority);
    if (here.isPresent() && made(here.get()).isAfter(made(list))) {
      throw new IOException(
          file
              + " is of "
              + day(made(list))
              + ", older than the list that is already here, of "
              + day(made(here.get()))
              + "; get the newest from whoever runs "
              + Certificates.name(authority.getSubjectX500Principal()));
    }
    return authority;
  }

  /** What is to be said of an authority's list. */
  String describe(X509Certificate authority, Instant now) throws IOException {
    Optional<X509CRL> list = newestOf(authority);
    if (list.isEmpty()) {
      return "no revocation list of it is here, so a certificate that it has revoked cannot be"
          + " told from a good one; get the list (.crl) from whoever runs it, then: "
          + TrustWords.command("crl", "FILE");
    }
    int revoked =
        list.get().getRevokedCertificates() == null
            ? 0
            : list.get().getRevokedCertificates().size();
    String what =
        "its revocation list of "
            + day(made(list.get()))
            + " names "
            + revoked
            + (revoked == 1 ? " certificate" : " certificates");
    return isOverdue(list.get(), now)
        ? what
            + ", and a newer one has been due since "
            + day(list.get().getNextUpdate().toInstant())
            + "; get it, then: "
            + TrustWords.command("crl", "FILE")
        : what;
  }

  /** Whether something is to be said about that authority's list once a day. */
  boolean isMissingOrOverdue(X509Certificate authority, Instant now) throws IOException {
    Optional<X509CRL> list = newestOf(authority);
    return list.isEmpty() || isOverdue(list.get(), now);
  }

  /** Whether this authority has revoked that certificate, which it signed. */
  boolean isRevoked(X509Certificate certificate, X509Certificate authority) throws IOException {
    Optional<X509CRL> list = newestOf(authority);
    return list.isPresent() && list.get().isRevoked(certificate);
  }

  private static boolean isOverdue(X509CRL list, Instant now) {
    return list.getNextUpdate() != null && list.getNextUpdate().toInstant().isBefore(now);
  }

  private Optional<X509CRL> newestOf(X509Certificate authority) throws IOException {
    return all().stream()
        .filter(list -> isSignedBy(list, authority))
        .max(Comparator.comparing(RevocationLists::made));
  }

  private static boolean isSignedBy(X509CRL list, X509Certificate authority) {
    if (!list.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
      return false;
    }
    try {
      list.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static X509Certificate signer(Path file, X509CRL list, Collection<X509Certificate> known)
      throws IOException {
    if (list.getExtensionValue(DELTA) != null) {
      throw new IOException(
          file + " holds only changes (a delta list); get the whole list, the base CRL");
    }
    return known.stream()
        .filter(authority -> isSignedBy(list, authority))
        .findFirst()
        .orElseThrow(
            () ->
                new IOException(
                    file
                        + " is a list of "
                        + Certificates.name(list.getIssuerX500Principal())
                        + ", which is no authority that is trusted here (or it did not sign it);"
                        + " first: "
                        + TrustWords.command("accept", "--ca FILE")));
  }

  private void write(X509CRL list, X509Certificate authority) throws IOException {
    String name = CertificateFolder.fileName(authority).replaceAll("\\.der$", ".crl");
    try {
      Folders.replace(folder.resolve(name), list.getEncoded());
    } catch (CRLException e) {
      throw new IOException("a list that was read cannot be written", e);
    }
  }

  private List<X509CRL> all() throws IOException {
    List<X509CRL> all = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*")) {
        for (Path file : files) {
          all.add(read(file));
        }
      }
    }
    return all;
  }

  /** They may be large and are looked at often. */
  private X509CRL read(Path file) throws IOException {
    long modified = Files.getLastModifiedTime(file).toMillis();
    @Nullable Parsed before = parsed.get(file);
    if (before != null && before.size() == Files.size(file) && before.modified() == modified) {
      return before.list();
    }
    X509CRL list = decode(file).getFirst();
    parsed.put(file, new Parsed(Files.size(file), modified, list));
    return list;
  }

  private static List<X509CRL> decode(Path file) throws IOException {
    try {
      List<X509CRL> lists = new ArrayList<>();
      CertificateFactory.getInstance("X.509")
          .generateCRLs(new ByteArrayInputStream(Files.readAllBytes(file)))
          .forEach(list -> lists.add((X509CRL) list));
      if (!lists.isEmpty()) {
        return lists;
      }
      throw new IOException(file + " holds no revocation list (a CRL in DER or PEM is wanted)");
    } catch (GeneralSecurityException e) {
      throw new IOException(
          file + " holds no revocation list (a CRL in DER or PEM is wanted): " + e.getMessage(), e);
    }
  }

  private static Instant made(X509CRL list) {
    return list.getThisUpdate().toInstant();
  }

  private static String day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC).toString();
  }
}
