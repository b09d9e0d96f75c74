package io.gemba.cloud.mqtt.fake;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the fake broker behaves: well, but for what is said here. Set up before use. */
public final class Script {
  int connAckCode;
  boolean answersConnect = true;
  boolean answersPings = true;
  boolean hangsUpAtOnce;
  boolean keeps = true;
  byte @Nullable [] insteadOfConnAck;
  final Map<Integer, Object> properties = new LinkedHashMap<>();
  Reaction reaction = (peer, publish, index) -> peer.acknowledge(publish, 0);

  /** What to do about the {@code index}-th publish of a connection, from 0, the birth. */
  public interface Reaction {
    /** Called by the connection's reader. */
    void to(Peer peer, Publish publish, int index) throws IOException;
  }

  /** A broker that does everything right. */
  public static Script polite() {
    return new Script();
  }

  /** The CONNACK's reason code. */
  public Script refusing(int code) {
    connAckCode = code;
    return this;
  }

  /** Accepts TCP and never says a word. */
  public Script silent() {
    answersConnect = false;
    return this;
  }

  /** Resets the connection as soon as it is there. */
  public Script hangingUpAtOnce() {
    hangsUpAtOnce = true;
    return this;
  }

  /** Sends these bytes where a CONNACK is due. */
  public Script saying(int... bytes) {
    byte[] raw = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    insteadOfConnAck = raw;
    return this;
  }

  /** Leaves PINGREQ unanswered, as a half-open line does. */
  public Script ignoringPings() {
    answersPings = false;
    return this;
  }

  /** Keeps no messages, so that it can run for long. */
  public Script forgetting() {
    keeps = false;
    return this;
  }

  /** A property of the CONNACK (MQTT 5 §3.2.2.3): a number or a text. */
  public Script with(int property, Object value) {
    properties.put(property, value);
    return this;
  }

  /** What happens to every publish but the birth, which is acknowledged. */
  public Script afterBirth(Reaction then) {
    reaction =
        (peer, publish, index) -> {
          if (index == 0) {
            peer.acknowledge(publish, 0);
          } else {
            then.to(peer, publish, index);
          }
        };
    return this;
  }

  /** What happens to every publish, the birth included. */
  public Script onPublish(Reaction then) {
    reaction = then;
    return this;
  }
}
