package io.gemba.hal.simulator.opcua;

import io.gemba.hal.simulator.model.Plant;
import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.IdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.util.HostnameUtil;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.DefaultServerCertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.FileBasedCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.FileBasedTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.BuildInfo;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** The OPC UA server of the plant: opc.tcp, security None and Basic256Sha256. */
public final class PlantServer implements Closeable {

  /** The namespace of every node of the plant. */
  public static final String NAMESPACE = "urn:gemba:simulator";

  private static final String PATH = "/gemba";

  private final ServerSettings settings;
  private final ServerIdentity identity;
  private final FileBasedTrustListManager trustList;
  private final OpcUaServer server;
  private final PlantNamespace namespace;
  private final PlantAlarms alarms;

  /** Starts listening; throws {@link IOException} with what to do when it can't. */
  public PlantServer(
      ServerSettings settings,
      Plant plant,
      PointTable points,
      LoadTags load,
      List<String> words,
      Desk desk)
      throws IOException {
    this.settings = settings;
    requireFree(settings.bind(), settings.port());
    this.identity = ServerIdentity.loadOrMake(settings.directory(), hosts());
    this.trustList =
        FileBasedTrustListManager.createAndInitialize(settings.directory().resolve("pki"));
    this.server = new OpcUaServer(config(), profile -> transport());
    for (int i = 1; i <= settings.namespacesBefore(); i++) {
      server.getNamespaceTable().add(NAMESPACE + ":before:" + i);
    }
    this.namespace = new PlantNamespace(server, NAMESPACE, points, desk);
    namespace.startup();
    AddressSpaceBuilder space = new AddressSpaceBuilder(namespace);
    plant.lines().forEach(space::addPress);
    space.addLoad(load);
    space.addMethods(words);
    server.startup().join();
    try {
      alarms = new PlantAlarms(server, namespace, plant);
    } catch (UaException e) {
      close();
      throw new IOException("cannot make the presses' alarms: " + e.getMessage(), e);
    }
    namespace.alarms(alarms);
  }

  /** Where clients connect. */
  public String endpoint() {
    return "opc.tcp://%s:%d%s".formatted(hosts().getFirst(), settings.port(), PATH);
  }

  /** Raises and ends the presses' alarms; the plant's thread. */
  public void lookAtAlarms(DateTime now) {
    alarms.look(now);
  }

  /** A port that was free a moment ago. */
  public static int freePort(String bind) throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(bind))) {
      return probe.getLocalPort();
    }
  }

  /** Closes the port and every session; the certificate and the trust list stay. */
  @Override
  public void close() throws IOException {
    namespace.shutdown();
    server.shutdown().join();
    trustList.close();
  }

  // Asked beforehand, because the library only logs a stack trace for each endpoint.
  private static void requireFree(String bind, int port) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(bind, port));
    } catch (BindException e) {
      throw new IOException(
          "cannot listen on %s:%d (%s): another program has it; stop that one or choose another with --port, 0 for any free one"
              .formatted(bind, port, e.getMessage()),
          e);
    }
  }

  private OpcUaServerConfig config() throws IOException {
    if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
      Security.addProvider(new BouncyCastleProvider());
    }
    return OpcUaServerConfig.builder()
        .setApplicationUri(ServerIdentity.APPLICATION_URI)
        .setApplicationName(LocalizedText.english("Gemba simulated plant"))
        .setProductUri("urn:gemba:simulator:product")
        .setBuildInfo(
            new BuildInfo("urn:gemba:simulator:product", "Gemba", "Simulated plant", "", "", now()))
        .setCertificateManager(certificates())
        .setIdentityValidator(identities())
        .setEndpoints(endpoints())
        .build();
  }

  private static DateTime now() {
    return DateTime.now();
  }

  private DefaultCertificateManager certificates() throws IOException {
    Path rejected = settings.directory().resolve("pki").resolve("rejected").resolve("certs");
    CertificateQuarantine quarantine = FileBasedCertificateQuarantine.create(rejected);
    CertificateValidator validator = (chain, uri, hosts) -> {};
    if (!settings.trustClients()) {
      validator = new DefaultServerCertificateValidator(trustList, quarantine);
    }
    try {
      DefaultApplicationGroup group =
          DefaultApplicationGroup.createAndInitialize(
              trustList, new MemoryCertificateStore(), new KeptCertificate(identity), validator);
      return new DefaultCertificateManager(quarantine, group);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot set up the server's certificate: " + e.getMessage(), e);
    }
  }

  private IdentityValidator identities() {
    if (settings.login().isEmpty()) {
      return AnonymousIdentityValidator.INSTANCE;
    }
    ServerSettings.Login login = settings.login().get();
    return new CompositeValidator(
        AnonymousIdentityValidator.INSTANCE,
        new UsernameIdentityValidator(
            given ->
                login.name().equals(given.getUsername())
                    && MessageDigest.isEqual(
                        login.password().getBytes(StandardCharsets.UTF_8),
                        given.getPassword().getBytes(StandardCharsets.UTF_8))));
  }

  private Set<EndpointConfig> endpoints() {
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    for (String host : hosts()) {
      EndpointConfig.Builder open = endpoint(host, SecurityPolicy.None, MessageSecurityMode.None);
      endpoints.add(open.build());
      endpoints.add(open.copy().setPath("/discovery").build()); // for those who write no path
      for (MessageSecurityMode mode :
          List.of(MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt)) {
        endpoints.add(endpoint(host, SecurityPolicy.Basic256Sha256, mode).build());
      }
    }
    return endpoints;
  }

  private EndpointConfig.Builder endpoint(
      String host, SecurityPolicy policy, MessageSecurityMode mode) {
    EndpointConfig.Builder builder =
        EndpointConfig.newBuilder()
            .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
            .setBindAddress(settings.bind())
            .setBindPort(settings.port())
            .setHostname(host)
            .setPath(PATH)
            .setCertificate(identity.certificate())
            .setSecurityPolicy(policy)
            .setSecurityMode(mode)
            .addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS);
    if (settings.login().isPresent()) {
      builder.addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME);
    }
    return builder;
  }

  /** The host names to show: the address bound, or every one of the machine for 0.0.0.0. */
  private List<String> hosts() {
    if (!settings.bind().equals("0.0.0.0")) {
      return List.of(settings.bind());
    }
    Set<String> names = new LinkedHashSet<>();
    names.add(HostnameUtil.getHostname());
    names.addAll(HostnameUtil.getHostnames("0.0.0.0", true, false));
    return List.copyOf(names);
  }

  private static OpcTcpServerTransport transport() {
    return new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build());
  }

  private static final class KeptCertificate extends RsaSha256CertificateFactory {
    private final ServerIdentity identity;

    KeptCertificate(ServerIdentity identity) {
      this.identity = identity;
    }

    @Override
    protected KeyPair createRsaSha256KeyPair() {
      return identity.keys();
    }

    @Override
    protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) {
      return new X509Certificate[] {identity.certificate()};
    }
  }
}
