package io.gemba.hal.opcua;

import java.nio.file.Path;
import java.security.cert.X509Certificate;

/** Why a server's certificate is refused, and the command with which a person accepts it. */
final class TrustWords {
  private static final String USUAL_CONFIG = "/etc/gemba/gemba.yaml";

  private TrustWords() {}

  /**
   * Nobody here knows it.
   *
   * @param why an authority that signed it does not vouch for it; may be empty
   */
  static String unknown(
      DeviceSettings device, X509Certificate shown, boolean severalWait, String why) {
    return "the certificate of "
        + device.endpoint()
        + " is not trusted yet: "
        + Certificates.describe(shown)
        + ofAuthority(shown, why)
        + ". Compare the SHA-256 with the one the machine itself shows; if it is the same, accept it with: "
        + command("accept", severalWait ? Certificates.fingerprint(shown) : device.name());
  }

  static String changed(DeviceSettings device, X509Certificate shown, String before, String why) {
    return "WARNING: the certificate of "
        + device.endpoint()
        + " has CHANGED. It was SHA-256 "
        + before
        + ", now it is: "
        + Certificates.describe(shown)
        + ofAuthority(shown, why)
        + ". Somebody may be posing as this machine, or it was set up anew. If you know why, and the"
        + " machine itself shows this SHA-256, accept it with: "
        + command("accept", Certificates.fingerprint(shown));
  }

  private static String ofAuthority(X509Certificate shown, String why) {
    if (shown.getIssuerX500Principal().equals(shown.getSubjectX500Principal())) {
      return "";
    }
    String signed = ", signed by " + Certificates.name(shown.getIssuerX500Principal());
    return why.isEmpty()
        ? signed
        : signed
            + ". An authority that is trusted here signed it, but does not vouch for it: "
            + why;
  }

  static String revoked(DeviceSettings device, String revoked, X509Certificate shown) {
    return device.endpoint()
        + " is refused: "
        + revoked
        + ". What it shows: "
        + Certificates.describe(shown)
        + ". Have a new certificate made for the machine; if the list is wrong, get a newer one from"
        + " whoever runs that authority, then: "
        + command("crl", "FILE");
  }

  static String takenBack(DeviceSettings device, X509Certificate shown) {
    return "the certificate of "
        + device.endpoint()
        + " is not trusted any more: "
        + Certificates.describe(shown)
        + ". If that was wrong, 'gemba trust list' shows it after the next attempt to connect";
  }

  static String rejected(DeviceSettings device, X509Certificate shown) {
    return device.endpoint()
        + " shows a certificate that was rejected here: "
        + Certificates.describe(shown)
        + ". If that was wrong, accept it with: "
        + command("accept", Certificates.fingerprint(shown));
  }

  static String notThePinned(DeviceSettings device, X509Certificate shown, Path pinned, Path kept) {
    return device.endpoint()
        + " shows another certificate than 'server-certificate' ("
        + pinned
        + ") names: "
        + Certificates.describe(shown)
        + "; it was put into "
        + kept
        + ". Ask who changed the server; if that is right, put it in that file's place";
  }

  /** A command line that can be pasted. */
  static String command(String verb, String what) {
    String config = System.getProperty("gemba.config", USUAL_CONFIG);
    String option = config.equals(USUAL_CONFIG) ? "" : " --config " + quoted(config);
    return "gemba trust " + verb + option + (what.isEmpty() ? "" : " " + quoted(what));
  }

  /** Words of ours (FILE, --ca) are left as they are. */
  private static String quoted(String word) {
    return word.startsWith("--") || word.matches("[\\w./:@=-]+")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
