package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.Command;
import io.gemba.cloud.spi.Delivery;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.cloud.spi.GatewayStatus;
import io.gemba.cloud.spi.Session;
import io.gemba.cloud.spi.Uplink;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A way to one MQTT 5 broker. Each attempt has a client, a line and secrets read anew. */
final class MqttUplink implements Uplink, Command.Source {
  private static final Logger LOG = LoggerFactory.getLogger(MqttUplink.class);

  /** Enough for any command and its properties. */
  private static final long INCOMING = 256 * 1024;

  private static final int AT_LEAST_ONCE = 1;

  private final String name;
  private final GatewayId gateway;
  private final MqttOptions options;
  private final InstantSource clock;
  private final PacketLimit limit;
  private @Nullable CommandPort commands;

  MqttUplink(String name, GatewayId gateway, MqttOptions options, InstantSource clock) {
    this.name = name;
    this.gateway = gateway;
    this.options = options;
    this.clock = clock;
    this.limit = new PacketLimit(options.maxPacket());
  }

  /** Without anything that is allowed nothing is subscribed to. */
  @Override
  public void serve(Command.Desk desk) {
    if (!options.allowedCommands().isEmpty()) {
      commands = new CommandPort(gateway, clock, desk);
    }
  }

  @Override
  public Session connect(GatewayStatus birth) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Codec codec = new JsonCodec(gateway, options.deflate());
    MqttConnectionOptions greeting = greeting(codec.will());
    Line line =
        new Dialer(options.address(), options.credentials(), largestIncoming())
            .dial(options.connectTimeout().toMillis());
    Connection connection = new Connection(options.address(), options.clientId(), line);
    MqttSession session;
    try {
      Duration left = options.connectTimeout().minusNanos(System.nanoTime() - start);
      Connection.Terms terms = connection.greet(greeting, atLeastAMoment(left));
      session = new MqttSession(connection, codec, terms, limit, options, clock);
    } catch (IOException | InterruptedException | RuntimeException e) {
      connection.dispose(null);
      throw e;
    }
    announce(session, birth);
    takeCommands(connection, session);
    return session;
  }

  /** A broker that allows no commands must not stop the data. */
  private void takeCommands(Connection connection, MqttSession session)
      throws InterruptedException {
    if (commands == null) {
      return;
    }
    try {
      commands.attach(connection);
    } catch (IOException e) {
      LOG.warn("uplink {}: no commands in this session: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      session.abandon("stopped");
      throw e;
    }
  }

  /**
   * The largest packet we let the broker send. Paho 1.2.5 takes the one limit for the other
   * (ClientState.getOutgoingMaximumPacketSize) and drops the connection when we send a larger
   * packet than we asked for, so it is at least the largest one we send.
   */
  private int largestIncoming() {
    return Math.toIntExact(Math.max(INCOMING, options.maxPacket()));
  }

  private static Duration atLeastAMoment(Duration left) {
    Duration moment = Duration.ofMillis(50);
    return left.compareTo(moment) < 0 ? moment : left;
  }

  private MqttConnectionOptions greeting(Message will) throws IOException {
    MqttConnectionOptions greeting = new MqttConnectionOptions();
    greeting.setAutomaticReconnect(false);
    greeting.setCleanStart(true);
    greeting.setSessionExpiryInterval(0L);
    greeting.setKeepAliveInterval(Math.toIntExact(Math.max(1, options.keepAlive().toSeconds())));
    greeting.setMaximumPacketSize((long) largestIncoming());
    greeting.setTopicAliasMaximum(0);
    MqttMessage last = new MqttMessage(will.payload());
    last.setQos(AT_LEAST_ONCE);
    last.setRetained(will.retained());
    greeting.setWill(will.topic(), last);
    options.username().ifPresent(greeting::setUserName);
    if (options.credentials().password().isPresent()) {
      greeting.setPassword(SecretFile.firstLine(options.credentials().password().get()));
    }
    return greeting;
  }

  /** The birth is the first thing a broker hears, and the session begins when it has it. */
  private void announce(MqttSession session, GatewayStatus birth)
      throws IOException, InterruptedException {
    try {
      // the session's own deadline answers first; the second one is for the day it does not
      Delivery delivery =
          session.send(birth).get(2 * options.ackTimeout().toMillis(), TimeUnit.MILLISECONDS);
      switch (delivery) {
        case Delivery.Accepted accepted -> {
          return;
        }
        case Delivery.Refused refused ->
            throw new RefusedException(
                options.address()
                    + " does not take the gateway's status: "
                    + refused.reason()
                    + ". Let the broker's administrator allow this user to publish to "
                    + new Topics(gateway).everything());
        case Delivery.Unknown unknown ->
            throw new IOException(
                options.address()
                    + " took the connection, but not the gateway's status: "
                    + unknown.reason());
      }
    } catch (ExecutionException | TimeoutException e) {
      session.abandon("no birth");
      throw new IOException(options.address() + " did not answer the gateway's status", e);
    } catch (IOException | InterruptedException e) {
      session.abandon("no birth");
      throw e;
    }
  }

  @Override
  public String toString() {
    return "uplink " + name + " to " + options.address();
  }
}
