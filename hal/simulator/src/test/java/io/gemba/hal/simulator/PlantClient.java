package io.gemba.hal.simulator;

import io.gemba.hal.simulator.opcua.PlantServer;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** A real OPC UA client of the plant. */
final class PlantClient implements AutoCloseable {

  private static final String URI = "urn:gemba:simulator:test-client";

  final OpcUaClient client;
  private final int namespace;

  private PlantClient(OpcUaClient client) throws UaException {
    this.client = client;
    client.connect();
    namespace =
        Objects.requireNonNull(client.readNamespaceTable().getIndex(PlantServer.NAMESPACE))
            .intValue();
  }

  static PlantClient open(SimulatedPlant plant) throws UaException {
    return new PlantClient(OpcUaClient.create(plant.endpoint()));
  }

  static PlantClient open(
      SimulatedPlant plant,
      MessageSecurityMode mode,
      Identity identity,
      Consumer<OpcUaClientConfigBuilder> more)
      throws UaException {
    SecurityPolicy policy =
        mode == MessageSecurityMode.None ? SecurityPolicy.None : SecurityPolicy.Basic256Sha256;
    return new PlantClient(
        OpcUaClient.create(
            plant.endpoint(),
            endpoints ->
                endpoints.stream()
                    .filter(e -> e.getSecurityMode() == mode)
                    .filter(e -> policy.getUri().equals(e.getSecurityPolicyUri()))
                    .findFirst(),
            transport -> {},
            config -> {
              config
                  .setApplicationUri(URI)
                  .setKeyPair(identity.keys())
                  .setCertificate(identity.certificate())
                  .setCertificateChain(new X509Certificate[] {identity.certificate()});
              more.accept(config);
            }));
  }

  int namespace() {
    return namespace;
  }

  NodeId id(String name) {
    return new NodeId(namespace, name);
  }

  DataValue read(String name) throws UaException {
    return client.readValue(0, TimestampsToReturn.Both, id(name));
  }

  StatusCode write(String name, Object value) throws UaException {
    return client
        .writeValues(List.of(id(name)), List.of(DataValue.valueOnly(Variant.of(value))))
        .getFirst();
  }

  CallMethodResult call(String word, String arguments) throws UaException {
    CallMethodRequest request =
        new CallMethodRequest(
            id("Control"), id("Control." + word), new Variant[] {Variant.ofString(arguments)});
    return Objects.requireNonNull(client.call(List.of(request)).getResults())[0];
  }

  /** Subscribes and returns a list that grows with what arrives. */
  List<DataValue> listen(String name, double samplingInterval) throws Exception {
    List<DataValue> heard = new CopyOnWriteArrayList<>();
    OpcUaSubscription subscription = new OpcUaSubscription(client, 50);
    subscription.create();
    OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(id(name));
    item.setSamplingInterval(samplingInterval);
    item.setQueueSize(Unsigned.uint(1_000));
    item.setDataValueListener((from, value) -> heard.add(value));
    subscription.addMonitoredItem(item);
    subscription.synchronizeMonitoredItems();
    return heard;
  }

  @Override
  public void close() throws UaException {
    client.disconnect();
  }

  record Identity(KeyPair keys, X509Certificate certificate) {
    static Identity make() throws Exception {
      KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
      return new Identity(
          keys,
          new SelfSignedCertificateBuilder(keys)
              .setCommonName("test client")
              .setApplicationUri(URI)
              .addDnsName("localhost")
              .build());
    }
  }
}
