package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.Delivery;
import java.util.Locale;

/** MQTT 5 reason codes (§2.4) in words, and what each means for a message. */
final class ReasonCode {
  static final int SUCCESS = 0x00;
  static final int DISCONNECT_WITH_WILL = 0x04;
  static final int UNSPECIFIED = 0x80;
  static final int UNSUPPORTED_PROTOCOL_VERSION = 0x84;
  static final int PACKET_TOO_LARGE = 0x95;

  private ReasonCode() {}

  /** From here on a code is an error (MQTT 5 §2.4). */
  static boolean isError(int code) {
    return code >= UNSPECIFIED;
  }

  /** The code and its meaning: {@code not authorised (0x87)}. */
  static String words(int code) {
    return meaning(code) + String.format(Locale.ROOT, " (0x%02X)", code);
  }

  /**
   * What a PUBACK means (MQTT 5 §3.4.2.1). An error is a refusal, for the broker says that it has
   * not taken the message, with two kinds of exception that are kept and sent again: a limit that
   * passes by itself (quota exceeded, rate, busy), and a packet identifier out of step. 0x95 is no
   * PUBACK code by the standard, but mosquitto answers it beyond its {@code message_size_limit}.
   */
  static Delivery delivery(int code) {
    if (!isError(code)) {
      return new Delivery.Accepted();
    }
    String reason = "the broker answered: " + words(code);
    return switch (code) {
      case 0x88, 0x89, 0x91, 0x93, 0x96, 0x97, 0x9F -> new Delivery.Unknown(reason);
      case PACKET_TOO_LARGE -> new Delivery.Refused(reason, true);
      default -> new Delivery.Refused(reason, false);
    };
  }

  /** What to do about a refused CONNECT, or an empty text. */
  static String advice(int code) {
    return switch (code) {
      case UNSUPPORTED_PROTOCOL_VERSION -> "Gemba needs a broker that speaks MQTT 5";
      case 0x85 -> "write another client-id";
      case 0x86 -> "check username and password-file";
      case 0x87 -> "let the broker's administrator allow this user, client id or address";
      case 0x88, 0x89, 0x8B, 0x9F -> "it may take the gateway later";
      case 0x8A -> "the broker's administrator has banned this gateway";
      case 0x8C -> "this broker wants a way of logging in that Gemba does not know";
      case 0x8E -> "no two gateways may use the same client-id";
      case 0x90, 0x9A, 0x9B ->
          "the gateway's will is a retained QoS 1 message on its status topic: the broker must"
              + " take those";
      case 0x97 -> "the account has reached a limit at the broker";
      case 0x9C, 0x9D -> "write the new address under url";
      default -> "";
    };
  }

  private static String meaning(int code) {
    return switch (code) {
      case 0x00 -> "normal disconnection";
      case 0x80 -> "unspecified error";
      case 0x81 -> "malformed packet";
      case 0x82 -> "protocol error";
      case 0x83 -> "the broker's own rules forbid it";
      case 0x84 -> "MQTT version not supported";
      case 0x85 -> "client id not valid";
      case 0x86 -> "bad user name or password";
      case 0x87 -> "not authorised";
      case 0x88 -> "server unavailable";
      case 0x89 -> "server busy";
      case 0x8A -> "banned";
      case 0x8B -> "server shutting down";
      case 0x8C -> "bad authentication method";
      case 0x8D -> "the broker heard nothing within the keep-alive";
      case 0x8E -> "client id in use: another client connected with it";
      case 0x90 -> "topic name not allowed";
      case 0x91 -> "packet identifier in use";
      case 0x93 -> "receive maximum exceeded";
      case 0x94 -> "topic alias not valid";
      case 0x95 -> "packet too large";
      case 0x96 -> "message rate too high";
      case 0x97 -> "quota exceeded";
      case 0x98 -> "ended by an administrator";
      case 0x99 -> "payload format not valid";
      case 0x9A -> "retained messages not supported";
      case 0x9B -> "QoS not supported";
      case 0x9C -> "use another server";
      case 0x9D -> "server moved";
      case 0x9F -> "connections too frequent";
      case 0xA0 -> "longest connection time reached";
      default -> "reason unknown to MQTT 5";
    };
  }
}
