package com.example.scale;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.gemba.hal.spi.Adapter;
import io.gemba.hal.spi.DeviceContext;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.Map;

/** One scale: asks for its channels, then hands on what it says: {@code gross 12.34 ok}. */
final class ScaleAdapter implements Adapter {
  private final String host;
  private final int port;
  private final Map<String, String> pointByChannel;

  ScaleAdapter(String host, int port, Map<String, String> pointByChannel) {
    this.host = host;
    this.port = port;
    this.pointByChannel = Map.copyOf(pointByChannel);
  }

  @Override
  public void run(DeviceContext context) throws IOException, InterruptedException {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.connect(new InetSocketAddress(host, port));
      for (String name : pointByChannel.keySet()) {
        channel.write(ByteBuffer.wrap(("READ " + name + "\n").getBytes(US_ASCII)));
      }
      BufferedReader lines = new BufferedReader(Channels.newReader(channel, US_ASCII));
      context.connected();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        handOn(line.split(" "), context);
      }
      throw new IOException("it closed the connection");
    } catch (ClosedByInterruptException e) { // channels can be interrupted, sockets cannot
      throw new InterruptedException();
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "scale at " + host + ":" + port + ": " + e.getMessage() + "; is it on?", e);
    }
  }

  private void handOn(String[] words, DeviceContext context) {
    String point = pointByChannel.get(words[0]);
    if (point == null) {
      return;
    }
    Instant now = context.clock().instant(); // the scale has no clock
    switch (words[words.length - 1]) {
      case "ok" -> context.sink().accept(sample(point, words[1], Quality.GOOD, now));
      case "moving" -> context.sink().accept(sample(point, words[1], Quality.UNCERTAIN, now));
      default -> {
        context.sink().accept(Sample.bad(point, 0, now));
        context.pointProblem(point, "the scale says: " + String.join(" ", words));
        return;
      }
    }
    context.pointProblem(point, null);
  }

  private static Sample sample(String point, String weight, Quality quality, Instant time) {
    return new Sample(point, Value.of(Double.parseDouble(weight)), quality, 0, time);
  }
}
