package io.gemba.agent.app;

import io.gemba.agent.app.TrustLists.Kept;
import io.gemba.hal.spi.TrustKeeper;
import io.gemba.hal.spi.TrustKeeper.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the one certificate that a person means; when it is not clear, nothing is decided. */
final class TrustChoice {
  private static final int SHA256_DIGITS = 64;
  private static final Set<State> WAITING = Set.of(State.PENDING, State.CHANGED);

  private TrustChoice() {}

  /** It is not clear which certificate is meant: why, and what to write. */
  static final class UnclearException extends Exception {
    private static final long serialVersionUID = 1;

    UnclearException(String message) {
      super(message);
    }
  }

  /**
   * The one to accept.
   *
   * @param which a device, a fingerprint, both, or nothing
   * @param more whether it is to be accepted for more devices than those it is trusted for
   */
  static Kept toAccept(List<Kept> all, List<String> which, boolean more, String config)
      throws UnclearException {
    List<Kept> named = named(all, which);
    if (isExact(which)) {
      Kept one = only(undecidedFirst(named), "accept", which, config);
      if (one.shown().state() == State.TRUSTED && (!more || one.shown().only().isEmpty())) {
        throw new UnclearException("it is trusted already:\n" + TrustText.one(one.shown()));
      }
      return one;
    }
    Kept one = only(waiting(named), "accept", which, config);
    if (one.shown().state() == State.CHANGED) {
      throw new UnclearException(
          "this certificate has CHANGED, somebody may be posing as the machine:\n"
              + TrustText.one(one.shown())
              + "\nIf the machine itself shows this SHA-256, write: "
              + command("accept", one, config));
    }
    return one;
  }

  /**
   * The one to reject; a trusted one too, when it is named by its fingerprint.
   *
   * @param which a device, a fingerprint, both, or nothing
   */
  static Kept toReject(List<Kept> all, List<String> which, String config) throws UnclearException {
    List<Kept> named = named(all, which);
    Kept one =
        only(isExact(which) ? undecidedFirst(named) : waiting(named), "reject", which, config);
    if (one.shown().state() == State.REJECTED) {
      throw new UnclearException("it is rejected already: " + one.shown().sha256());
    }
    return one;
  }

  /** The one that an authority signed of which is spoken, whatever was decided about it. */
  static Kept signed(List<Kept> all, List<String> which, String config) throws UnclearException {
    List<Kept> named = named(all, which);
    return only(isExact(which) ? undecidedFirst(named) : waiting(named), "accept", which, config);
  }

  /**
   * For whom it is to be accepted when nobody says so: the device that was named, or all that wait.
   *
   * @return empty = for every device
   */
  static Set<String> devices(Kept kept, List<String> which) {
    Set<String> showed =
        kept.shown().by().stream().map(TrustKeeper.By::device).collect(Collectors.toSet());
    Set<String> named = which.stream().filter(showed::contains).collect(Collectors.toSet());
    return named.isEmpty() ? showed : named;
  }

  private static boolean isExact(List<String> which) {
    return which.stream().anyMatch(TrustChoice::isFingerprint);
  }

  /** One certificate may be trusted for a device and wait for another. */
  private static List<Kept> undecidedFirst(List<Kept> named) {
    return waiting(named).isEmpty() ? named : waiting(named);
  }

  private static List<Kept> waiting(List<Kept> list) {
    return list.stream().filter(kept -> WAITING.contains(kept.shown().state())).toList();
  }

  private static List<Kept> named(List<Kept> all, List<String> which) throws UnclearException {
    List<Kept> left = new ArrayList<>(all);
    for (String word : which) {
      if (isFingerprint(word)) {
        left.removeIf(kept -> !plain(kept.shown().sha256()).equals(plain(word)));
      } else if (looksLikePart(word)) {
        throw new UnclearException(
            "'" + word + "' is only a part of a SHA-256: copy all 32 pairs of it");
      } else {
        left.removeIf(kept -> kept.shown().by().stream().noneMatch(by -> by.device().equals(word)));
      }
    }
    return left;
  }

  private static Kept only(List<Kept> left, String verb, List<String> which, String config)
      throws UnclearException {
    if (left.size() == 1) {
      return left.getFirst();
    }
    if (left.isEmpty()) {
      String what = which.isEmpty() ? "" : " of '" + String.join("' with '", which) + "'";
      throw new UnclearException(
          "no certificate"
              + what
              + " is waiting; 'gemba trust list"
              + config
              + "' shows all. A server's certificate arrives there with the first attempt to connect");
    }
    throw new UnclearException(
        "several certificates are meant; compare the SHA-256 with the machine's, then write one"
            + " of:\n"
            + left.stream()
                .map(kept -> command(verb, kept, config) + "\n" + TrustText.one(kept.shown()))
                .collect(Collectors.joining("\n")));
  }

  private static String command(String verb, Kept kept, String config) {
    return "gemba trust " + verb + config + " " + kept.shown().sha256();
  }

  private static boolean isFingerprint(String word) {
    return plain(word).matches("[0-9A-F]{" + SHA256_DIGITS + "}");
  }

  private static boolean looksLikePart(String word) {
    return word.matches("(?i)[0-9a-f]{2}(:[0-9a-f]{2})+");
  }

  private static String plain(String fingerprint) {
    return fingerprint.replaceAll("[:\\s]", "").toUpperCase(Locale.ROOT);
  }
}
