package io.gemba.cloud.console.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** An authority of our own that signs what a test needs, with the JDK's keytool. */
public final class TestPki {
  private static final char[] STORE_PASSWORD = "only-for-tests".toCharArray();

  private final Path folder;
  private final Path store;
  private final String authority;

  /** A new authority, its certificate in {@code NAME.pem}. */
  public TestPki(Path folder, String authority) throws Exception {
    this.folder = folder;
    this.authority = authority;
    this.store = folder.resolve(authority + ".p12");
    keytool(authority, "EC", "-dname", "CN=" + authority, "-ext", "bc:c", "-validity", "30");
    writeCertificates(folder.resolve(authority + ".pem"), load().getCertificate(authority));
  }

  /** The authority's certificate. */
  public Path authorityFile() {
    return folder.resolve(authority + ".pem");
  }

  /**
   * A certificate and its key (PKCS#8), in {@code NAME.crt} and {@code NAME.key}.
   *
   * @param algorithm RSA or EC
   * @param options of keytool, such as {@code -ext san=dns:localhost} or {@code -startdate -9d}
   */
  public Pair issue(String name, String algorithm, String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("-dname", "CN=" + name, "-signer", authority));
    all.addAll(Arrays.asList(options));
    keytool(name, algorithm, all.toArray(String[]::new));
    KeyStore loaded = load();
    Pair pair = new Pair(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    writeCertificates(pair.certificate, loaded.getCertificate(name));
    PrivateKey key = (PrivateKey) loaded.getKey(name, STORE_PASSWORD);
    writeSecret(pair.key, pem("PRIVATE KEY", key.getEncoded()));
    return pair;
  }

  /** A certificate's file and its key's. */
  public record Pair(Path certificate, Path key) {}

  static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /** Writes a file that only its owner may read. */
  static Path writeSecret(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static void writeCertificates(Path file, Certificate certificate)
      throws IOException, GeneralSecurityException {
    Files.writeString(
        file, "a line of text before it\n" + pem("CERTIFICATE", certificate.getEncoded()));
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(store.toFile(), STORE_PASSWORD);
  }

  private void keytool(String alias, String algorithm, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-J-XX:TieredStopAtLevel=1",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(STORE_PASSWORD),
                "-alias",
                alias,
                "-keyalg",
                algorithm));
    if ("RSA".equals(algorithm)) {
      command.addAll(List.of("-keysize", "2048"));
    }
    command.addAll(Arrays.asList(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + output);
    }
  }
}
