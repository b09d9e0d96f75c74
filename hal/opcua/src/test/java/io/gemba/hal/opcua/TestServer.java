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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfigLimits;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.identity.CompositeValidator;
import org.eclipse.milo.opcua.sdk.server.identity.UsernameIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.nodes.filters.AttributeFilters;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.AttributeId;
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
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadDetails;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadResult;
import org.eclipse.milo.opcua.stack.core.types.structured.HistoryReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRawModifiedDetails;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** An OPC UA server that can be started and stopped at the same port as often as a test likes. */
final class TestServer implements AutoCloseable {
  static final String NAMESPACE = "urn:gemba:test";
  static final int ITEMS_PER_CALL = 400;
  static final int NODES_PER_BROWSE = 7;
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
  private Running running = null;

  private record Running(OpcUaServer server, Space space) {}

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

  /** Announces another host name from the next start on. */
  void moveTo(String host) {
    options = new Options(options.policies(), options.loginOnly(), host, options.trustsClients());
  }

  /** Accepts or refuses clients' certificates from now on. */
  void accepts(Predicate<X509Certificate> clients) {
    this.clients = clients;
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
    Space space = new Space(server, history);
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
        .setLimits(
            new OpcUaServerConfigLimits() {
              @Override
              public UInteger getMaxMonitoredItemsPerCall() {
                return Unsigned.uint(ITEMS_PER_CALL);
              }

              @Override
              public UInteger getMaxNodesPerBrowse() {
                return Unsigned.uint(NODES_PER_BROWSE);
              }
            })
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
    if (!options.policies().contains(SecurityPolicy.None)) {
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

  private static final class Space extends ManagedNamespaceWithLifecycle {
    private final Map<String, UaVariableNode> nodes = new ConcurrentHashMap<>();
    private final AtomicInteger largestBatch = new AtomicInteger();
    private final List<DataItem> made = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> reads = new ConcurrentHashMap<>();
    private final SubscriptionModel sampling;
    private final MemoryHistory history;

    Space(OpcUaServer server, MemoryHistory history) {
      super(server, NAMESPACE);
      this.history = history;
      sampling = new SubscriptionModel(server, this);
      getLifecycleManager().addLifecycle(sampling);
    }

    void update(String name, DataValue shown) {
      nodes.computeIfAbsent(name, any -> node(name, shown)).setValue(shown);
    }

    private UaVariableNode node(String name, DataValue first) {
      NodeId type =
          first.value().getDataType().map(found -> found.getNodeId()).orElse(NodeIds.BaseDataType);
      UaVariableNode node =
          UaVariableNode.build(
              getNodeContext(),
              builder ->
                  builder
                      .setNodeId(newNodeId(name))
                      .setBrowseName(newQualifiedName(name))
                      .setDisplayName(LocalizedText.english(name))
                      .setDataType(type)
                      .setValueRank(-2)
                      .setAccessLevel(MemoryHistory.access(name))
                      .setUserAccessLevel(MemoryHistory.access(name))
                      .setMinimumSamplingInterval(0.0)
                      .setTypeDefinition(NodeIds.BaseDataVariableType)
                      .build());
      node.getFilterChain()
          .addLast(
              AttributeFilters.getValue(
                  context -> {
                    reads.merge(name, 1, Integer::sum);
                    return (DataValue) context.getAttribute(AttributeId.Value);
                  }));
      getNodeManager().addNode(node);
      node.addReference(
          new Reference(
              node.getNodeId(), NodeIds.Organizes, NodeIds.ObjectsFolder.expanded(), false));
      return node;
    }

    void remove(String name) {
      UaVariableNode node = nodes.remove(name);
      if (node != null) {
        node.delete();
      }
    }

    void hush(String name) {
      sampling.onDataItemsDeleted(
          made.stream()
              .filter(item -> newNodeId(name).equals(item.getReadValueId().getNodeId()))
              .toList());
    }

    void folder(String name, String... parents) {
      UaFolderNode folder =
          new UaFolderNode(
              getNodeContext(),
              newNodeId(name),
              newQualifiedName(name),
              LocalizedText.english(name));
      getNodeManager().addNode(folder);
      for (String parent : parents) {
        NodeId above = parent.isEmpty() ? NodeIds.ObjectsFolder : newNodeId(parent);
        folder.addReference(
            new Reference(folder.getNodeId(), NodeIds.Organizes, above.expanded(), false));
      }
    }

    @Override
    public List<HistoryReadResult> historyRead(
        HistoryReadContext context,
        HistoryReadDetails details,
        TimestampsToReturn timestamps,
        List<HistoryReadValueId> nodes) {
      return nodes.stream()
          .map(node -> history.read(getServer(), (ReadRawModifiedDetails) details, node))
          .toList();
    }

    /** Items of nodes named mute… are made and then forgotten, as bad servers do. */
    @Override
    public void onDataItemsCreated(List<DataItem> items) {
      largestBatch.accumulateAndGet(items.size(), Math::max);
      made.addAll(items);
      sampling.onDataItemsCreated(
          items.stream().filter(item -> !id(item).startsWith("mute")).toList());
    }

    private static String id(DataItem item) {
      return item.getReadValueId().getNodeId().getIdentifier().toString();
    }

    @Override
    public void onDataItemsModified(List<DataItem> items) {
      sampling.onDataItemsModified(items);
    }

    @Override
    public void onDataItemsDeleted(List<DataItem> items) {
      sampling.onDataItemsDeleted(items);
    }

    @Override
    public void onMonitoringModeChanged(List<MonitoredItem> items) {
      sampling.onMonitoringModeChanged(items);
    }
  }
}
