package io.gemba.cloud.console.users;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/** One account, without its password: as {@link #name(String)} makes the name, so it is kept. */
public record Account(String name, Role role, Sites sites) {
  private static final String FORM = "[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{0,63}";

  /**
   * The one way a name is kept, whatever the keyboard: composed, in small letters; empty when it is
   * none.
   */
  public static Optional<String> name(String written) {
    String name = Normalizer.normalize(written.strip(), Normalizer.Form.NFKC);
    return Optional.of(name.toLowerCase(Locale.ROOT)).filter(n -> n.matches(FORM));
  }

  /** The account as the one who asks. */
  public Visitor visitor(String from) {
    return new Visitor(name, role, sites, from, true);
  }
}
