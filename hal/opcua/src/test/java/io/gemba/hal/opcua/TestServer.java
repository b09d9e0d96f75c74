package io.gemba.hal.opcua;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyPair;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.DefaultApplicationGroup;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateStore;
import org.eclipse.milo.opcua.stack.core.security.MemoryTrustListManager;
import org.eclipse.milo.opcua.stack.core.security.RsaSha256CertificateFactory;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;
import org.jspecify.annotations.Nullable;

/** An OPC UA server that can be started and stopped at the same port as often as a test likes. */
final class TestServer implements AutoCloseable {
  static final String NAMESPACE = "urn:gemba:test";
  static final int ITEMS_PER_CALL = TestLimits.USUAL.itemsPerCall();
  static final int NODES_PER_BROWSE = TestLimits.USUAL.nodesPerBrowse();
  static final String USER = "gemba";
  static final String PASSWORD = "correct horse";

  static {
    // Tests reconnect faster than anybody else; the server would take it for an attack.
    org.eclipse.milo.opcua.stack.core.Stack.ConnectionLimits.RATE_LIMIT_ENABLED = false;
    if (Security.getProvider(BouncyCastleProvider.PROVIDER_NAME) == null) {
      Security.addProvider(new BouncyCastleProvider());
    }
  }

  /**
   * How a server is.
   *
   * @param policies None too, if it is offered
   * @param loginOnly whether anonymous sessions are refused
   * @param trustsClients whether it accepts client certificates
   * @param host the name it announces, reachable or not
   */
  record Options(
      Set<SecurityPolicy> policies, boolean loginOnly, String host, boolean trustsClients) {
    Options(Set<SecurityPolicy> policies, boolean loginOnly, String host) {
      this(policies, loginOnly, host, true);
    }

    static final Options OPEN = new Options(Set.of(SecurityPolicy.None), false, "127.0.0.1");
    static final Options SECURED = new Options(Set.of(SecurityPolicy.values()), false, "127.0.0.1");
  }

  private static final TestIdentity FIRST = TestIdentity.make();

  private Options options;
  private volatile Predicate<X509Certificate> clients = any -> true;
  private final int port;
  private final Map<String, DataValue> values = new ConcurrentHashMap<>();
  private final MemoryHistory history = new MemoryHistory();
  private TestIdentity identity = FIRST;
  private TestLimits limits = TestLimits.USUAL;
  private @Nullable StrictServices services;
  private Running running = null;
  private String path = "";

  private record Running(OpcUaServer server, TestSpace space) {}

