package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.GatewayId;
import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.Settings;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries a broker for {@code gemba doctor}, step by step: name, TCP and TLS, login. It greets with a
 * client id of its own, without a will, publishes nothing and takes its leave, so that the agent's
 * own session is not disturbed.
 */
public final class BrokerProbe {
  private static final int PROTOCOL = 5;
  private static final int CONNECT = 0x10;
  private static final int CONNACK = 0x20;
  private static final byte[] DISCONNECT = {(byte) 0xE0, 0};
  private static final int CLEAN_START = 0x02;
  private static final int HAS_PASSWORD = 0x40;
  private static final int HAS_USER = 0x80;
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int LARGEST = 64 * 1024;

  private BrokerProbe() {}

  /**
   * One step.
   *
   * @param what was tried
   * @param problem what went wrong and what to do, in words; null when it went well
   * @param fact what was found; may be empty
   */
  public record Step(String what, @Nullable String problem, String fact) {}

  /**
   * Tries a configured uplink; ends at the first step that fails.
   *
   * @param clientId told to the broker instead of the agent's own
   * @param millis for each step
   * @throws ConfigException the settings are wrong
   */
  public static List<Step> probe(GatewayId gateway, Settings settings, String clientId, long millis)
      throws ConfigException, InterruptedException {
    MqttOptions options = MqttUplinkFactory.options(gateway, settings);
    BrokerAddress address = options.address();
    List<Step> steps = new ArrayList<>();
    try {
      InetAddress[] found = InetAddress.getAllByName(address.host());
      steps.add(new Step("name", null, found[0].getHostAddress()));
    } catch (IOException e) {
      steps.add(new Step("name", Failures.words(e, address), ""));
      return steps;
    }
    String reach = address.tls() ? "TCP and TLS" : "TCP";
    Line line;
    try {
      line = new Dialer(address, options.credentials(), LARGEST).dial(millis);
      steps.add(new Step(reach, null, address.toString()));
    } catch (IOException e) {
      steps.add(new Step(reach, String.valueOf(e.getMessage()), ""));
      return steps;
    }
    steps.add(login(options, clientId, line, millis));
    return steps;
  }

  private static Step login(MqttOptions options, String clientId, Line line, long millis)
      throws InterruptedException {
    Thread watchdog =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(millis);
                    line.cut();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    try {
      line.getOutputStream().write(connect(options, clientId));
      line.getOutputStream().flush();
      int code = answer(new DataInputStream(line.getInputStream()));
      if (ReasonCode.isError(code)) {
        String advice = ReasonCode.advice(code);
        return new Step(
            "login",
            options.address()
                + " said no: "
                + ReasonCode.words(code)
                + (advice.isEmpty() ? "" : ": " + advice),
            "0x%02X".formatted(code));
      }
      line.getOutputStream().write(DISCONNECT);
      line.getOutputStream().flush();
      return new Step(
          "login",
          null,
          options.username().map(user -> "as " + user).orElse("without a user name"));
    } catch (IOException e) {
      return new Step("login", Failures.words(e, options.address()), "");
    } finally {
      watchdog.interrupt();
      line.cut();
    }
  }

  /** MQTT 5 §3.1. */
  private static byte[] connect(MqttOptions options, String clientId) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.writeUTF("MQTT");
    out.writeByte(PROTOCOL);
    byte[] password =
        options.credentials().password().isPresent()
            ? SecretFile.firstLine(options.credentials().password().get())
            : new byte[0];
    int flags = CLEAN_START;
    flags |= options.username().isPresent() ? HAS_USER : 0;
    flags |= password.length > 0 ? HAS_PASSWORD : 0;
    out.writeByte(flags);
    out.writeShort(KEEP_ALIVE_SECONDS);
    out.writeByte(0); // no properties: the session ends with the connection
    text(out, clientId.getBytes(StandardCharsets.UTF_8));
    if (options.username().isPresent()) {
      text(out, options.username().get().getBytes(StandardCharsets.UTF_8));
    }
    if (password.length > 0) {
      text(out, password);
    }
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.write(CONNECT);
    int left = body.size();
    do {
      packet.write(left > 127 ? (left & 127) | 128 : left);
      left >>= 7;
    } while (left > 0);
    body.writeTo(packet);
    return packet.toByteArray();
  }

  private static void text(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  /** The reason code of the CONNACK, MQTT 5 §3.2. */
  private static int answer(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    int shift = 0;
    int digit;
    do {
      digit = in.readUnsignedByte();
      shift += 7;
    } while (digit > 127 && shift < 28);
    if (type != CONNACK) {
      throw new IOException("it answered something that is not MQTT 5");
    }
    in.readUnsignedByte(); // the flags
    return in.readUnsignedByte();
  }
}
