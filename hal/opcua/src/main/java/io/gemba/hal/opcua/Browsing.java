package io.gemba.hal.opcua;

import io.gemba.hal.spi.ConfigException;
import io.gemba.hal.spi.Discoverable.Scope;
import io.gemba.hal.spi.Discoverable.Visitor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaRuntimeException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.jspecify.annotations.Nullable;

/** One {@code gemba browse}: logs in as the configured device would, walks, and leaves. */
final class Browsing {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SESSION = Duration.ofSeconds(60);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private Browsing() {}

  static void walk(Scope scope, Path stateDirectory, Visitor visitor)
      throws IOException, InterruptedException {
    RunEnd end = new RunEnd();
    DeviceSettings device = settings(scope);
    try (Connection connection = open(scope, device, stateDirectory, end)) {
      ServerFacts facts = ServerFacts.read(connection);
      NodeId start = start(scope, facts);
      new TreeWalk(connection, facts, end, scope, visitor).from(start);
    }
  }

  private static Connection open(
      Scope scope, DeviceSettings device, Path stateDirectory, RunEnd end)
      throws IOException, InterruptedException {
    try {
      return Connection.open(device, stateDirectory, InstantSource.system(), end);
    } catch (IOException e) {
      throw scope.device() == null ? new IOException(asOptions(e), e) : e;
    }
  }

  /** Who browses without a configuration cannot write a key into it. */
  private static String asOptions(IOException failure) {
    return String.valueOf(failure.getMessage())
        .replaceAll("'security: (\\w+)'", "--security $1")
        .replaceAll("'user: \\{ name: …, password-file: … }'", "--user NAME --password-file FILE")
        .replace("leave 'user' out", "leave --user out");
  }

  private static DeviceSettings settings(Scope scope) throws IOException {
    try {
      if (scope.device() != null) {
        return DeviceSettings.of(scope.device());
      }
      String endpoint = DeviceSettings.endpoint(scope.address());
      Map<String, String> options = scope.options();
      String security = options.getOrDefault("security", Security.BEST.word());
      if (!Security.words().contains(security)) {
        throw new IOException(
            "'" + security + "' is no security; write one of " + Security.words());
      }
      return new DeviceSettings(
          EndpointUtil.getHost(endpoint) + ":" + EndpointUtil.getPort(endpoint),
          endpoint,
          List.of(),
          Security.of(security),
          user(options),
          false,
          null,
          TIMEOUT,
          SESSION,
          Duration.ZERO,
          KEEP_ALIVE,
          List.of(),
          ReadingPlan.PLAIN);
    } catch (ConfigException e) {
      throw new IOException(scope.address() + ": " + e.getMessage(), e);
    }
  }

  private static DeviceSettings.@Nullable User user(Map<String, String> options)
      throws IOException {
    String name = options.get("user.name");
    String file = options.get("user.password-file");
    if (name == null && file == null) {
      return null;
    }
    if (name == null || file == null) {
      throw new IOException("a login needs both a user's name and a password file");
    }
    return new DeviceSettings.User.Named(name, Path.of(file));
  }

  private static NodeId start(Scope scope, ServerFacts facts) throws IOException {
    if (scope.under() == null) {
      return NodeIds.ObjectsFolder;
    }
    try {
      return ExpandedNodeId.parse(scope.under())
          .toNodeId(facts.namespaces())
          .orElseThrow(
              () ->
                  new IOException(
                      "the server has no such namespace: '"
                          + scope.under()
                          + "'; it has "
                          + List.of(facts.namespaces().toArray())));
    } catch (UaRuntimeException e) {
      throw new IOException(
          "'"
              + scope.under()
              + "' is no node id; write it like nsu=urn:acme:press;s=Press1 or ns=2;i=1001",
          e);
    }
  }
}