  TestServer(Options options) throws IOException {
    this.options = options;
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = probe.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  String endpoint() {
    return "opc.tcp://127.0.0.1:" + port;
  }

  X509Certificate certificate() {
    return identity.certificate();
  }

  void changeCertificate() {
    identity = TestIdentity.make();
  }

  /** The same, with one that somebody signed; before {@link #start}. */
  TestServer show(TestIdentity another) {
    identity = another;
    return this;
  }

  /** Answers at this path and at {@code /discovery}, and nowhere else; before {@link #start}. */
  TestServer under(String name) {
    path = name;
    return this;
  }

  /** Announces another host name from the next start on. */
  void moveTo(String host) {
    options = new Options(options.policies(), options.loginOnly(), host, options.trustsClients());
  }

  /** Accepts or refuses clients' certificates from now on. */
  void accepts(Predicate<X509Certificate> clients) {
    this.clients = clients;
  }

  /** What it allows from the next start on. */
  TestServer limits(TestLimits allowed) {
    limits = allowed;
    return this;
  }

  /** Who answers some of its services from the next start on. */
  TestServer services(StrictServices answering) {
    services = answering;
    return this;
  }

  /** Shows a value with a source time of its own; the first one makes the node. */
  TestServer show(String name, Variant value) {
    return show(name, value, 0, Instant.now());
  }

  TestServer show(String name, Variant value, long status, Instant sourceTime) {
    DataValue shown =
        new DataValue(
            value, new StatusCode(status), new DateTime(sourceTime), new DateTime(sourceTime));
    return show(name, shown);
  }

  TestServer show(String name, DataValue shown) {
    values.put(name, shown);
    if (MemoryHistory.keeps(name)) {
      history.add(name, shown);
    }
    if (running != null) {
      running.space().update(name, shown);
    }
    return this;
  }

  DataValue value(String name) {
    return running.space().nodes.get(name).getValue();
  }

  /** What nodes named kept… remember. */
  MemoryHistory history() {
    return history;
  }

  /** The most items that one call has made; Milo itself does not enforce the limit it shows. */
  int largestBatch() {
    return running.space().largestBatch.get();
  }

  /** Says between which values a node's own lie. */
  TestServer range(String name, double low, double high) {
    running.space().range(name, low, high);
    return this;
  }

  /** A folder under each of the parents, which may be the folder itself; empty = under Objects. */
  TestServer folder(String name, String... parents) {
    running.space().folder(name, parents);
    return this;
  }

  /** Takes a node away, as a machine that is being rebuilt does. */
  TestServer remove(String name) {
    values.remove(name);
    if (running != null) {
      running.space().remove(name);
    }
    return this;
  }

  /** From now on says nothing of a node to those who subscribed, though reading shows it. */
  TestServer hush(String name) {
    running.space().hush(name);
    return this;
  }

  int sessions() {
    return running.server().getSessionManager().getAllSessions().size();
  }

  /** How often a value was read or sampled. */
  int reads(String name) {
    return running.space().reads.getOrDefault(name, 0);
  }

  /** The node is not there any more after the next start. */
  TestServer withdraw(String name) {
    values.remove(name);
    return this;
  }

  void serviceLevel(int level) {
    running
        .server()
        .getAddressSpaceManager()
        .getManagedNode(NodeIds.Server_ServiceLevel)
        .map(UaVariableNode.class::cast)
        .orElseThrow()
        .setValue(new DataValue(Variant.ofByte(Unsigned.ubyte(level))));
  }

  int subscriptions() {
    return running.server().getSubscriptions().size();
  }

  TestServer start() throws Exception {
    return start(0);
  }

  /** Starts with so many foreign namespaces before ours. */
  TestServer start(int namespacesBefore) throws Exception {
    OpcUaServer server =
        new OpcUaServer(
            config(),
            profile -> new OpcTcpServerTransport(OpcTcpServerTransportConfig.newBuilder().build()));
    for (int i = 0; i < namespacesBefore; i++) {
      server.getNamespaceTable().add("urn:foreign:" + i);
    }
    if (services != null) {
      services.serve(server);
    }
    TestSpace space = new TestSpace(server, history);
    space.startup();
    values.forEach(space::update);
    running = new Running(server, space);
    server.startup().get();
    return this;
  }

  void stop() {
    if (running != null) {
      running.space().shutdown();
      running.server().shutdown().join();
      running = null;
    }
  }

  @Override
  public void close() {
    stop();
  }

  private OpcUaServerConfig config() throws Exception {
    var quarantine = new MemoryCertificateQuarantine();
    var group =
        DefaultApplicationGroup.createAndInitialize(
            new MemoryTrustListManager(),
            new MemoryCertificateStore(),
            new Kept(identity),
            (chain, uri, hosts) -> {
              if (!options.trustsClients() || !clients.test(chain.getFirst())) {
                throw new UaException(StatusCodes.Bad_CertificateUntrusted);
              }
            });
    return OpcUaServerConfig.builder()
        .setApplicationUri("urn:gemba:test:server")
        .setApplicationName(LocalizedText.english("Test server"))
        .setProductUri("urn:gemba:test:product")
        .setCertificateManager(new DefaultCertificateManager(quarantine, group))
        .setIdentityValidator(
            new CompositeValidator(
                AnonymousIdentityValidator.INSTANCE,
                new UsernameIdentityValidator(
                    given ->
                        USER.equals(given.getUsername()) && PASSWORD.equals(given.getPassword()))))
        .setEndpoints(endpoints())
        .setLimits(limits)
        .build();
  }

  private Set<EndpointConfig> endpoints() {
    Set<EndpointConfig> endpoints = new LinkedHashSet<>();
    for (SecurityPolicy policy : options.policies()) {
      List<MessageSecurityMode> modes =
          policy == SecurityPolicy.None
              ? List.of(MessageSecurityMode.None)
              : List.of(MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt);
      modes.forEach(mode -> endpoints.add(endpoint(policy, mode)));
    }
    if (!options.policies().contains(SecurityPolicy.None) || !path.isEmpty()) {
      endpoints.add(discoveryEndpoint());
    }
    return endpoints;
  }

  private EndpointConfig discoveryEndpoint() {
    return base(SecurityPolicy.None, MessageSecurityMode.None).setPath("/discovery").build();
  }

  private EndpointConfig endpoint(SecurityPolicy policy, MessageSecurityMode mode) {
    EndpointConfig.Builder builder = base(policy, mode);
    if (!options.loginOnly()) {
      builder.addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS);
    }
    return builder.addTokenPolicies(OpcUaServerConfig.USER_TOKEN_POLICY_USERNAME).build();
  }

  private EndpointConfig.Builder base(SecurityPolicy policy, MessageSecurityMode mode) {
    return EndpointConfig.newBuilder()
        .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
        .setBindAddress("127.0.0.1")
        .setBindPort(port)
        .setHostname(options.host())
        .setPath(path)
        .setCertificate(identity.certificate())
        .setSecurityPolicy(policy)
        .setSecurityMode(mode);
  }

  private static final class Kept extends RsaSha256CertificateFactory {
    private final TestIdentity identity;

    Kept(TestIdentity identity) {
      this.identity = identity;
    }

    @Override
    protected KeyPair createRsaSha256KeyPair() {
      return identity.keys();
    }

    @Override
    protected X509Certificate[] createRsaSha256CertificateChain(KeyPair keyPair) {
      return identity.chain();
    }
  }
}
