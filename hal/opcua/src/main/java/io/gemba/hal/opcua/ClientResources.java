package io.gemba.hal.opcua;

import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.HashedWheelTimer;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfig;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransportConfigBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one client: one for the network, one for time-outs, virtual ones for everything
 * else. Milo's shared ones would outlive every run (rule HAL-4).
 */
final class ClientResources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientResources.class);
  private static final Duration CONNECT_AT_MOST = Duration.ofSeconds(5);
  private static final long CLOSING_MILLIS = 1_000;
  private static final long TICK_MILLIS = 100;

  private final NioEventLoopGroup network;
  private final HashedWheelTimer timer;
  private final ExecutorService executor;
  private final Duration connectTimeout;

  ClientResources(String device, Duration requestTimeout) {
    network = new NioEventLoopGroup(1, daemons("opcua-" + device + "-io"));
    timer =
        new HashedWheelTimer(
            daemons("opcua-" + device + "-timer"), TICK_MILLIS, TimeUnit.MILLISECONDS);
    executor =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual()
                .name("opcua-" + device + "-worker")
                .uncaughtExceptionHandler(ClientResources::afterClosing)
                .factory());
    connectTimeout =
        requestTimeout.compareTo(CONNECT_AT_MOST) < 0 ? requestTimeout : CONNECT_AT_MOST;
  }

  /** Makes a transport use these threads and no others. */
  void configure(OpcTcpClientTransportConfigBuilder transport) {
    transport
        .setEventLoop(network)
        .setScheduledExecutor(network)
        .setWheelTimer(timer)
        .setExecutor(executor)
        .setConnectTimeout(Unsigned.uint(connectTimeout.toMillis()))
        .setAcknowledgeTimeout(Unsigned.uint(connectTimeout.toMillis()));
  }

  /** A transport on these threads. */
  OpcTcpClientTransport transport() {
    OpcTcpClientTransportConfigBuilder builder = OpcTcpClientTransportConfig.newBuilder();
    configure(builder);
    return new OpcTcpClientTransport(builder.build());
  }

  /** Closes whatever connection is still open and ends all threads, within about a second. */
  @Override
  public void close() {
    network
        .shutdownGracefully(0, CLOSING_MILLIS, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSING_MILLIS);
    timer.stop();
    executor.shutdownNow();
  }

  private static ThreadFactory daemons(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }

  /** Milo's state machines go on scheduling reconnections while they are being shut down. */
  private static void afterClosing(Thread thread, Throwable thrown) {
    LOG.debug("{} ended by {}", thread.getName(), thrown, thrown);
  }
}
