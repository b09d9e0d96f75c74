package io.gemba.hal.opcua;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;

/** What a server offers (GetEndpoints, OPC 10000-4 §5.5.4) and which offer to take. */
final class Endpoints {
  private static final List<MessageSecurityMode> SECURED =
      List.of(MessageSecurityMode.SignAndEncrypt, MessageSecurityMode.Sign);

  private Endpoints() {}

  /**
   * Asks the server what it offers over opc.tcp. Servers that know no address without a path mostly
   * answer at {@code /discovery} (OPC 10000-12 §4.3.3).
   */
  static List<EndpointDescription> of(String address, ClientResources resources, Duration limit)
      throws IOException, InterruptedException {
    try {
      return ask(address, resources, limit);
    } catch (IOException e) {
      if (!Words.isUnknownAddress(e) || !EndpointUtil.getPath(address).equals("/")) {
        throw e;
      }
      return askAtDiscovery(address, resources, limit, e);
    }
  }

  private static List<EndpointDescription> askAtDiscovery(
      String address, ClientResources resources, Duration limit, IOException first)
      throws IOException, InterruptedException {
    String bare = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    try {
      return ask(bare + "/discovery", resources, limit);
    } catch (IOException e) {
      first.addSuppressed(e);
      throw first;
    }
  }

  private static List<EndpointDescription> ask(
      String address, ClientResources resources, Duration limit)
      throws IOException, InterruptedException {
    List<EndpointDescription> offered =
        Answers.await(
            DiscoveryClient.getEndpoints(address, resources::configure),
            limit,
            "asking " + address + " for its endpoints");
    return offered.stream()
        .filter(e -> e.getEndpointUrl() != null && scheme(e).equals("opc.tcp"))
        .toList();
  }

  private static String scheme(EndpointDescription endpoint) {
    String scheme = EndpointUtil.getScheme(endpoint.getEndpointUrl());
    return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
  }

  /**
   * The best offer that the settings allow, with the address at which we reached the server: the
   * host name that servers announce is often not reachable from here.
   *
   * @throws IOException when none fits: what is offered and what to write
   */
  static EndpointDescription choose(List<EndpointDescription> offered, DeviceSettings device)
      throws IOException {
    List<EndpointDescription> allowed = allowed(offered, device.security());
    if (allowed.isEmpty()) {
      throw new IOException(notOffered(offered, device));
    }
    UserTokenType wanted = Identities.kind(device.user());
    EndpointDescription best =
        allowed.stream()
            .filter(endpoint -> accepts(endpoint, wanted))
            .findFirst()
            .orElseThrow(() -> new IOException(noLogin(allowed, device)));
    return reachable(best, offered, device.endpoint());
  }

  private static List<EndpointDescription> allowed(
      List<EndpointDescription> offered, Security security) {
    List<MessageSecurityMode> modes =
        security == Security.NONE ? List.of(MessageSecurityMode.None) : SECURED;
    List<EndpointDescription> allowed = new ArrayList<>();
    for (MessageSecurityMode mode : modes) {
      for (SecurityPolicy policy : security.policies()) {
        offered.stream()
            .filter(e -> e.getSecurityMode() == mode)
            .filter(e -> policy.getUri().equals(e.getSecurityPolicyUri()))
            .forEach(allowed::add);
      }
    }
    return allowed;
  }

  private static boolean accepts(EndpointDescription endpoint, UserTokenType wanted) {
    return tokens(endpoint).anyMatch(token -> token.getTokenType() == wanted);
  }

  static Stream<UserTokenPolicy> tokens(EndpointDescription endpoint) {
    UserTokenPolicy[] tokens = endpoint.getUserIdentityTokens();
    return tokens == null ? Stream.empty() : Stream.of(tokens);
  }

  /**
   * The host is always ours. The port is too when none of the offers has it (a forwarded port);
   * otherwise the server really listens at several.
   */
  private static EndpointDescription reachable(
      EndpointDescription best, List<EndpointDescription> offered, String address) {
    int port = EndpointUtil.getPort(address);
    boolean announced =
        offered.stream().anyMatch(e -> EndpointUtil.getPort(e.getEndpointUrl()) == port);
    return EndpointUtil.updateUrl(best, EndpointUtil.getHost(address), announced ? -1 : port);
  }

  private static String notOffered(List<EndpointDescription> offered, DeviceSettings device) {
    String offers = device.endpoint() + " offers only " + words(offered);
    boolean open = offered.stream().anyMatch(e -> e.getSecurityMode() == MessageSecurityMode.None);
    if (device.security() == Security.NONE) {
      return offers + "; 'security: none' is not possible here: write 'security: best'";
    }
    if (device.security() == Security.BEST && open) {
      return offers
          + ", nothing that is safe. Switch security on in the server; or, where everybody on that"
          + " network may read along and pose as the machine, write 'security: none'";
    }
    if (device.security() == Security.BEST) {
      return offers
          + ", which is no longer safe. Look whether the machine's maker has something newer; until"
          + " then name the policy yourself, as in 'security: Basic256'";
    }
    return offers
        + "; '"
        + device.security().word()
        + "' is not among them: write 'security: best', or"
        + " switch that policy on in the server";
  }

  private static String noLogin(List<EndpointDescription> allowed, DeviceSettings device) {
    String kinds =
        allowed.stream()
            .flatMap(Endpoints::tokens)
            .map(token -> String.valueOf(token.getTokenType()))
            .distinct()
            .collect(Collectors.joining(", "));
    return switch (device.user()) {
      case null ->
          device.endpoint()
              + " wants a login ("
              + kinds
              + "); write 'user: { name: …,"
              + " password-file: … }'"
              + (kinds.contains("Certificate") ? " or 'user: { certificate: …, key: … }'" : "");
      case DeviceSettings.User.Named named ->
          device.endpoint()
              + " takes no user names (only "
              + kinds
              + "); leave 'user' out, or"
              + " switch them on in the server";
      case DeviceSettings.User.Certified certified ->
          device.endpoint()
              + " takes no users' certificates (only "
              + kinds
              + "); write 'user: { name: …, password-file: … }', leave 'user' out, or switch them on"
              + " in the server";
    };
  }

  private static String words(List<EndpointDescription> offered) {
    return offered.isEmpty()
        ? "nothing over opc.tcp"
        : offered.stream().map(Endpoints::word).distinct().collect(Collectors.joining(", "));
  }

  private static String word(EndpointDescription endpoint) {
    return policy(endpoint) + "/" + endpoint.getSecurityMode();
  }

  /** The policy's short name, such as {@code Basic256Sha256}. */
  static String policy(EndpointDescription endpoint) {
    String uri = endpoint.getSecurityPolicyUri();
    return uri == null ? "None" : uri.substring(uri.indexOf('#') + 1);
  }
}
