package io.gemba.hal.opcua;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfigBuilder;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client with one session, from connecting to closing. Milo would reconnect by itself; we never
 * let it: the first doubt is reported to {@link RunEnd}, and closing ends the client whatever state
 * it is in. The session may be one that an earlier connection left, and may be left in turn.
 */
final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final Duration GOODBYE = Duration.ofMillis(700);

  private final DeviceSettings device;
  private final ClientResources resources;
  private final SessionClient client;
  private final OpcUaSession session;
  private final boolean takenOver;
  private final Trusted trusted;
  private boolean leavesSession;

  /**
   * What both sides showed.
   *
   * @param chain the server's certificate first; empty when nothing here is protected by one
   * @param by who accepted it
   * @param since when that was
   */
  record Trusted(
      List<X509Certificate> chain, @Nullable X509Certificate own, ServerTrust by, Instant since) {}

  private record Login(OpcUaSession session, boolean takenOver) {}

  private Connection(
      DeviceSettings device,
      ClientResources resources,
      SessionClient client,
      Login login,
      Trusted trusted) {
    this.device = device;
    this.resources = resources;
    this.client = client;
    this.session = login.session();
    this.takenOver = login.takenOver();
    this.trusted = trusted;
  }

  /**
   * Finds the endpoint, checks the server's certificate, logs in.
   *
   * @throws IOException which of these failed, why, and what to do
   */
  static Connection open(
      DeviceSettings device, Path stateDirectory, InstantSource clock, RunEnd end)
      throws IOException, InterruptedException {
    return open(device, stateDirectory, clock, end, null);
  }

  /**
   * The same, with the session that an earlier connection left, if the server still has it.
   *
   * @throws IOException which of these failed, why, and what to do
   */
  static Connection open(
      DeviceSettings device,
      Path stateDirectory,
      InstantSource clock,
      RunEnd end,
      @Nullable KeptSession before)
      throws IOException, InterruptedException {
    Path pki = stateDirectory.resolve("pki");
    OwnRenewal renewal = new OwnRenewal(pki);
    if (device.security() == Security.NONE || !renewal.isUnderWay()) {
      return open(device, pki, clock, end, before, () -> OwnCertificate.in(pki));
    }
    if (!renewal.isTakenBy(device.endpoint()) && !isLetIn(device, pki, clock, renewal, before)) {
      return open(device, pki, clock, end, before, () -> OwnCertificate.in(pki));
    }
    try {
      return open(device, pki, clock, end, before, renewal::certificate);
    } catch (IOException e) {
      if (Words.isCertificateRefusal(e)) {
        renewal.notTaken(device.endpoint()); // the next attempt shows the old one again
      }
      throw e;
    }
  }

  /** Tries our renewed certificate, in a session of its own that is closed again. */
  private static boolean isLetIn(
      DeviceSettings device,
      Path pki,
      InstantSource clock,
      OwnRenewal renewal,
      @Nullable KeptSession before)
      throws IOException, InterruptedException {
    try {
      open(device, pki, clock, new RunEnd(), null, renewal::certificate).close();
      if (before != null) {
        endWhatTheOldOneLeft(device, pki, clock, before);
      }
      renewal.taken(device.endpoint());
      LOG.info("{} has taken this gateway's renewed certificate", device.endpoint());
      return true;
    } catch (IOException e) {
      if (!Words.isCertificateRefusal(e)) {
        throw e;
      }
      LOG.info(
          "{} does not take this gateway's renewed certificate yet and is shown the old one; let it"
              + " accept the new one ('gemba trust export' writes it)",
          device.endpoint());
      return false;
    }
  }

  /** A session belongs to its certificate, and may not stay at the server beside its successor. */
  private static void endWhatTheOldOneLeft(
      DeviceSettings device, Path pki, InstantSource clock, KeptSession before)
      throws InterruptedException {
    try {
      open(device, pki, clock, new RunEnd(), before, () -> OwnCertificate.in(pki)).close();
    } catch (IOException e) {
      LOG.debug("{} is not asked to end our old session, which times out", device.endpoint(), e);
    }
  }

  /** Where our certificate comes from; asked only where one is needed. */
  private interface OwnSource {
    OwnCertificate get() throws IOException;
  }

  private static Connection open(
      DeviceSettings device,
      Path pki,
      InstantSource clock,
      RunEnd end,
      @Nullable KeptSession before,
      OwnSource source)
      throws IOException, InterruptedException {
    ClientResources resources = new ClientResources(device.name(), device.requestTimeout());
    SessionClient client = null;
    try {
      Duration limit = device.requestTimeout().multipliedBy(2);
      List<EndpointDescription> offered = Endpoints.of(device.endpoint(), resources, limit);
      EndpointDescription endpoint = Endpoints.choose(offered, device);
      boolean open = endpoint.getSecurityMode() == MessageSecurityMode.None;
      if (device.security().isWithdrawn()) {
        LOG.warn(
            "device '{}' is read with {}, which is no longer safe; write 'security: best' as soon as"
                + " the machine knows something newer",
            device.name(),
            device.security().word());
      }
      ServerTrust trust = new ServerTrust(pki, device);
      Instant now = clock.instant();
      List<X509Certificate> chain = checked(device, endpoint, trust, now);
      if (!chain.isEmpty()) {
        Cryptography.prepare();
      }
      OwnCertificate own = open ? null : source.get();
      client =
          new SessionClient(
              config(device, endpoint, own, chain), resources.transport(), end, limit);
      client.openChannel();
      Login login = login(client, device, before);
      client.watch(login.session(), device.keepAlive());
      return new Connection(
          device,
          resources,
          client,
          login,
          new Trusted(chain, own == null ? null : own.certificate(), trust, now));
    } catch (IOException e) {
      close(client, null, resources);
      throw Words.isCertificateRefusal(e) ? new IOException(ourCertificate(e, pki), e) : e;
    } catch (InterruptedException | RuntimeException e) {
      close(client, null, resources);
      throw e;
    }
  }

  private static Login login(
      SessionClient client, DeviceSettings device, @Nullable KeptSession before)
      throws IOException, InterruptedException {
    if (before != null && before.fits(device.endpoint(), client.getConfig().getEndpoint())) {
      OpcUaSession old = before.session(sessionName(device), device.sessionTimeout());
      try {
        client.activate(old);
        return new Login(old, true);
      } catch (IOException e) {
        LOG.debug("{} does not give our old session back", device.endpoint(), e);
      }
    }
    OpcUaSession created = client.createSession();
    try {
      client.activate(created);
      return new Login(created, false);
    } catch (IOException e) {
      abandon(client, created);
      throw e;
    }
  }

  /** A session that cannot be used must not take one of the server's few places. */
  private static void abandon(SessionClient client, OpcUaSession session)
      throws InterruptedException {
    try {
      client.closeSession(session, true).get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the server did not take our goodbye", e);
    }
  }

  private static String sessionName(DeviceSettings device) {
    return "gemba:" + device.name();
  }

  private static String ourCertificate(IOException refusal, Path pki) {
    return refusal.getMessage()
        + "; probably the server has not yet accepted this gateway: move its certificate to the"
        + " server's trusted clients, or import "
        + OwnCertificate.certificateFile(pki)
        + " there ('gemba trust export' writes it where you want it)";
  }

  private static OpcUaClientConfig config(
      DeviceSettings device,
      EndpointDescription endpoint,
      @Nullable OwnCertificate own,
      List<X509Certificate> server)
      throws IOException {
    CertificateValidator validator =
        server.isEmpty() ? (chain, uri, hosts) -> {} : ServerTrust.only(server.getFirst());
    Duration timeout =
        device.sessionTimeout().compareTo(device.keepSubscription()) > 0
            ? device.sessionTimeout()
            : device.keepSubscription();
    OpcUaClientConfigBuilder config =
        OpcUaClientConfig.builder()
            .setEndpoint(endpoint)
            .setApplicationName(LocalizedText.english("Gemba edge agent"))
            .setApplicationUri(own == null ? OwnCertificate.usualUri() : own.applicationUri())
            .setProductUri("urn:gemba:agent")
            .setSessionName(() -> sessionName(device))
            .setCertificateValidator(validator)
            .setIdentityProvider(Identities.of(device, endpoint, validator))
            .setRequestTimeout(Unsigned.uint(device.requestTimeout().toMillis()))
            .setSessionTimeout(Unsigned.uint(timeout.toMillis()));
    if (own != null) {
      config
          .setKeyPair(own.keyPair())
          .setCertificate(own.certificate())
          .setCertificateChain(new X509Certificate[] {own.certificate()});
    }
    return config.build();
  }

  /** The server's chain, accepted; empty when nothing here is protected by a certificate. */
  private static List<X509Certificate> checked(
      DeviceSettings device, EndpointDescription endpoint, ServerTrust trust, Instant now)
      throws IOException {
    if (endpoint.getSecurityMode() == MessageSecurityMode.None
        && !Identities.needServersCertificate(device, endpoint)) {
      return List.of();
    }
    List<X509Certificate> chain =
        Certificates.chain(endpoint.getServerCertificate(), device.endpoint());
    trust.check(chain, now);
    return chain;
  }

  OpcUaClient client() {
    return client;
  }

  /** What both sides showed. */
  Trusted trusted() {
    return trusted;
  }

  /** Where we are connected to, for messages. */
  String endpoint() {
    return device.endpoint();
  }

  /** A header for a request of this session and no other. */
  RequestHeader header() {
    return client.newRequestHeader(session.getAuthenticationToken());
  }

  /** The same with a time-out of its own. */
  RequestHeader header(Duration timeout) {
    return client.newRequestHeader(
        session.getAuthenticationToken(), Unsigned.uint(timeout.toMillis()));
  }

  /** Sends a request and waits for its answer. */
  <T extends UaResponseMessageType> T request(
      UaRequestMessageType request, Class<T> answer, String what)
      throws IOException, InterruptedException {
    return Answers.await(
        send(request).thenApply(answer::cast), device.requestTimeout(), what + endpoint());
  }

  /** Sends a request; the answer may come on any thread and must not be waited for there. */
  CompletableFuture<UaResponseMessageType> send(UaRequestMessageType request) {
    return client.sendRequestAsync(request);
  }

  /** The session that everything here is sent in. */
  OpcUaSession session() {
    return session;
  }

  /** Whether it is one that an earlier connection left, with everything that was in it. */
  boolean isTakenOver() {
    return takenOver;
  }

  /** Policy and mode, as {@link KeptSession} remembers them. */
  String security() {
    return KeptSession.security(client.getConfig().getEndpoint());
  }

  /** The session stays at the server when this is closed: somebody will take it over. */
  void leaveSession() {
    leavesSession = true;
  }

  /** Says goodbye if the server still listens, and ends everything within two seconds. */
  @Override
  public void close() {
    close(client, leavesSession ? null : session, resources);
  }

  private static void close(
      @Nullable SessionClient client, @Nullable OpcUaSession over, ClientResources resources) {
    try (resources) {
      if (client != null && over != null) {
        abandon(client, over);
      }
      if (client != null) {
        client.disconnectAsync().get(GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("the server did not take our goodbye", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
