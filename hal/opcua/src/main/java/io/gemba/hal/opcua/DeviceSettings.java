package io.gemba.hal.opcua;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.DeviceConfig;
import io.gemba.hal.spi.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One OPC UA device as configured.
 *
 * @param name the device's name
 * @param endpoint {@code opc.tcp://host:port/path}
 * @param others endpoints of servers that show the same, in the order in which they are tried
 * @param user null = anonymous
 * @param trustFirstUse whether the first certificate seen is accepted and pinned
 * @param serverCertificate the only certificate accepted; null = the trust list decides
 * @param keepSubscription how long the server should collect without us; zero = not at all
 * @param keepAlive how often an idle server must show that it lives
 * @param plan how all of it is read
 */
record DeviceSettings(
    String name,
    String endpoint,
    List<String> others,
    Security security,
    @Nullable User user,
    boolean trustFirstUse,
    @Nullable Path serverCertificate,
    Duration requestTimeout,
    Duration sessionTimeout,
    Duration keepSubscription,
    Duration keepAlive,
    List<PointSettings> points,
    ReadingPlan plan) {

  /** A login; its files are read at each connection, so that they can be changed. */
  sealed interface User {
    /** With a password. */
    record Named(String name, Path passwordFile) implements User {}

    /** With a certificate of the user's own and its key. */
    record Certified(Path certificate, Path key) implements User {}
  }

  static DeviceSettings of(DeviceConfig config) throws ConfigException {
    Settings settings = config.settings();
    List<String> endpoints = endpoints(settings);
    Duration publishing = settings.duration("publishing-interval");
    Duration keep = settings.duration("keep-subscription");
    List<PointSettings> points = new ArrayList<>();
    for (DeviceConfig.Point point : config.points()) {
      points.add(PointSettings.of(point, publishing, keep));
    }
    return new DeviceSettings(
        config.name(),
        endpoints.getFirst(),
        endpoints.subList(1, endpoints.size()),
        Security.of(settings.text("security")),
        settings.has("user") ? user(settings.section("user")) : null,
        settings.text("trust").equals("first-use"),
        settings.optionalFile("server-certificate").orElse(null),
        settings.duration("request-timeout"),
        settings.duration("session-timeout"),
        keep,
        settings.duration("keep-alive"),
        List.copyOf(points),
        ReadingPlan.of(settings, publishing));
  }

  /** The same device at another of its endpoints. */
  DeviceSettings at(String other) {
    return new DeviceSettings(
        name,
        other,
        List.of(),
        security,
        user,
        trustFirstUse,
        serverCertificate,
        requestTimeout,
        sessionTimeout,
        keepSubscription,
        keepAlive,
        points,
        plan);
  }

  private static List<String> endpoints(Settings settings) throws ConfigException {
    if (settings.has("endpoint") == settings.has("endpoints")) {
      throw new ConfigException(
          "endpoint",
          "write either 'endpoint: opc.tcp://HOST:PORT', or 'endpoints: [opc.tcp://…, opc.tcp://…]'"
              + " for servers that show the same");
    }
    if (settings.has("endpoint")) {
      return List.of(endpoint(settings.text("endpoint")));
    }
    List<String> all = new ArrayList<>();
    for (String one : settings.texts("endpoints")) {
      String endpoint = endpoint(one);
      if (all.contains(endpoint)) {
        throw new ConfigException("endpoints", "names " + endpoint + " twice");
      }
      all.add(endpoint);
    }
    if (all.isEmpty()) {
      throw new ConfigException("endpoints", "is empty; write opc.tcp://HOST:PORT for each server");
    }
    return List.copyOf(all);
  }

  private static User user(Settings user) throws ConfigException {
    boolean named = user.has("name") || user.has("password-file");
    boolean certified = user.has("certificate") || user.has("key");
    if (named == certified) {
      throw new ConfigException(
          "user",
          "write either '{ name: …, password-file: … }' or '{ certificate: …, key: … }'; leave"
              + " 'user' out for an anonymous login");
    }
    if (certified) {
      return new User.Certified(file(user, "certificate"), file(user, "key"));
    }
    if (user.optionalText("name").orElse("").isBlank()) {
      throw new ConfigException(
          "user.name", "is missing or empty; leave 'user' out for an anonymous login");
    }
    return new User.Named(user.text("name"), file(user, "password-file"));
  }

  private static Path file(Settings user, String key) throws ConfigException {
    return user.optionalFile(key)
        .orElseThrow(() -> new ConfigException("user." + key, "is missing: name a file"));
  }

  static String endpoint(String text) throws ConfigException {
    String advice = "; write it like opc.tcp://192.0.2.10:4840";
    try {
      URI uri = new URI(text.strip());
      if (!"opc.tcp".equalsIgnoreCase(uri.getScheme())) {
        throw new ConfigException("endpoint", "must begin with opc.tcp://" + advice);
      }
      if (uri.getHost() == null && uri.getRawAuthority() == null) {
        throw new ConfigException("endpoint", "names no host" + advice);
      }
      if (uri.getUserInfo() != null) {
        throw new ConfigException("endpoint", "a user belongs under 'user'" + advice);
      }
      return text.strip();
    } catch (URISyntaxException e) {
      throw new ConfigException("endpoint", "is no address: " + e.getReason() + advice);
    }
  }
}
