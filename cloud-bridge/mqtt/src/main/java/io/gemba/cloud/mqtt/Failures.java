package io.gemba.cloud.mqtt;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** Turns what Java and Paho throw into what happened, where, and what to check. */
final class Failures {
  private Failures() {}

  /** An exception whose message a technician can act upon; the cause is kept. */
  static IOException inWords(Throwable failure, BrokerAddress address) {
    return new IOException(words(failure, address), failure);
  }

  /** Only the words. */
  static String words(Throwable failure, BrokerAddress address) {
    return aboutTls(failure, address).orElseGet(() -> aboutTheLine(unwrapped(failure), address));
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof MqttException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static String aboutTheLine(Throwable cause, BrokerAddress address) {
    return switch (cause) {
      case UnknownHostException e ->
          "cannot find the broker's host '"
              + address.host()
              + "': check its name under url, and this machine's DNS server";
      case SocketTimeoutException e ->
          "no answer from "
              + address
              + " in time: is the broker on, is the network up, does a"
              + " firewall swallow port "
              + address.port()
              + "?";
      case ConnectException e ->
          "nothing listens at "
              + address
              + " ("
              + text(e)
              + "): is the broker running, is the port"
              + " right?";
      case NoRouteToHostException e ->
          "no way to " + address + ": is the network cable in, is there a route or a firewall?";
      case EOFException e ->
          address + " hung up" + (address.tls() ? "" : ": is it an MQTT port, and not a TLS one?");
      case SocketException e -> "the connection to " + address + " broke: " + text(e);
      case MqttException e -> aboutPaho(e, address);
      default -> address + ": " + text(cause);
    };
  }

  private static String aboutPaho(MqttException e, BrokerAddress address) {
    return switch (e.getReasonCode()) {
      case 32000 -> address + " has been silent for twice the keep-alive: the line is dead";
      case 32002 -> "nothing could be written to " + address + " for twice the keep-alive";
      case 32109 -> "the connection to " + address + " was lost";
      case 32108, 50000, 50001, 50002, 50005 ->
          address + " sent something that is not MQTT 5 (" + e.getReasonCode() + ")";
      default -> address + ": " + text(e) + " (" + e.getReasonCode() + ")";
    };
  }

  private static Optional<String> aboutTls(Throwable failure, BrokerAddress address) {
    if (has(failure, CertificateExpiredException.class)) {
      return Optional.of(
          "the certificate of "
              + address
              + " has expired: renew it; or this gateway's clock is"
              + " wrong: it says "
              + now());
    }
    if (has(failure, CertificateNotYetValidException.class)) {
      return Optional.of(
          "the certificate of "
              + address
              + " is not valid yet: this gateway's clock is probably"
              + " wrong, it says "
              + now());
    }
    CertificateException named = find(failure, CertificateException.class);
    if (named != null && text(named).matches(".*No (subject alternative|name matching).*")) {
      return Optional.of(
          "the certificate of "
              + address
              + " is for another host ("
              + text(named)
              + "): write the host name it is for under url");
    }
    if (has(failure, CertPathBuilderException.class)
        || has(failure, CertPathValidatorException.class)) {
      return Optional.of(
          "the certificate of "
              + address
              + " is signed by an authority this gateway does not"
              + " trust: put that authority's certificate into the file under tls.ca");
    }
    SSLException tls = find(failure, SSLException.class);
    return tls == null ? Optional.empty() : Optional.of(aboutAlert(tls, address));
  }

  private static String aboutAlert(SSLException e, BrokerAddress address) {
    String text = text(e).toLowerCase(Locale.ROOT);
    if (text.contains("unrecognized ssl message") || text.contains("unsupported or unrecognized")) {
      return address
          + " does not speak TLS on this port: is it the plain one? Write mqtt:// or the"
          + " TLS port";
    }
    if (text.contains("certificate_required") || text.contains("bad_certificate")) {
      return address
          + " wants a client certificate it can accept ("
          + text(e)
          + "): write tls.certificate and tls.key";
    }
    if (text.contains("certificate_expired")) {
      return address + " says that this gateway's certificate has expired: renew tls.certificate";
    }
    if (text.contains("certificate_unknown") || text.contains("unknown_ca")) {
      return address
          + " does not trust this gateway's certificate: let the broker's administrator"
          + " sign it, or trust its authority";
    }
    if (text.contains("handshake_failure") || text.contains("protocol_version")) {
      return address
          + " and this gateway found no common TLS version, cipher or certificate ("
          + text(e)
          + "): TLS 1.2 or 1.3 is needed, and perhaps tls.certificate";
    }
    return "TLS with " + address + " failed: " + text(e);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return find(failure, type) != null;
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (type.isInstance(at)) {
        return type.cast(at);
      }
      at = at.getCause();
    }
    return null;
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String text(Throwable e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
