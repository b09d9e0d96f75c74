package io.gemba.cloud.mqtt;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Just enough DER (X.690) to dress the older key formats as PKCS#8 (RFC 5208), which is all the JDK
 * reads.
 */
final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int PARAMETERS = 0xA0;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  /** SEQUENCE { OID 1.2.840.113549.1.1.1 rsaEncryption, NULL }. */
  private static final byte[] RSA = {
    0x30,
    0x0D,
    0x06,
    0x09,
    0x2A,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xF7,
    0x0D,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /** OID 1.2.840.10045.2.1 ecPublicKey. */
  private static final byte[] EC = {
    0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01
  };

  private Der() {}

  /** PKCS#8 around an RSAPrivateKey (RFC 8017 A.1.2). */
  static byte[] pkcs8OfPkcs1(byte[] key) {
    return element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, key));
  }

  /**
   * PKCS#8 around an ECPrivateKey (RFC 5915).
   *
   * @throws IllegalArgumentException when it does not name its curve
   */
  static byte[] pkcs8OfSec1(byte[] key) {
    byte[] algorithm = element(SEQUENCE, EC, curve(key));
    return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
  }

  /** The curve's OID, from the element [0] that follows the version and the key's octets. */
  private static byte[] curve(byte[] sec1) {
    try {
      int at = content(sec1, 0);
      while (at < sec1.length) {
        int start = content(sec1, at);
        int end = start + length(sec1, at);
        if ((sec1[at] & 0xFF) == PARAMETERS) {
          return Arrays.copyOfRange(sec1, start, end);
        }
        at = end;
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("truncated", e);
    }
    throw new IllegalArgumentException("no named curve");
  }

  private static int content(byte[] der, int at) {
    int first = der[at + 1] & 0xFF;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xFF;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7F); i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xFF);
    }
    return length;
  }

  private static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    int length = content.size();
    if (length >= 0x80) {
      int bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
      element.write(0x80 | bytes);
      for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
        element.write(length >>> shift);
      }
    } else {
      element.write(length);
    }
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
