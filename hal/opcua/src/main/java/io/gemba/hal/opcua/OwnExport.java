package io.gemba.hal.opcua;

import io.gemba.hal.spi.TrustKeeper.Exported;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;

/** Hands our own certificate to the person who must import it elsewhere. */
final class OwnExport {
  private static final String WHAT_NEXT =
      "Import one of the two (the .der first, the .pem if the tool wants text) into the server's"
          + " list of trusted client certificates (\"Trusted Clients\" in most tools, \"Certificate"
          + " manager\" in TIA Portal, trusted/certs on disk), or accept it there among the rejected"
          + " ones after the gateway's first attempt; restart the server if its manual asks for it.";

  private static final String RENEWED =
      "\nThis is the renewed certificate; leave the old one on the servers' lists for now. Each server"
          + " is shown the new one whenever the agent connects, and the old one as long as it refuses"
          + " the new. When the new one is on their lists, restart the agent (sudo systemctl restart"
          + " gemba), see in 'gemba trust list' who has taken it, and end it with 'gemba trust renew --finish'.";

  private OwnExport() {}

  static Exported to(Path folder, Path pki) throws IOException {
    OwnRenewal renewal = new OwnRenewal(pki);
    OwnCertificate own = renewal.isUnderWay() ? renewal.certificate() : OwnCertificate.in(pki);
    Path der = folder.resolve("gemba-client.der");
    Path pem = folder.resolve("gemba-client.pem");
    try {
      byte[] encoded = own.certificate().getEncoded();
      Folders.replace(der, encoded);
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
      Folders.replace(
          pem,
          ("-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n")
              .getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IOException("a certificate that was read cannot be written", e);
    }
    return new Exported(
        List.of(der, pem),
        own.certificate().getSubjectX500Principal().getName(),
        Certificates.fingerprint(own.certificate()),
        renewal.isUnderWay() ? WHAT_NEXT + RENEWED : WHAT_NEXT);
  }
}
