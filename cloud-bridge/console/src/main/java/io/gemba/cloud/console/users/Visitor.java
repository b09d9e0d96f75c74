package io.gemba.cloud.console.users;

/**
 * Who a request comes from and what they may.
 *
 * @param name the account's name; {@code -} while the console has no accounts
 * @param from the address they come from, as far as it is known
 * @param account whether they have logged in (here, or at a trusted proxy)
 */
public record Visitor(String name, Role role, Sites sites, String from, boolean account) {
  /** The name of those who have none. */
  public static final String NOBODY = "-";

  /** Whether they may see a site. */
  public boolean sees(String enterprise, String site) {
    return sites.covers(enterprise, site);
  }

  /** Whether they may do something on a site that takes a role. */
  public boolean may(Role needed, String enterprise, String site) {
    return role.covers(needed) && sees(enterprise, site);
  }
}
