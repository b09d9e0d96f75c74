package io.gemba.demo;

import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;

/** An MQTT 5 broker (HiveMQ CE) inside this process, on loopback and in memory only. */
final class Broker {
  private final int port;

  private Broker(int port) {
    this.port = port;
  }

  /**
   * Starts it; it lives as long as this process, for its own stop takes four seconds to save
   * nothing.
   *
   * @param folder for its configuration and its log
   * @throws IOException when it does not start; the log in the folder says why
   */
  static Broker start(Path folder) throws IOException {
    int port = Ports.free();
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Path log = folder.resolve("broker.log");
    Files.writeString(conf.resolve("config.xml"), configuration(port));
    Files.writeString(conf.resolve("logback.xml"), quietLog(log));
    EmbeddedHiveMQ broker =
        EmbeddedHiveMQ.builder()
            .withConfigurationFolder(conf)
            .withDataFolder(Files.createDirectories(folder.resolve("data")))
            .withExtensionsFolder(Files.createDirectories(folder.resolve("extensions")))
            .build();
    try {
      broker.start().join();
    } catch (CompletionException e) {
      throw new IOException("the embedded broker did not start, see " + log, e);
    }
    return new Broker(port);
  }

  /** Where clients connect. */
  String url() {
    return "mqtt://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port;
  }

  private static String configuration(int port) {
    return """
        <?xml version="1.0"?>
        <hivemq>
          <listeners>
            <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
          </listeners>
          <persistence><mode>in-memory</mode></persistence>
          <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
        </hivemq>
        """
        .formatted(port);
  }

  private static String quietLog(Path log) {
    return """
        <configuration>
          <appender name="FILE" class="ch.qos.logback.core.FileAppender">
            <file>%s</file><append>false</append>
            <encoder><pattern>%%d %%-5level %%logger{20} %%msg%%n</pattern></encoder>
          </appender>
          <root level="WARN"><appender-ref ref="FILE"/></root>
        </configuration>
        """
        .formatted(log);
  }
}
