package io.gemba.cloud.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemTest {
  private static final byte[] P256 = {
    0x06, 0x08, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x03, 0x01, 0x07
  };

  @TempDir Path folder;

  @Test
  void readsPkcs8() throws Exception {
    for (String algorithm : new String[] {"EC", "Ed25519"}) {
      PrivateKey key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
      assertThat(Pem.privateKey(file("PRIVATE KEY", key.getEncoded())).getEncoded())
          .as(algorithm)
          .isEqualTo(key.getEncoded());
    }
  }

  @Test
  void readsPkcs1() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    PrivateKey key = generator.generateKeyPair().getPrivate();
    // PKCS#8 of RSA: 26 bytes of dress, then the PKCS#1 key to the end
    byte[] pkcs1 = Arrays.copyOfRange(key.getEncoded(), 26, key.getEncoded().length);
    assertThat(Pem.privateKey(file("RSA PRIVATE KEY", pkcs1))).isEqualTo(key);
  }

  @Test
  void readsSec1WithItsCurveAndItsParametersBeside() throws Exception {
    ECPrivateKey key = ecKey();
    String parameters = TestPki.pem("EC PARAMETERS", P256);
    Path file =
        TestPki.writeSecret(
            folder.resolve("key"), parameters + TestPki.pem("EC PRIVATE KEY", sec1(key, true)));
    assertThat(((ECPrivateKey) Pem.privateKey(file)).getS()).isEqualTo(key.getS());
  }

  @Test
  void saysWhatToDoWithAKeyItCannotRead() throws Exception {
    Path unnamed = file("EC PRIVATE KEY", sec1(ecKey(), false));
    assertThatThrownBy(() -> Pem.privateKey(unnamed)).hasMessageContaining("openssl pkcs8");
    Path encrypted = file("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> Pem.privateKey(encrypted)).hasMessageContaining("passphrase");
    Path legacy =
        TestPki.writeSecret(
            folder.resolve("legacy"),
            """
            -----BEGIN RSA PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-128-CBC,00

            AAAA
            -----END RSA PRIVATE KEY-----
            """);
    assertThatThrownBy(() -> Pem.privateKey(legacy)).hasMessageContaining("passphrase");
    Path agreement =
        file(
            "PRIVATE KEY",
            KeyPairGenerator.getInstance("X25519").generateKeyPair().getPrivate().getEncoded());
    assertThatThrownBy(() -> Pem.privateKey(agreement)).hasMessageContaining("neither RSA, EC");
    Path certificate = file("CERTIFICATE", new byte[] {1});
    assertThatThrownBy(() -> Pem.privateKey(certificate)).hasMessageContaining("BEGIN PRIVATE KEY");
    assertThatThrownBy(() -> Pem.certificates(certificate))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void refusesAKeyThatEverybodyMayRead() throws Exception {
    Path file = file("PRIVATE KEY", ecKey().getEncoded());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> Pem.privateKey(file)).hasMessageContaining("chmod o=");
  }

  private Path file(String label, byte[] der) throws IOException {
    return TestPki.writeSecret(folder.resolve(label.replace(' ', '-')), TestPki.pem(label, der));
  }

  private static ECPrivateKey ecKey() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return (ECPrivateKey) generator.generateKeyPair().getPrivate();
  }

  /** ECPrivateKey of RFC 5915, by hand. */
  private static byte[] sec1(ECPrivateKey key, boolean named) {
    byte[] number = key.getS().toByteArray();
    byte[] octets = new byte[32];
    int length = Math.min(32, number.length);
    System.arraycopy(number, number.length - length, octets, 32 - length, length);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(new byte[] {2, 1, 1, 4, 32});
    content.writeBytes(octets);
    if (named) {
      content.writeBytes(new byte[] {(byte) 0xA0, (byte) P256.length});
      content.writeBytes(P256);
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(0x30);
    whole.write(content.size());
    whole.writeBytes(content.toByteArray());
    return whole.toByteArray();
  }
}
