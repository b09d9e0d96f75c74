package io.gemba.hal.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * An optional power of an {@link AdapterFactory}: its devices show certificates, and a person
 * decides about them with {@code gemba trust}. The files in the adapter's state directory are the
 * truth, whether the agent runs or not: a running adapter heeds a decision at its next attempt.
 * Nothing here asks a device.
 */
public interface TrustKeeper {

  /**
   * All certificates that devices have shown or that were trusted by hand, the undecided first.
   *
   * @throws IOException a file that cannot be read
   */
  List<Shown> certificates(Path stateDirectory) throws IOException;

  /**
   * Trusts exactly this certificate from now on.
   *
   * @throws IOException when it is not there any more, or a file cannot be moved
   */
  void accept(Path stateDirectory, Shown certificate) throws IOException;

  /**
   * Refuses exactly this certificate from now on, whoever vouches for it.
   *
   * @throws IOException when it is not there any more, or a file cannot be moved
   */
  void reject(Path stateDirectory, Shown certificate) throws IOException;

  /**
   * Writes our own certificate, made if there was none, in every form that other vendors' tools
   * want; never the key.
   *
   * @param folder where to; it exists
   * @throws IOException when it can be neither made nor written
   */
  Exported exportOwn(Path stateDirectory, Path folder) throws IOException;

  /** What has been decided about a certificate. */
  enum State {
    /** A device shows it for the first time; refused until a person decides. */
    PENDING,
    /** A device that showed another one before shows it; refused until a person decides. */
    CHANGED,
    /** Accepted. */
    TRUSTED,
    /** Refused by a person. */
    REJECTED
  }

  /**
   * One certificate.
   *
   * @param sha256 of its DER form, in upper-case pairs with colons
   * @param by who showed it; empty when it was put among the trusted by hand
   */
  record Shown(
      State state,
      String sha256,
      String subject,
      String issuer,
      Instant validFrom,
      Instant validUntil,
      List<By> by) {
    public Shown {
      by = List.copyOf(by);
    }
  }

  /**
   * Who showed a certificate.
   *
   * @param device its name in the configuration
   * @param address where it was shown
   * @param since when it was shown first
   * @param before the SHA-256 of the certificate that was accepted there until now; empty when
   *     there was none or it is the same
   */
  record By(String device, String address, Instant since, String before) {}

  /**
   * Our own certificate, written out.
   *
   * @param whatNext what to do with the files in the other vendor's tool, in one sentence
   */
  record Exported(List<Path> files, String subject, String sha256, String whatNext) {
    public Exported {
      files = List.copyOf(files);
    }
  }
}
