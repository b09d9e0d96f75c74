package io.gemba.hal.opcua;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.jspecify.annotations.Nullable;

/** Says in words what a status code or a failure of the protocol library means. */
final class Words {
  private Words() {}

  /** The name of a status code with what it says, such as {@code Bad_NodeIdUnknown (The node…)}. */
  static String ofStatus(long code) {
    Optional<String[]> known = StatusCodes.lookup(code);
    return known
        .map(words -> words[0] + " (" + words[1] + ")")
        .orElse(String.format(Locale.ROOT, "0x%08X", code));
  }

  /** Why a monitored item could not be made, with what to do. */
  static String ofBadNode(long code, String node) {
    long which = code & 0xFFFF0000L;
    if (which == StatusCodes.Bad_NodeIdUnknown || which == StatusCodes.Bad_NodeIdInvalid) {
      return "the server knows no node '" + node + "': " + ofStatus(code);
    }
    if (which == StatusCodes.Bad_AttributeIdInvalid) {
      return "'" + node + "' is no variable, so it has no value to read: " + ofStatus(code);
    }
    if (which == StatusCodes.Bad_UserAccessDenied || which == StatusCodes.Bad_NotReadable) {
      return "this user may not read '" + node + "': " + ofStatus(code);
    }
    return "the server does not deliver '" + node + "': " + ofStatus(code);
  }

  /** What went wrong while talking to a server, with what to try. */
  static String ofFailure(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String network = ofNetwork(cause);
      if (network != null) {
        return network;
      }
    }
    Optional<UaException> failure = UaException.extract(thrown);
    if (failure.isPresent()) {
      return ofService(failure.get());
    }
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getSimpleName() : message;
  }

  private static @Nullable String ofNetwork(Throwable cause) {
    return switch (cause) {
      case UnresolvedAddressException e -> "the host name is unknown; check it, or write the IP";
      case UnknownHostException e -> "the host name is unknown; check it, or write the IP";
      case NoRouteToHostException e -> "no way to that address; check network and cable";
      case ConnectException e ->
          "nobody answers at that address and port ("
              + e.getMessage()
              + "); is the server running, is the port right?";
      default -> null;
    };
  }

  private static String ofService(UaException failure) {
    long code = failure.getStatusCode().value();
    String what = ofStatus(code);
    String detail = failure.getMessage();
    String text = detail == null || detail.startsWith("status=") ? what : what + ": " + detail;
    return advice(code & 0xFFFF0000L).map(advice -> text + "; " + advice).orElse(text);
  }

  private static Optional<String> advice(long code) {
    if (code == StatusCodes.Bad_Timeout) {
      return Optional.of("no answer in time: check address, network and firewall");
    }
    if (code == StatusCodes.Bad_IdentityTokenRejected
        || code == StatusCodes.Bad_IdentityTokenInvalid
        || code == StatusCodes.Bad_UserAccessDenied) {
      return Optional.of(
          "the server refuses the login: check 'user.name' and the password file,"
              + " or let the server accept the user's certificate");
    }
    if (code == StatusCodes.Bad_TcpEndpointUrlInvalid) {
      return Optional.of(
          "write the whole address as the server's own settings show it,"
              + " with what follows the port: opc.tcp://HOST:PORT/NAME");
    }
    if (code == StatusCodes.Bad_TooManySessions) {
      return Optional.of("the server has no session left: close other clients or wait");
    }
    return Optional.empty();
  }

  /** Whether the server is there, but not at that path. */
  static boolean isUnknownAddress(Throwable failure) {
    return code(failure) == StatusCodes.Bad_TcpEndpointUrlInvalid;
  }

  private static long code(Throwable failure) {
    return UaException.extractStatusCode(failure).map(status -> status.value()).orElse(0L)
        & 0xFFFF0000L;
  }

  /** Whether the server has probably not yet accepted this gateway's certificate. */
  static boolean isCertificateRefusal(Throwable failure) {
    long code = code(failure);
    return code == StatusCodes.Bad_SecurityChecksFailed
        || code == StatusCodes.Bad_CertificateUntrusted
        || code == StatusCodes.Bad_CertificateInvalid
        || code == StatusCodes.Bad_CertificateUriInvalid;
  }
}
