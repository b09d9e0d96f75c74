package io.gemba.cloud.console.config;

import io.gemba.cloud.console.users.Lifetimes;
import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.users.Sites;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who gets in, and how.
 *
 * @param tls null for plain HTTP
 * @param proxy null when nobody in front is believed
 */
public record Access(Lifetimes lifetimes, @Nullable Tls tls, @Nullable Proxy proxy) {
  /** Unless told otherwise. */
  public static final Access DEFAULT = new Access(Lifetimes.DEFAULT, null, null);

  /** PEM files of the page: the chain, leaf first, and its unencrypted PKCS #8 key. */
  public record Tls(Path certificate, Path key) {}

  /**
   * A reverse proxy whose headers are believed.
   *
   * @param addresses where it connects from, IP addresses
   * @param userHeader names the person it has logged in; null when it logs in nobody
   * @param groupsHeader names their groups, with commas; null for none
   * @param groups rights by group, the first that fits counts, in this order
   */
  public record Proxy(
      List<String> addresses,
      @Nullable String userHeader,
      @Nullable String groupsHeader,
      Map<String, Rights> groups) {}

  /** What a group may. */
  public record Rights(Role role, Sites sites) {}
}
