package io.gemba.hal.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;

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
   * Trusts exactly this certificate from now on, for the devices that showed it ({@link Shown#by});
   * for every device where nobody showed it.
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
   * @param only the devices it is trusted for; empty = for every device, or it is not trusted
   * @param authority whether it vouches for the certificates it signed, rather than for itself
   * @param remarks what a person should know about it, each a sentence
   */
  record Shown(
      State state,
      String sha256,
      String subject,
      String issuer,
      Instant validFrom,
      Instant validUntil,
      List<By> by,
      List<String> only,
      boolean authority,
      List<String> remarks) {
    public Shown {
      by = List.copyOf(by);
      only = List.copyOf(only);
      remarks = List.copyOf(remarks);
    }

    /** A certificate that stands for itself, with nothing to be said about it. */
    public Shown(
        State state,
        String sha256,
        String subject,
        String issuer,
        Instant validFrom,
        Instant validUntil,
        List<By> by) {
      this(state, sha256, subject, issuer, validFrom, validUntil, by, List.of(), false, List.of());
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

  /**
   * An optional power of a keeper: certificates for single devices, authorities (CAs) that vouch
   * for what they signed, their revocation lists, and the renewal of our own certificate.
   */
  interface Pki extends TrustKeeper {

    /**
     * Trusts exactly this certificate for these devices too.
     *
     * @param devices names in the configuration; empty = for every device
     * @throws IOException when it is not there any more, or a file cannot be written
     */
    void accept(Path stateDirectory, Shown certificate, Set<String> devices) throws IOException;

    /**
     * Trusts the authorities whose certificates a file holds.
     *
     * @param file DER or PEM, from whoever runs the authority
     * @param devices for whose servers alone; empty = for every device's
     * @throws IOException when it cannot be read, or holds anything but valid authorities
     */
    List<Shown> acceptAuthorities(Path stateDirectory, Path file, Set<String> devices)
        throws IOException;

    /**
     * Trusts the authority that signed a certificate, as the server sent it.
     *
     * @param devices for whose servers alone; empty = for every device's
     * @throws IOException when the server did not send it, or the certificate is self-signed
     */
    Shown acceptIssuer(Path stateDirectory, Shown certificate, Set<String> devices)
        throws IOException;

    /**
     * Takes up the revocation lists that a file holds, and says in a sentence each what they are.
     *
     * @throws IOException when one cannot be read, comes from an unknown authority, or is older
     *     than the one that is there
     */
    List<String> addRevocations(Path stateDirectory, Path file) throws IOException;

    /** Our own certificates: the one in use, then the renewed one if there is any. */
    List<Own> own(Path stateDirectory) throws IOException;

    /**
     * Makes a new certificate of our own. It is shown to each server first, and the old one where
     * the server refuses the new, until {@link #finishRenewal}.
     *
     * @param newKey whether it has a new key pair too
     * @param folder where to write it for other vendors' tools; it exists
     * @throws IOException when a renewal is under way already, or a file cannot be written
     */
    Exported renewOwn(Path stateDirectory, boolean newKey, Path folder) throws IOException;

    /**
     * Uses nothing but the renewed certificate from now on, and puts the old one aside.
     *
     * @param force whether servers that have not taken it are left behind
     * @return what was done, in words
     * @throws IOException when there is none, or servers have not taken it
     */
    String finishRenewal(Path stateDirectory, boolean force) throws IOException;

    /**
     * Throws the renewed certificate away and stays with the old one.
     *
     * @return what was done, in words
     * @throws IOException when there is none
     */
    String cancelRenewal(Path stateDirectory) throws IOException;
  }

  /**
   * A certificate of our own.
   *
   * @param renewed whether it is to replace the one in use
   * @param takenBy the servers that have taken the renewed one, HOST:PORT
   * @param waitingFor those that have not
   */
  record Own(
      boolean renewed,
      String sha256,
      String subject,
      Instant validFrom,
      Instant validUntil,
      List<String> takenBy,
      List<String> waitingFor) {
    public Own {
      takenBy = List.copyOf(takenBy);
      waitingFor = List.copyOf(waitingFor);
    }
  }
}
