package io.gemba.cloud.console.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One gateway with one line and one device; what it says differs only in numbers. */
final class SimulatedGateway {
  private static final int FIGURES_EVERY_S = 5;
  private static final long BASE =
      100_000_000_000L; // as many digits at the end as at the beginning

  /** The number of each device's first sample. */
  static final long FIRST = BASE + 1;

  private final MqttWire wire;
  private final int index;
  private final String id;
  private final String journal;
  private final byte[] tagTopic;
  private final byte[] figuresTopic;
  private final byte[] template;
  private final int[] times;
  private final int[] values;
  private final int seqAt;
  private long seq = 1;
  private int second;

  SimulatedGateway(String host, int port, String run, int index, int points) throws Exception {
    this.index = index;
    this.id = "gw-%04d".formatted(index);
    this.journal = run + "-" + id;
    String site = "gemba1/load/site-%02d/".formatted(index % 20);
    String line = site + "hall/line-%04d/".formatted(index);
    String status = site + "_gw/" + id + "/status/agent";
    tagTopic = bytes(line + "cell/tag/plc");
    figuresTopic = bytes(line + "_/kpi/shift");
    StringBuilder text = new StringBuilder("{\"v\":1,\"journal\":\"" + journal + "\",\"seq\":");
    seqAt = text.length();
    text.append("%012d".formatted(BASE)).append(",\"samples\":[");
    times = new int[points];
    values = new int[points];
    for (int i = 0; i < points; i++) {
      text.append(i == 0 ? "" : ",").append("{\"n\":\"point-%03d\",\"t\":".formatted(i));
      times[i] = text.length();
      text.append("1795415519800,\"v\":");
      values[i] = text.length();
      text.append("100.00}");
    }
    template = bytes(text.append("]}").toString());
    byte[] will = bytes("{\"v\":1,\"state\":\"offline\"}");
    wire = new MqttWire(host, port, run + "-" + id, status, will);
    hello(status, line);
  }

  private void hello(String status, String line) throws Exception {
    long t = System.currentTimeMillis();
    say(
        bytes(status),
        "{\"v\":1,\"state\":\"online\",\"t\":%d,\"version\":\"0.1.0\",\"journal\":\"%s\",\"clock\":\"synced\",\"backlog\":0,\"gaps\":0}"
            .formatted(t, journal),
        true);
    say(
        bytes(line + "_/state/line"),
        "{\"v\":1,\"gw\":\"%s\",\"journal\":\"%s\",\"t\":%d,\"state\":\"RUNNING\",\"since\":%d,\"name\":{\"en\":\"Line %d\"},\"timezone\":\"Asia/Shanghai\"}"
            .formatted(id, journal, t, t, index),
        true);
  }

  /** This second's samples of every point; now and then the shift's figures. */
  Sent second() throws IOException, InterruptedException {
    long t = System.currentTimeMillis();
    long sum = 0;
    digits(BASE + seq, seqAt, 12);
    for (int i = 0; i < times.length; i++) {
      digits(t, times[i], 13);
      int value = 10_000 + Math.floorMod((second + i) * 7_919 + index * 31, 80_000);
      sum += value;
      digits(value / 100, values[i], 3);
      digits(value % 100, values[i] + 4, 2);
    }
    wire.publish(tagTopic, template, template.length, false);
    seq += times.length;
    if (Math.floorMod(second++ + index, FIGURES_EVERY_S) == 0) {
      say(
          figuresTopic,
          "{\"v\":1,\"gw\":\"%s\",\"t\":%d,\"shift\":{\"from\":%d,\"to\":%d},\"good\":%d,\"reject\":3,\"produced\":%d,\"target\":2400,\"targetNow\":1390,\"oee\":0.61,\"availability\":0.74,\"performance\":0.86,\"quality\":0.96,\"coverage\":0.99}"
              .formatted(id, t, t - 3_600_000, t + 3_600_000, second, second + 3),
          true);
    }
    return new Sent(times.length, sum, times.length * (t % Sent.TIMES));
  }

  private void digits(long number, int at, int width) {
    long rest = number;
    for (int i = at + width - 1; i >= at; i--) {
      template[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private void say(byte[] topic, String json, boolean retained)
      throws IOException, InterruptedException {
    byte[] payload = bytes(json);
    wire.publish(topic, payload, payload.length, retained);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Waits until the broker has acknowledged everything, and leaves. */
  void end() throws IOException, InterruptedException {
    wire.flush();
    wire.close();
  }

  @Override
  public String toString() {
    return id + Arrays.toString(new long[] {seq});
  }
}
