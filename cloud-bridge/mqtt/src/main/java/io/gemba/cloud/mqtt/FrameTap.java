package io.gemba.cloud.mqtt;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * Looks at each packet from the broker before Paho does, because Paho 1.2.5 (a) drops the whole
 * connection at a PUBACK code that is not on its list, such as the 0x95 mosquitto sends, (b)
 * forgets what a refusing CONNACK said, (c) allocates whatever length a packet claims, and (d)
 * hangs for ever in a thread of its own when the broker hangs up before CONNECT was written.
 *
 * <p>Read by Paho's receiver; the facts it found may be asked for by any thread.
 */
final class FrameTap extends InputStream {
  private static final int CONNACK = 2;
  private static final int PUBACK = 4;
  private static final int DISCONNECT = 14;

  /** What Paho's MqttPubAck lets pass. */
  private static final int[] KNOWN_TO_PAHO = {0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x97, 0x99};

  private static final Byte[] PROPERTIES_OF_INTEREST = {
    0x11, 0x12, 0x13, 0x15, 0x16, 0x1A, 0x1C, 0x1F, 0x21, 0x22, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29,
    0x2A
  };

  private final InputStream in;
  private final int largest;
  private final CountDownLatch open = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Map<Integer, Integer> unusualPubAcks = new ConcurrentHashMap<>();
  private volatile @Nullable Verdict connAck;
  private volatile @Nullable Verdict disconnect;
  private byte[] packet = new byte[0];
  private int position;

  /**
   * A tap that stays shut until {@link #open}.
   *
   * @param largest the maximum packet size we told the broker
   */
  FrameTap(InputStream in, int largest) {
    this.in = new BufferedInputStream(in);
    this.largest = largest;
  }

  /**
   * What the broker said in a CONNACK or DISCONNECT.
   *
   * @param code the reason code; with {@code mqtt3}, the return code of MQTT 3.1.1 §3.2.2.3
   * @param reason its reason string, or empty
   * @param reference the other server it points to, or empty
   * @param mqtt3 whether it came in the shape of MQTT 3
   */
  record Verdict(int code, String reason, String reference, boolean mqtt3) {
    String words() {
      return ReasonCode.words(code)
          + (reason.isEmpty() ? "" : ": " + reason)
          + (reference.isEmpty() ? "" : ": the broker points to " + reference);
    }
  }

  /** The last CONNACK, or null. */
  @Nullable Verdict connAck() {
    return connAck;
  }

  /** The broker's DISCONNECT, or null. */
  @Nullable Verdict disconnect() {
    return disconnect;
  }

  /** The code the broker really sent for a message, given the one Paho saw. */
  int realCode(int messageId, int seenByPaho) {
    Integer real = unusualPubAcks.remove(messageId);
    return real == null ? seenByPaho : real;
  }

  /** Lets packets through: our CONNECT is on its way, or the line is closed. */
  void open() {
    open.countDown();
  }

  /** Waits until {@link #open} was called. */
  boolean awaitOpen(long millis) throws InterruptedException {
    return open.await(millis, TimeUnit.MILLISECONDS);
  }

  /** Waits until the broker has hung up. */
  boolean awaitEnd(long millis) throws InterruptedException {
    return ended.await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public int read() throws IOException {
    return fill() ? packet[position++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, packet.length - position);
    System.arraycopy(packet, position, buffer, offset, count);
    position += count;
    return count;
  }

  @Override
  public int available() {
    return packet.length - position;
  }

  private boolean fill() throws IOException {
    if (position < packet.length) {
      return true;
    }
    try {
      open.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    try {
      return next();
    } catch (IOException e) {
      ended.countDown();
      throw e;
    }
  }

  private boolean next() throws IOException {
    int first = in.read();
    if (first < 0) {
      ended.countDown();
      return false;
    }
    byte[] header = new byte[5];
    header[0] = (byte) first;
    int headerLength = 1;
    int length = 0;
    int digit;
    do {
      digit = in.read();
      if (digit < 0) {
        throw new EOFException("the broker hung up in the middle of a packet");
      }
      if (headerLength == 5) {
        throw new IOException("the broker sent something that is not MQTT");
      }
      length |= (digit & 0x7F) << (7 * (headerLength - 1));
      header[headerLength++] = (byte) digit;
    } while ((digit & 0x80) != 0);
    if (length > largest) {
      throw new IOException(
          "the broker announced a packet of "
              + length
              + " bytes, and at most "
              + largest
              + " were asked for");
    }
    byte[] whole = Arrays.copyOf(header, headerLength + length);
    if (in.readNBytes(whole, headerLength, length) < length) {
      throw new EOFException("the broker hung up in the middle of a packet");
    }
    inspect((first >> 4) & 0x0F, whole, headerLength, length);
    packet = whole;
    position = 0;
    return true;
  }

  private void inspect(int type, byte[] whole, int body, int length) {
    if (type == PUBACK && length >= 3) {
      int code = whole[body + 2] & 0xFF;
      if (Arrays.stream(KNOWN_TO_PAHO).noneMatch(known -> known == code)) {
        unusualPubAcks.put(((whole[body] & 0xFF) << 8) | (whole[body + 1] & 0xFF), code);
        whole[body + 2] = (byte) ReasonCode.UNSPECIFIED;
      }
    } else if (type == CONNACK && length >= 2) {
      connAck = verdict(whole, body + 1, body + length, length == 2);
    } else if (type == DISCONNECT) {
      disconnect = verdict(whole, body, body + length, false);
    }
  }

  private static Verdict verdict(byte[] whole, int at, int end, boolean mqtt3) {
    int code = at < end ? whole[at] & 0xFF : ReasonCode.SUCCESS;
    MqttProperties properties = new MqttProperties(PROPERTIES_OF_INTEREST);
    if (at + 1 < end) {
      try {
        properties.decodeProperties(
            new DataInputStream(new ByteArrayInputStream(whole, at + 1, end - at - 1)));
      } catch (IOException | MqttException | RuntimeException e) {
        // the code alone says enough; whether the rest is sound is for Paho to judge
        return new Verdict(code, "", "", mqtt3);
      }
    }
    return new Verdict(
        code,
        orEmpty(properties.getReasonString()),
        orEmpty(properties.getServerReference()),
        mqtt3);
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
